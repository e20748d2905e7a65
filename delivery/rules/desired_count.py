from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

SERVICE = "AWS::ECS::Service"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"


class DesiredCountBesideScaling(Rule):
    id = "E9101"
    shortdesc = "A service that is scaled has no DesiredCount"
    description = (
        "CloudFormation sets DesiredCount again whenever it updates the service, so that a release in busy hours "
        "takes away the tasks that autoscaling has added."
    )
    advice = "Leave DesiredCount out: the scalable target's MinCapacity is what a new service starts with"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html"
    rows = ("SVC-6", "REL-20")
    subjects = (SERVICE,)
    beside = (TARGET,)

    def look(self, world: World) -> Iterator[Found]:
        scaled = {name for target in world.of(TARGET) for name in target["ResourceId"].names}
        for service in world.of(SERVICE):
            if service.name in scaled and service["DesiredCount"].present:
                yield service["DesiredCount"].says("This service has a scalable target and a DesiredCount")
