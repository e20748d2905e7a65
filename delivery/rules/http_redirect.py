from collections.abc import Iterator

from delivery.rules._balancing import LISTENER
from delivery.rules._containers import parts, within
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

REFUSAL = ("4", "5")


class HttpRedirect(Rule):
    id = "W9220"
    shortdesc = "Beside an HTTPS listener, HTTP only sends people on to it"
    description = (
        "As long as plain HTTP is answered as well, old links and typed addresses stay on it, and with them sessions "
        "and passwords, although everything is there to encrypt them."
    )
    advice = "Make the default action of the HTTP listener a redirect to HTTPS with status HTTP_301"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-listener.html"
    rows = ("LB-7",)
    subjects = (LISTENER,)

    def look(self, world: World) -> Iterator[Found]:
        encrypted = [one["LoadBalancerArn"].value for one in world.of(LISTENER) if one["Protocol"].text == "HTTPS"]
        for listener in world.of(LISTENER):
            if listener["Protocol"].text == "HTTP" and listener["LoadBalancerArn"].value in encrypted:
                for action in parts(listener["DefaultActions"]):
                    if _answers(action):
                        yield action.says("This HTTP listener answers, though its balancer has an HTTPS listener")


def _answers(action: Node) -> bool:
    kind = action["Type"].text
    if kind == "redirect":
        to = within(action, "RedirectConfig", "Protocol")
        return to.absent or to.text == "HTTP"
    if kind == "fixed-response":
        status = within(action, "FixedResponseConfig", "StatusCode")
        return status.text is not None and not status.text.startswith(REFUSAL)
    return kind is not None
