from collections.abc import Iterator

from delivery.rules._data import CLUSTER, INSTANCE, is_member
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

SUBSCRIPTION = "AWS::RDS::EventSubscription"
GROUP = "AWS::RDS::DBParameterGroup"
KINDS = {CLUSTER: "db-cluster", GROUP: "db-parameter-group", INSTANCE: "db-instance"}


class DatabaseEvents(Rule):
    id = "W9538"
    shortdesc = "Somebody is told what happens to a database"
    description = (
        "RDS says when a database has failed over, runs out of storage, is about to be maintained or was configured "
        "anew. Without a subscription nobody hears it before the application does."
    )
    advice = "Add an EventSubscription for its SourceType that sends failures, maintenance and changes to a topic"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html"
    rows = ("RDS-17",)
    subjects = (CLUSTER, GROUP, INSTANCE)
    beside = (SUBSCRIPTION,)

    def look(self, world: World) -> Iterator[Found]:
        for resource in world.of(*self.subjects):
            told = any(_tells(subscription, resource) for subscription in world.of(SUBSCRIPTION))
            if not told and not is_member(resource):
                yield resource.says(
                    f"No EventSubscription of the kind {KINDS[resource.type]} speaks of {resource.name}"
                )


def _tells(subscription: Resource, resource: Resource) -> bool:
    """Whether it may be about this resource: what is not said is everything."""
    if subscription["Enabled"].text == "false":
        return False
    if subscription["SourceType"].text not in (None, KINDS[resource.type]):
        return False
    sources = subscription["SourceIds"]
    if sources.absent or sources.unknown or not sources.items:
        return True
    here = {found.name for found in resource.world.of(*KINDS)}
    return resource.name in sources.names or not all(item.names & here for item in sources.items)
