import re
from collections.abc import Iterator

from delivery.rules._firewall import LOGGING
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World
from delivery.rules._written_text import UNKNOWN, written

PREFIX = "aws-waf-logs-"
PARTS = re.compile(r":(?![^{}]*\})")
"""Where an ARN is parted, outside of variables."""
NAMES = {
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
}


class WebAclLogDestination(Rule):
    id = "E9708"
    shortdesc = "The log of a web ACL goes to where AWS WAF accepts it"
    description = (
        "AWS WAF writes only to a log group, bucket or stream whose name begins with aws-waf-logs-. With another name "
        "the stack fails, also with the one that CloudFormation makes up."
    )
    advice = "Give the destination a name that begins with aws-waf-logs-, and put a part of the stack's id into it"
    source_url = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html"
    rows = ("WAF-3",)
    subjects = (LOGGING,)
    beside = tuple(NAMES)

    def look(self, world: World) -> Iterator[Found]:
        for logging in world.of(LOGGING):
            for destination in logging["LogDestinationConfigs"].items:
                name = _name(destination)
                if not _fits(name):
                    yield destination.says(f"This destination is called {name or 'what CloudFormation makes up'}")


def _fits(name: str) -> bool:
    """As far as the name is known."""
    start, unknown, _ = name.partition("${")
    return start.startswith(PREFIX) or (bool(unknown) and PREFIX.startswith(start))


def _name(destination: Node) -> str:
    """Of a resource of the template, or from the ARN; empty where CloudFormation makes it up."""
    for resource in destination.world.of(*NAMES):
        if resource.name in destination.names:
            return written(resource[NAMES[resource.type]])
    return PARTS.split(written(destination).removesuffix(":*"))[-1].removeprefix("deliverystream/") or UNKNOWN
