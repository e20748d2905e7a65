import re
from collections.abc import Iterator

from delivery.rules._containers import TASK, called, containers, parameter, parts
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

SECRET = re.compile(r"\{\{resolve:(?!ssm:)[\w-]+")
"""What is in a parameter of SSM of the type String is plain text already."""


class ResolvedSecret(Rule):
    id = "E9109"
    shortdesc = "A container definition holds no dynamic reference to a secret"
    description = (
        "CloudFormation replaces the reference by the secret's value before it calls ECS. The value then stands in "
        "plain text in the task definition, in each of its revisions, for everybody who may describe it."
    )
    advice = "Give the secret's ARN in Secrets[].ValueFrom instead: ECS fetches the value when the container starts"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"
    rows = ("TD-5",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            for name, node in _places(container):
                found = SECRET.search(_words(node))
                if found:
                    yield node.says(f"{called(container)} has {found[0]}:...}}}} in {name}")


def _places(container: Node) -> Iterator[tuple[str, Node]]:
    """Each variable, and everything else as a whole."""
    variables = parts(container["Environment"])
    for variable in variables:
        yield f"the variable {variable['Name'].text}", variable["Value"]
    for name in container.keys:
        if name != "Environment":
            yield name, container[name]


def _words(node: Node) -> str:
    """With the defaults of the parameters that are mentioned."""
    defaults = [str(parameter(node.world, name).get("Default", "")) for name in sorted(node.names)]
    return " ".join((node.words, *defaults))
