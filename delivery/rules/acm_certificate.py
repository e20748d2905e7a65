from collections.abc import Iterator

from delivery.rules._balancing import LISTENER
from delivery.rules._containers import parts, within
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

FURTHER = "AWS::ElasticLoadBalancingV2::ListenerCertificate"


class AcmCertificate(Rule):
    id = "W9221"
    shortdesc = "The certificates of a load balancer come from ACM"
    description = (
        "A certificate that was uploaded to IAM runs out on a day that nobody watches, and its private key has been "
        "in somebody's hands. ACM renews its own, and nobody ever sees the key."
    )
    advice = "Name a certificate of AWS Certificate Manager"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html"
    rows = ("LB-8",)
    subjects = (LISTENER, FURTHER)

    def look(self, world: World) -> Iterator[Found]:
        for listener in world.of(LISTENER, FURTHER):
            for certificate in parts(within(listener.properties, "Certificates")):
                arn = certificate["CertificateArn"]
                if ":iam:" in arn.words and ":server-certificate/" in arn.words:
                    yield arn.says("This certificate is one that was uploaded to IAM")
