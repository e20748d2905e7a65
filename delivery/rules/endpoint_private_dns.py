from collections.abc import Iterator

from delivery.rules._containers import stated
from delivery.rules._network import ENDPOINT, IMAGES, is_interface, leads_to
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")


class EndpointPrivateDns(Rule):
    id = "E9304"
    shortdesc = "An interface endpoint answers to the service's own name"
    description = (
        "Without private DNS the name that every SDK uses still leads to the internet: calls pass the endpoint by, "
        "and fail where there is no other way out."
    )
    advice = "Set PrivateDnsEnabled to true"
    source_url = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
    rows = ("VPC-3",)
    subjects = (ENDPOINT,)
    beside = RECORDS

    def look(self, world: World) -> Iterator[Found]:
        recorded: set[str] = set().union(*(record.properties.names for record in world.of(*RECORDS)))
        for endpoint in world.of(ENDPOINT):
            if _needs_name(endpoint) and endpoint.name not in recorded and endpoint["PrivateDnsEnabled"].no:
                switch = endpoint["PrivateDnsEnabled"]
                yield switch.says(f"{stated('PrivateDnsEnabled', switch)} for this interface endpoint")


def _needs_name(endpoint: Resource) -> bool:
    """S3 and DynamoDB have gateway endpoints for that, and services that are not of AWS have names of their own."""
    return is_interface(endpoint) and leads_to(endpoint) in ("", *IMAGES)
