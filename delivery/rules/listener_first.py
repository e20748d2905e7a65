from collections.abc import Iterator

from delivery.rules._balancing import LISTENER, LISTENER_RULE, TARGET_GROUP, groups_of, senders
from delivery.rules._containers import SERVICE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class ListenerFirst(Rule):
    id = "E9215"
    shortdesc = "A service waits for the listener that leads to it"
    description = (
        "ECS refuses a service whose target group no listener leads to yet. A service does not mention its listener, "
        "so CloudFormation makes both at once, and the first deployment fails or not as chance has it."
    )
    advice = "Write the listener, or the listener rule, that forwards to the target group into the service's DependsOn"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html"
    rows = ("REL-38",)
    subjects = (SERVICE,)
    beside = (LISTENER, LISTENER_RULE, TARGET_GROUP)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            before = _made_before(service)
            for group in groups_of(service):
                leading = {sender.name for sender in senders(world, group.name)}
                if leading and not leading & before:
                    yield service.attribute("DependsOn").says(
                        f"{' and '.join(sorted(leading))} may be made after this service, whose target group is "
                        f"{group.name}"
                    )


def _made_before(service: Resource) -> set[str]:
    """All that CloudFormation makes before the service: what it mentions or depends on, and so on."""
    every = service.world.template.get("Resources", {})
    known: set[str] = set()
    waiting = [service.name]
    while waiting:
        body = every.get(waiting.pop())
        if isinstance(body, dict):
            mentioned = service.world.node(body, ()).names | _named(body.get("DependsOn"))
            waiting += sorted(mentioned - known)
            known |= mentioned
    return known - {service.name}


def _named(depends_on: object) -> set[str]:
    written = depends_on if isinstance(depends_on, list) else [depends_on]
    return {name for name in written if isinstance(name, str)}
