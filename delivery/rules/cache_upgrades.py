from collections.abc import Iterator

from delivery.rules._data import CACHE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

NODE = "AWS::ElastiCache::CacheCluster"


class CacheUpgrades(Rule):
    id = "W9542"
    shortdesc = "A cache takes minor versions of its engine by itself"
    description = (
        "Minor versions repair security holes. A cache that does not take them stays open until somebody remembers it."
    )
    advice = "Set AutoMinorVersionUpgrade to true; upgrades come in the PreferredMaintenanceWindow"
    source_url = (
        "https://docs.aws.amazon.com/config/latest/developerguide/elasticache-auto-minor-version-upgrade-check.html"
    )
    rows = ("EC-6",)
    subjects = (CACHE, NODE)

    def look(self, world: World) -> Iterator[Found]:
        for cache in world.of(*self.subjects):
            switch = cache["AutoMinorVersionUpgrade"]
            if switch.text == "false":
                yield switch.says("AutoMinorVersionUpgrade is false")
