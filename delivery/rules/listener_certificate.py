from collections.abc import Iterator

from delivery.rules._balancing import LISTENER
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PLAIN = ("HTTP", "TCP", "UDP", "TCP_UDP")


class ListenerCertificate(Rule):
    id = "E9219"
    shortdesc = "A listener that has a certificate uses it"
    description = (
        "A listener with a certificate was meant to encrypt. Its protocol does not, so that AWS refuses it; and "
        "whoever then takes the certificate away has everything sent in the clear."
    )
    advice = "Set Protocol to HTTPS, or to TLS for a Network Load Balancer"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html"
    rows = ("LB-7",)
    subjects = (LISTENER,)

    def look(self, world: World) -> Iterator[Found]:
        for listener in world.of(LISTENER):
            protocol = listener["Protocol"]
            meant = [name for name in ("Certificates", "SslPolicy") if listener[name].present]
            if protocol.text in PLAIN and meant:
                yield protocol.says(f"Protocol is {protocol.text}, and the listener has {' and '.join(meant)}")
