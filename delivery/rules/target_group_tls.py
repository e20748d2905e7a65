from collections.abc import Iterator

from delivery.rules._balancing import LISTENER, LISTENER_RULE, TARGET_GROUP, senders, takes_requests
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class TargetGroupTls(Rule):
    id = "E9201"
    shortdesc = "What goes from a load balancer to its targets is encrypted"
    description = (
        "The balancer decrypts what arrives and sends it on as plain text, passwords and sessions included: "
        "whoever can listen in the network between balancer and tasks reads it."
    )
    advice = (
        "Let the containers speak TLS and set Protocol to HTTPS, or TLS behind a Network Load Balancer; where the "
        "network between is trusted, say so in a suppression of this finding"
    )
    source_url = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html"
    rows = ("LB-9",)
    subjects = (TARGET_GROUP,)
    beside = (LISTENER, LISTENER_RULE)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            protocol = group["Protocol"]
            if protocol.text == "HTTP" and takes_requests(group):
                yield protocol.says("This target group sends requests to its targets as plain HTTP")
            elif protocol.text == "TCP" and _is_decrypted_before(group):
                yield protocol.says("A TLS listener decrypts what this target group sends on as plain TCP")


def _is_decrypted_before(group: Resource) -> bool:
    return any(sender["Protocol"].text == "TLS" for sender in senders(group.world, group.name))
