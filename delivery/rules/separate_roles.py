from collections.abc import Iterator

from delivery.rules._containers import TASK, runs_on_fargate
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

ROLE = "AWS::IAM::Role"


class SeparateRoles(Rule):
    id = "E9111"
    shortdesc = "A task has one role to start with and another to run with"
    description = (
        "The execution role may pull the image and read the secrets; the task role is what the application holds. "
        "With one role for both, whoever takes over the application may read all that ECS may. Without a task role "
        "a container on an instance has the rights of the instance, and elsewhere the first right that it needs "
        "goes to the wrong role."
    )
    advice = "Give ExecutionRoleArn and TaskRoleArn, two roles with only the rights that each needs"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html"
    rows = ("TD-13",)
    subjects = (TASK,)
    beside = (ROLE,)

    def look(self, world: World) -> Iterator[Found]:
        for task in world.of(TASK):
            execution, own = task["ExecutionRoleArn"], task["TaskRoleArn"]
            if own.absent:
                yield own.says("This task has no TaskRoleArn")
            if execution.absent and runs_on_fargate(task):
                yield execution.says("This task has no ExecutionRoleArn")
            if execution.present and own.present and _are_one(execution, own):
                yield own.says("ExecutionRoleArn and TaskRoleArn are the same role")


def _are_one(execution: Node, own: Node) -> bool:
    """Written alike, or the same role of this template."""
    shared = own.world.named(execution.names & own.names, ROLE)
    return execution.value == own.value or bool(shared)
