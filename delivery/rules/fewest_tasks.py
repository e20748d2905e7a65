from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._containers import SERVICE, TARGET, is_balanced, scales_service, services_scaled_by
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World


class FewestTasks(Rule):
    id = "W9127"
    shortdesc = "A service has at least two tasks"
    description = (
        "With one task the failure of a host or a zone, or a crash, is an outage until another one has started. "
        "Behind a load balancer none at all means that nobody is there to answer."
    )
    advice = (
        "Set MinCapacity, or DesiredCount where nothing scales the service, to 2 or more; 3 where it has three zones"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html"
    rows = ("REL-21",)
    subjects = (TARGET, SERVICE)

    def look(self, world: World) -> Iterator[Found]:
        if for_production(world):
            yield from _scaled(world)
            yield from _fixed(world)


def _scaled(world: World) -> Iterator[Found]:
    for target in world.of(TARGET):
        fewest = target["MinCapacity"]
        answers = any(is_balanced(service) for service in services_scaled_by(target))
        if scales_service(target) and (fewest.number == 1 or (fewest.number == 0 and answers)):
            yield fewest.says(f"MinCapacity is {fewest.text}")


def _fixed(world: World) -> Iterator[Found]:
    """Only behind a load balancer: elsewhere one task, or none, may be meant."""
    for service in world.of(SERVICE):
        count: Node = service["DesiredCount"]
        if is_balanced(service) and count.number in (0, 1):
            yield count.says(f"DesiredCount is {count.text}")
