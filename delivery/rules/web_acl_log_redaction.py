from collections.abc import Iterator

from delivery.rules._firewall import LOGGING, WEB_ACL
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

SECRETS = ("authorization", "cookie")
HIDING = ("SUBSTITUTION", "HASH")


class WebAclLogRedaction(Rule):
    id = "W9707"
    shortdesc = "The log of a web ACL does not hold what signs people in"
    description = (
        "The log keeps the headers of every request. With the cookie or the token of a session in it, everybody who "
        "may read logs can act as any customer."
    )
    advice = "Name the headers authorization and cookie in RedactedFields, or in the web ACL's DataProtectionConfig"
    source_url = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html"
    rows = ("WAF-3",)
    subjects = (LOGGING,)
    beside = (WEB_ACL,)

    def look(self, world: World) -> Iterator[Found]:
        for logging in world.of(LOGGING):
            fields = logging["RedactedFields"]
            if not fields.unknown and not any(one.unknown for one in fields.items):
                hidden = {(one.at("SingleHeader", "Name").text or "").lower() for one in fields.items}
                for name in SECRETS:
                    if name not in hidden | _protected(logging):
                        yield fields.says(f"The log shows the header {name}")


def _protected(logging: Resource) -> set[str]:
    """The headers that the web ACL itself hides wherever it writes."""
    found: set[str] = set()
    for acl in logging.world.named(logging["ResourceArn"].names, WEB_ACL):
        for one in acl.at("DataProtectionConfig", "DataProtections").items:
            if one["Action"].text in HIDING and one.at("Field", "FieldType").text == "SINGLE_HEADER":
                found |= set(_headers(one.at("Field", "FieldKeys")))
    return found


def _headers(keys: Node) -> Iterator[str]:
    """Without keys it is about all headers."""
    yield from SECRETS if keys.absent else ((key.text or "").lower() for key in keys.items)
