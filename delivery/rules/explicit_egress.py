from collections.abc import Iterator

from delivery.rules._containers import parts
from delivery.rules._network import GROUP, WAY_OUT
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

EVERYWHERE = {"CidrIp": "0.0.0.0/0", "CidrIpv6": "::/0"}


class ExplicitEgress(Rule):
    id = "W9308"
    shortdesc = "A security group says what may go out, and that is not everything"
    description = (
        "A group that is made without a way out gets one that allows everything to everywhere, at least until other "
        "resources add ways out of their own. An intruder then sends out whatever there is, by any protocol."
    )
    advice = (
        "Write SecurityGroupEgress with the ports that are needed; where other resources add them, with one that "
        "leads nowhere: one TCP port to 255.255.255.255/32"
    )
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"
    )
    rows = ("SG-5",)
    subjects = (GROUP, WAY_OUT)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(GROUP):
            written = group["SecurityGroupEgress"]
            if not written.unknown and not written.items:
                yield written.says("This security group does not say what may go out: everything may")
            for way in parts(group.properties.at("SecurityGroupEgress")):
                yield from _everything(way)
        for rule in world.of(WAY_OUT):
            yield from _everything(rule.properties)


def _everything(way: Node) -> Iterator[Found]:
    for name, everywhere in EVERYWHERE.items():
        if way["IpProtocol"].text == "-1" and way[name].text == everywhere:
            yield way["IpProtocol"].says(f"Everything may go out to {everywhere}")
