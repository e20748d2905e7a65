from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

ACCESS = "AWS::CloudFront::OriginAccessControl"


class OriginAccessSigning(Rule):
    id = "E9702"
    shortdesc = "Origin access control signs the requests to the origin"
    description = (
        "An origin access control that never signs is the same as none: CloudFront asks like anybody, so that the "
        "origin has to be open to everybody, past the distribution and its firewall."
    )
    advice = "Set SigningBehavior to always, and let the origin's policy admit the distribution alone"
    source_url = (
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
        "private-content-restricting-access-to-s3.html"
    )
    rows = ("CF-8",)
    subjects = (ACCESS,)

    def look(self, world: World) -> Iterator[Found]:
        for access in world.of(ACCESS):
            behaviour = access.at("OriginAccessControlConfig", "SigningBehavior")
            if behaviour.text == "never":
                yield behaviour.says("CloudFront does not sign its requests to the origin")
