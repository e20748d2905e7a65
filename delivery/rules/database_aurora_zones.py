from collections.abc import Iterator

from delivery.rules._choices import unavoidable
from delivery.rules._data import CLUSTER, INSTANCE, engine, members
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class AuroraZones(Rule):
    id = "W9537"
    shortdesc = "An Aurora cluster has instances in two zones"
    description = (
        "When the only instance of a cluster fails, Aurora has to make another, which takes minutes, and cannot while "
        "its zone is away. A second instance in another zone takes over within a minute."
    )
    advice = "Give the cluster a second instance, in another zone"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html"
    rows = ("RDS-2",)
    subjects = (CLUSTER,)
    beside = (INSTANCE,)

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, (*self.subjects, *self.beside), _single)


def _single(world: World) -> Iterator[Found]:
    """Nothing against a cluster without an instance here: its instances may be elsewhere."""
    for cluster in world.of(CLUSTER):
        instances = members(cluster) if engine(cluster).startswith("aurora") else []
        if len(instances) == 1:
            yield instances[0].says(f"This is the only instance of {cluster.name}")
            continue
        zones = [instance["AvailabilityZone"] for instance in instances]
        if zones and all(zone.present and zone.value == zones[0].value for zone in zones):
            yield zones[-1].says(f"All {len(instances)} instances of {cluster.name} are in one zone")
