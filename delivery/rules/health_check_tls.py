from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP
from delivery.rules._containers import stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class HealthCheckTls(Rule):
    id = "E9202"
    shortdesc = "Targets that speak TLS are checked over TLS"
    description = (
        "A health check in plain HTTP needs a second, unencrypted port on every target, and says nothing of the "
        "encrypted one: it stays green when the certificate or the TLS set-up of the target is broken."
    )
    advice = "Set HealthCheckProtocol to HTTPS"
    source_url = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html"
    rows = ("LB-10",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            protocol, check = group["Protocol"].text, group["HealthCheckProtocol"]
            in_the_clear = check.text == "HTTP" or (protocol == "HTTPS" and check.absent)
            if protocol in ("HTTPS", "TLS") and in_the_clear:
                yield check.says(f"Protocol is {protocol}, and {stated('HealthCheckProtocol', check)}")
