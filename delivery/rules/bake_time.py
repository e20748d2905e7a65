from collections.abc import Iterator

from delivery.rules._containers import SERVICE, SHIFTING, rollout, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

STEPS = (("LinearConfiguration", "StepBakeTimeInMinutes"), ("CanaryConfiguration", "CanaryBakeTimeInMinutes"))


class BakeTime(Rule):
    id = "W9120"
    shortdesc = "After traffic has shifted the old version stays for a while"
    description = (
        "During the bake time both versions run and ECS can go back at once. Without it the old tasks are gone "
        "before anybody, or any alarm, has seen the new ones work."
    )
    advice = "Set BakeTimeInMinutes, and the bake time of each step, to more minutes than the alarms need to fire"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"
    rows = ("REL-4", "SVC-4")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            how = rollout(service)
            if how not in SHIFTING:
                continue
            configuration = service.properties.at("DeploymentConfiguration")
            time = configuration.at("BakeTimeInMinutes")
            if time.absent or time.number == 0:
                yield time.says(f"{stated('BakeTimeInMinutes', time)} and the strategy is {how}")
            for place, name in STEPS:
                step = configuration.at(place, name)
                if step.number == 0:
                    yield step.says(f"{name} is 0")
