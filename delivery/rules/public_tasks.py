from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._containers import SERVICE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class PublicTasks(Rule):
    id = "E9132"
    shortdesc = "Tasks have no public address unless an environment asks for it"
    description = (
        "A task with a public address can be reached past the load balancer, its log and its firewall: only the "
        "security group is left, and one rule too many in it opens the application to everybody."
    )
    advice = (
        "Set AssignPublicIp to DISABLED and run tasks in private subnets; make it a parameter where saving NAT pays"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html"
    rows = ("SVC-1",)
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE) if for_production(world) else ():
            address = service.properties.at("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")
            if address.default == "ENABLED":
                how = "is ENABLED" if address.text else "is a parameter whose default is ENABLED"
                yield address.says(f"AssignPublicIp {how}")
