"""Which alarms watch a metric of a resource."""

from collections.abc import Iterator

from delivery.rules._publishing import ALARM
from delivery.rules._world import Node, Resource, World


def watches(world: World, metrics: tuple[str, ...], dimension: str, owners: set[str]) -> bool:
    """Whether an alarm of the template watches one of these metrics of one of these resources, as far as is known."""
    return any(
        _fits(metric, metrics) and _is_about(dimensions, dimension, owners, world)
        for alarm in world.of(ALARM)
        for metric, dimensions in _metrics(alarm)
    )


def _metrics(alarm: Resource) -> Iterator[tuple[Node, Node]]:
    """Names of metrics, each with its dimensions: the alarm's own, and those that it calculates with."""
    if alarm["MetricName"].present:
        yield alarm["MetricName"], alarm["Dimensions"]
    for query in alarm["Metrics"].items:
        metric = query.at("MetricStat", "Metric")
        if metric["MetricName"].present:
            yield metric["MetricName"], metric["Dimensions"]


def _fits(metric: Node, names: tuple[str, ...]) -> bool:
    return metric.unknown or metric.text in names


def _is_about(dimensions: Node, name: str, owners: set[str], world: World) -> bool:
    """A metric without this dimension is the sum over all; a value that names no resource may be one of them."""
    known = set(world.template["Resources"])
    values = [one["Value"] for one in dimensions.items if one["Name"].text == name]
    return not values or any(value.names & owners or not value.names & known for value in values)
