from collections.abc import Iterator

from delivery.rules._balancing import DEFAULT_DRAIN, DRAIN, TARGET_GROUP, attribute, figure, groups_of, seconds_to_stop
from delivery.rules._containers import CLUSTER, SERVICE, TASK, parts
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

NOTICE = 120


class SpotNotice(Rule):
    id = "W9210"
    shortdesc = "A task on Spot drains and stops within its two minutes"
    description = (
        "When AWS takes a Spot task back there are two minutes between the notice and the end, whatever the template "
        "says. If draining and stopping may take longer, requests and work are cut off."
    )
    advice = f"Lower {DRAIN} or StopTimeout until their sum is {NOTICE} seconds or less, or leave FARGATE_SPOT out"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"
    rows = ("REL-12",)
    subjects = (SERVICE,)
    beside = (TARGET_GROUP, TASK, CLUSTER)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            stop = seconds_to_stop(service)
            for group in groups_of(service) if _may_run_on_spot(service) else ():
                drain = attribute(group, DRAIN)
                seconds = figure(drain, DEFAULT_DRAIN)
                if seconds is not None and seconds + stop > NOTICE:
                    yield drain.says(
                        f"{service.name} may run on Spot: {seconds:g} seconds to drain and {stop:g} to stop are "
                        f"{seconds + stop:g}"
                    )


def _may_run_on_spot(service: Resource) -> bool:
    strategy = service.properties.at("CapacityProviderStrategy")
    if strategy.absent and service["LaunchType"].absent:
        clusters = service.world.named(service["Cluster"].names, CLUSTER)
        return any(_has_spot(one.properties.at("DefaultCapacityProviderStrategy")) for one in clusters)
    return _has_spot(strategy)


def _has_spot(strategy: Node) -> bool:
    """A share that is a parameter may be more than none, unless a rule of the template keeps it at that."""
    return any(
        item["CapacityProvider"].text == "FARGATE_SPOT"
        and any(figure(item[share], 0) != 0 and not _kept_at_none(item[share]) for share in ("Weight", "Base"))
        for item in parts(strategy)
    )


def _kept_at_none(share: Node) -> bool:
    """CloudFormation refuses values that break an assertion of the template's Rules."""
    rules = share.world.template.get("Rules")
    bodies = rules.values() if isinstance(rules, dict) else ()
    always = [body for body in bodies if isinstance(body, dict) and "RuleCondition" not in body]
    asserted = [one.get("Assert") for body in always for one in body.get("Assertions", ()) if isinstance(one, dict)]
    return any({"Fn::Equals": [share.value, none]} in asserted for none in ("0", 0))
