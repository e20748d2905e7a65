from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

CERTIFICATE = "AWS::CertificateManager::Certificate"


class CertificateValidation(Rule):
    id = "W9709"
    shortdesc = "A certificate renews itself"
    description = (
        "A certificate that is validated by e-mail, which is what ACM does unless told otherwise, is renewed only when "
        "somebody follows a link in time. When that person has left, the site goes down on the day it expires."
    )
    advice = "Set ValidationMethod to DNS, and HostedZoneId in DomainValidationOptions"
    source_url = "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html"
    rows = ("DNS-1",)
    subjects = (CERTIFICATE,)

    def look(self, world: World) -> Iterator[Found]:
        """A private authority's certificates need no validation."""
        for certificate in world.of(CERTIFICATE):
            method = certificate["ValidationMethod"]
            if certificate["CertificateAuthorityArn"].absent and (method.absent or method.text == "EMAIL"):
                how = "by default" if method.absent else "as ValidationMethod says"
                yield method.says(f"This certificate is validated by e-mail, {how}")
