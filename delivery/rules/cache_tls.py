from collections.abc import Iterator

from delivery.rules._data import CACHE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class CacheTls(Rule):
    id = "E9544"
    shortdesc = "A cache refuses connections without TLS"
    description = (
        "With the mode preferred a cache speaks TLS with clients that ask for it and plainly with all others, so that "
        "passwords and data still cross the network readable. The mode is meant for the days of a migration."
    )
    advice = "Set TransitEncryptionMode to required as soon as every client speaks TLS"
    source_url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html"
    rows = ("EC-2",)
    subjects = (CACHE,)

    def look(self, world: World) -> Iterator[Found]:
        for cache in world.of(CACHE):
            mode = cache["TransitEncryptionMode"]
            if mode.text == "preferred":
                yield mode.says("TransitEncryptionMode is preferred")
