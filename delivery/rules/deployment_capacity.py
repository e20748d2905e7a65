from collections.abc import Iterator

from delivery.rules._containers import SERVICE, is_daemon, rollout
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class DeploymentCapacity(Rule):
    id = "W9123"
    shortdesc = "A rolling deployment starts new tasks before it stops old ones"
    description = (
        "With a MaximumPercent of 100 ECS has to stop tasks before it may start others; with a "
        "MinimumHealthyPercent of 0 it may stop them all. The remaining tasks carry the load, or nothing does."
    )
    advice = (
        "Set MinimumHealthyPercent to 100 and MaximumPercent to 200. Where capacity costs more than it is worth, 50 "
        "and 200 will do, though not in production"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html"
    rows = ("REL-5",)
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        least_in_production = 100 if world.environment and world.environment.lower().startswith("prod") else 1
        for service in world.of(SERVICE):
            if rollout(service) != "ROLLING" or is_daemon(service):
                continue
            fewest = service.properties.at("DeploymentConfiguration", "MinimumHealthyPercent")
            most = service.properties.at("DeploymentConfiguration", "MaximumPercent")
            if fewest.number is not None and fewest.number < least_in_production:
                yield fewest.says(f"MinimumHealthyPercent is {fewest.text}")
            if most.number is not None and most.number <= 100:
                yield most.says(f"MaximumPercent is {most.text}")
