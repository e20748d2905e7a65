from collections.abc import Iterator, Mapping

from delivery.rules._choices import unavoidable
from delivery.rules._containers import CLUSTER, SERVICE
from delivery.rules._publishing import EVENT_RULE, TOPIC
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

TYPES = (CLUSTER, SERVICE, TOPIC, EVENT_RULE)
KIND = "ECS Deployment State Change"
FAILED = "SERVICE_DEPLOYMENT_FAILED"


class DeploymentEvents(Rule):
    id = "W9609"
    shortdesc = "Somebody is told when a deployment of a service fails"
    description = (
        "A deployment that ECS has rolled back looks like one that never was: the old version runs on, and the stack "
        "may even be green. ECS says so only in an event. One rule serves all services of a cluster, so that it "
        "belongs beside the cluster; a template with a cluster that has neither services nor a topic leaves it to "
        "others."
    )
    advice = (
        "Add an AWS::Events::Rule on aws.ecs, detail-type ECS Deployment State Change, detail.eventName "
        "SERVICE_DEPLOYMENT_FAILED, whose target is a topic"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html"
    rows = ("REL-7",)
    subjects = (CLUSTER,)
    beside = TYPES

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, TYPES, _look)


def _look(world: World) -> Iterator[Found]:
    if world.of(SERVICE, TOPIC) and not any(map(_tells, world.of(EVENT_RULE))):
        for cluster in world.of(CLUSTER):
            yield cluster.says(f"Nobody is told when a deployment in {cluster.name} fails: no rule waits for {FAILED}")


def _tells(rule: Resource) -> bool:
    """ECS puts its events on the account's own bus."""
    pattern, bus = rule["EventPattern"], rule["EventBusName"]
    if pattern.absent or rule["State"].text == "DISABLED" or (bus.text or "default") != "default":
        return False
    if not rule["Targets"].items and not rule["Targets"].unknown:
        return False
    return pattern.text is not None or (
        _takes(pattern["source"], "aws.ecs")
        and _takes(pattern["detail-type"], KIND)
        and _takes(pattern.at("detail", "eventName"), FAILED)
        and _takes(pattern.at("detail", "eventType"), "ERROR")
    )


def _takes(field: Node, value: str) -> bool:
    """Whether a field of a pattern lets a value through, as far as is known: a comparison may."""
    return field.absent or any(item.text == value or isinstance(item.value, Mapping) for item in field.items or [field])
