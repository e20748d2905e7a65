from collections.abc import Iterator

from delivery.rules._containers import SERVICE, rollout, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class CircuitBreaker(Rule):
    id = "E9118"
    shortdesc = "A rolling deployment that fails is stopped and rolled back"
    description = (
        "Without the circuit breaker ECS starts tasks of a broken version for ever, and CloudFormation waits "
        "for hours before it gives up."
    )
    advice = "Set DeploymentConfiguration.DeploymentCircuitBreaker with Enable true and Rollback true"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html"
    rows = ("SVC-4", "REL-1")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            if rollout(service) != "ROLLING":
                continue
            breaker = service.properties.at("DeploymentConfiguration", "DeploymentCircuitBreaker")
            if breaker.absent:
                yield breaker.says("This service has no DeploymentCircuitBreaker")
                continue
            for name in ("Enable", "Rollback"):
                switch = breaker.at(name)
                if switch.no:
                    yield switch.says(f"The circuit breaker does not work: {stated(name, switch)}")
