import re
from collections.abc import Iterator

from delivery.rules._balancing import (
    BALANCER,
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    attribute,
    balancers_of,
    containers_behind,
    figure,
    groups_of,
    kind,
)
from delivery.rules._containers import SERVICE, TASK, called, parts
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

IDLE = "idle_timeout.timeout_seconds"
DEFAULT_IDLE = 60
_VARIABLE = re.compile(
    r"([A-Z]+_)*(TIMEOUT_KEEP_?ALIVE|KEEP_?ALIVE_TIMEOUT|KEEP_?ALIVE(?=_(S|MS)))(_(S|SEC|SECONDS|MS|MILLIS\w*))?",
    re.IGNORECASE,
)
_OTHER = re.compile(r"TCP|DATABASE|DB_|REDIS|POSTGRES|MYSQL|AMQP|MQTT|CLIENT|GRPC", re.IGNORECASE)
_OPTION = re.compile(r"--(?:timeout-keep-alive|keep-?alive-timeout|keep-alive)[= ]+(\d+)")


class KeepAlive(Rule):
    id = "W9211"
    shortdesc = "A container keeps connections open for longer than the balancer does"
    description = (
        "If the application closes an idle connection first, the balancer may be sending a request into it at that "
        "moment. Users then see an occasional 502 that no log of the application explains."
    )
    advice = f"Make the application's keep-alive time longer than the balancer's {IDLE}, by five seconds for example"
    source_url = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"
    )
    rows = ("REL-13",)
    subjects = (SERVICE,)
    beside = (TASK, TARGET_GROUP, LISTENER, LISTENER_RULE, BALANCER)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            idle = _longest_idle(service)
            for container in containers_behind(service) if idle else ():
                for place, seconds in _kept_alive(container):
                    if 0 < seconds <= idle:
                        yield place.says(
                            f"{called(container)} closes idle connections after {seconds:g} seconds, its balancer "
                            f"after {idle:g}"
                        )


def _longest_idle(service: Resource) -> float:
    """Of the Application Load Balancers of this template that lead to the service; 0 if none is known."""
    balancers = [one for group in groups_of(service) for one in balancers_of(service.world, group.name)]
    known = [figure(attribute(one, IDLE), DEFAULT_IDLE) for one in balancers if kind(one) == "application"]
    return max((seconds for seconds in known if seconds is not None), default=0)


def _kept_alive(container: Node) -> Iterator[tuple[Node, float]]:
    """Where the template says how long the application keeps a connection: a variable's name or an option."""
    for variable in parts(container["Environment"]):
        name, value = variable["Name"].text or "", variable["Value"]
        if _VARIABLE.fullmatch(name) and not _OTHER.search(name) and value.number is not None:
            yield (
                value,
                value.number / 1000 if "MS" in name or "MILLI" in name or value.number >= 1000 else value.number,
            )
    for place in (container["Command"], container["EntryPoint"]):
        for found in _OPTION.findall(place.words):
            yield place, float(found)
