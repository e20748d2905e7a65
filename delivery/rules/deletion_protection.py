from collections.abc import Iterator
from dataclasses import dataclass

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


@dataclass(frozen=True)
class Switch:
    """How a type is protected."""

    name: str
    on: str = "true"
    is_on_unless_set: bool = False


SWITCHES = {
    "AWS::CloudTrail::EventDataStore": Switch("TerminationProtectionEnabled", is_on_unless_set=True),
    "AWS::Cognito::UserPool": Switch("DeletionProtection", "ACTIVE"),
    "AWS::DocDB::DBCluster": Switch("DeletionProtection"),
    "AWS::Logs::LogGroup": Switch("DeletionProtectionEnabled"),
    "AWS::Neptune::DBCluster": Switch("DeletionProtection"),
}
"""Types that hold data, and that no widely used checker asks for protection. Log groups have it in every region
that the registry knows."""


class DeletionProtection(Rule):
    id = "W9503"
    shortdesc = "What holds data and can be protected against deletion is protected"
    description = (
        "DeletionPolicy binds CloudFormation only. Protection against deletion also stops a click in the console, a "
        "script that cleans up, and who has got hold of a role: it has to be switched off first, and that is seen. "
        "Give a protected resource the DeletionPolicy Retain: what is protected cannot be taken back when the first "
        "creation of its stack fails."
    )
    advice = "Switch it on, if need be by a parameter that is on by default"
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html"
    rows = ("LOG-3", "REL-35")
    subjects = tuple(SWITCHES)

    def look(self, world: World) -> Iterator[Found]:
        if world.environment is not None and not world.environment.startswith("prod"):
            return
        for resource in world.of(*SWITCHES):
            switch = SWITCHES[resource.type]
            if _is_off(resource, switch):
                yield resource[switch.name].says(f"{switch.name} is not {switch.on}")


def _is_off(resource: Resource, switch: Switch) -> bool:
    node = resource[switch.name]
    return not switch.is_on_unless_set if node.absent else node.text not in (None, switch.on)
