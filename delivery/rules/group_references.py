from collections.abc import Iterator

from delivery.rules._containers import parts
from delivery.rules._network import GROUP
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

SIDES = ("SecurityGroupIngress", "SecurityGroupEgress")
NAMES = ("SourceSecurityGroupId", "DestinationSecurityGroupId")


class GroupReferences(Rule):
    id = "W9302"
    shortdesc = "Rules between two security groups are resources of their own"
    description = (
        "A group that names another one within itself can be made only after it. As soon as the other has to name "
        "this one too, CloudFormation refuses the template as circular; and neither can be replaced or removed alone."
    )
    advice = "Write this rule as AWS::EC2::SecurityGroupIngress or AWS::EC2::SecurityGroupEgress"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"
    )
    rows = ("SG-7", "REL-38")
    subjects = (GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        groups = {group.name for group in world.of(GROUP)}
        for group in world.of(GROUP):
            for side in SIDES:
                for way in parts(group.properties.at(side)):
                    for name in NAMES:
                        for other in sorted(way[name].names & groups - {group.name}):
                            yield way[name].says(f"{group.name} names {other} within itself")
