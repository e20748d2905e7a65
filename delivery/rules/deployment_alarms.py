from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._containers import SERVICE, is_balanced, rollout, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

WITHOUT = ("CODE_DEPLOY", "EXTERNAL")
"""Controllers that have other means."""


class DeploymentAlarms(Rule):
    id = "W9119"
    shortdesc = "A deployment behind a load balancer is rolled back when alarms say so"
    description = (
        "A new version that starts well and answers with errors passes every health check. Only alarms on what "
        "users see, such as errors and slow answers, stop it while the old version can still come back by itself."
    )
    advice = "Set DeploymentConfiguration.Alarms with the names of such alarms, Enable true and Rollback true"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    rows = ("REL-3", "REL-4", "SVC-4")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            if is_balanced(service) and rollout(service) not in (None, *WITHOUT):
                alarms = service.properties.at("DeploymentConfiguration", "Alarms")
                if alarms.absent:
                    yield alarms.says("This service is behind a load balancer and has no deployment alarms")
                elif not alarms.unknown:
                    yield from _gaps(alarms, for_production(world))


def _gaps(alarms: Node, must_work: bool) -> Iterator[Found]:
    names = alarms["AlarmNames"]
    if not names.items and not names.unknown:
        yield names.says("The deployment alarms name no alarm")
        return
    for name in ("Enable", "Rollback") if must_work else ():
        if alarms[name].no:
            yield alarms[name].says(f"The deployment alarms do not work: {stated(name, alarms[name])}")
