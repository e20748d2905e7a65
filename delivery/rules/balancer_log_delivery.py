import re
from collections.abc import Iterator

from delivery.rules._access_policies import BUCKET_POLICY, policies
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World
from delivery.rules._written_text import bare

DELIVERER = "logdelivery.elasticloadbalancing."
OF_ONE_ACCOUNT = re.compile(r".*/AWSLogs/(?:\$|\d{12})/.*")
WRITES = ("s3:PutObject", "s3:*", "*", "s3:Put*")


class BalancerLogDelivery(Rule):
    id = "E9505"
    shortdesc = "Load balancers may write only the access logs of the account"
    description = (
        "The service that delivers access logs does so for every AWS account. Where it may write outside "
        "<prefix>/AWSLogs/<account>/, a stranger who knows the bucket's name has the logs of a load balancer of their "
        "own delivered into it, or others' logs are overwritten."
    )
    advice = "Let the resource be ${Bucket.Arn}/<prefix>/AWSLogs/${AWS::AccountId}/*"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"
    rows = ("S3-10",)
    subjects = (BUCKET_POLICY,)

    def look(self, world: World) -> Iterator[Found]:
        for statement in policies(world, {BUCKET_POLICY: ("PolicyDocument",)}):
            delivers = any(kind == "Service" and text.startswith(DELIVERER) for kind, _, text in statement.principals)
            if statement.allows and delivers and any(text in WRITES for _, text in statement.texts("Action")):
                for place, text in statement.texts("Resource"):
                    if "/" in bare(text) and not OF_ONE_ACCOUNT.fullmatch(bare(text)):
                        yield place.says(f"Load balancers may write to {text}, which no account bounds")
