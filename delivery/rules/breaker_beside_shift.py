from collections.abc import Iterator

from delivery.rules._containers import SERVICE, rollout
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class BreakerBesideShift(Rule):
    id = "E9122"
    shortdesc = "Only a rolling deployment has a circuit breaker"
    description = (
        "ECS supports the circuit breaker for rolling deployments only. Beside another strategy or controller it "
        "protects nothing, and who reads the template believes that it does."
    )
    advice = "Remove DeploymentCircuitBreaker and use alarms and a bake time, or make the strategy ROLLING"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html"
    rows = ("REL-1", "REL-4")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            how = rollout(service)
            breaker = service.properties.at("DeploymentConfiguration", "DeploymentCircuitBreaker")
            if how not in (None, "ROLLING") and breaker.at("Enable").yes:
                yield breaker.says(f"This service is deployed by {how} and has a circuit breaker")
