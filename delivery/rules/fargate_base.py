from collections.abc import Iterator

from delivery.rules._containers import CLUSTER, SERVICE, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"
STRATEGIES = {
    CLUSTER: "DefaultCapacityProviderStrategy",
    ASSOCIATIONS: "DefaultCapacityProviderStrategy",
    SERVICE: "CapacityProviderStrategy",
}


class FargateBase(Rule):
    id = "W9103"
    shortdesc = "Beside Fargate Spot at least one task stays on Fargate"
    description = (
        "AWS takes Spot capacity back with two minutes' notice, often from all tasks at once, and may have none to "
        "give afterwards. A service whose tasks are all on Spot then stands still."
    )
    advice = "Give FARGATE a Base of at least 1 in the same strategy, best as many as the service needs at the least"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html"
    rows = ("ECSC-3", "REL-27")
    subjects = tuple(STRATEGIES)

    def look(self, world: World) -> Iterator[Found]:
        for owner in world.of(*STRATEGIES):
            shares = owner.properties.at(STRATEGIES[owner.type]).items
            providers = [share.at("CapacityProvider").text for share in shares]
            if None in providers:
                continue
            named = list(zip(providers, shares, strict=True))
            spot = [share for provider, share in named if provider == "FARGATE_SPOT" and _gets_tasks(share)]
            steady = [share for provider, share in named if provider == "FARGATE"]
            if spot:
                yield from _without_base(spot[0], steady)


def _gets_tasks(share: Node) -> bool:
    """A weight or a base of zero is as good as none."""
    return any(share[name].present and share[name].number != 0 for name in ("Weight", "Base"))


def _without_base(spot: Node, steady: list[Node]) -> Iterator[Found]:
    if not steady:
        yield spot.says("This strategy has FARGATE_SPOT and no FARGATE")
    for share in steady:
        base = share["Base"]
        if not base.unknown and (base.number or 0) < 1:
            yield base.says(f"{stated('Base', base)} on FARGATE, and FARGATE_SPOT is in the same strategy")
