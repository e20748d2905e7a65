from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._containers import SERVICE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class ExecInProduction(Rule):
    id = "E9116"
    shortdesc = "Shell access to containers is off unless an environment asks for it"
    description = (
        "With ECS Exec whoever holds one permission has a shell with the application's secrets and rights, in every "
        "container of the service, past review and deployment."
    )
    advice = (
        "Make EnableExecuteCommand a parameter whose default is false, and switch it on only where people need it to "
        "find faults"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"
    rows = ("SVC-3",)
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE) if for_production(world) else ():
            switch = service["EnableExecuteCommand"]
            if switch.default == "true":
                how = "is true" if switch.text else "is a parameter whose default is true"
                yield switch.says(f"EnableExecuteCommand {how}")
