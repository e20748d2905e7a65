from collections.abc import Iterator

from delivery.rules._network import ENDPOINT, IMAGES, VPC, is_gateway, is_interface, leads_to
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class ImageEndpoints(Rule):
    id = "E9305"
    shortdesc = "Endpoints for images come together: ecr.api, ecr.dkr and a gateway endpoint for S3"
    description = (
        "Fargate signs in through ecr.api, reads the manifest through ecr.dkr and fetches the layers from S3, for "
        "which it needs the gateway endpoint. If one is missing, tasks without another way out do not start."
    )
    advice = "Add the missing endpoint; the one for S3 with VpcEndpointType Gateway and the tasks' route tables"
    source_url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"
    rows = ("VPC-3",)
    subjects = (ENDPOINT,)
    beside = (VPC,)

    def look(self, world: World) -> Iterator[Found]:
        endpoints = world.of(ENDPOINT)
        if any(leads_to(endpoint) is None for endpoint in endpoints):
            return
        for vpc in world.of(VPC):
            here = [endpoint for endpoint in endpoints if vpc.name in endpoint["VpcId"].names]
            for endpoint in here:
                missing = _missing(here) if is_interface(endpoint) and leads_to(endpoint) in IMAGES else []
                if missing:
                    yield endpoint.says(f"The VPC has this endpoint and none for {' and '.join(missing)}")


def _missing(endpoints: list[Resource]) -> list[str]:
    private = {leads_to(endpoint) for endpoint in endpoints if is_interface(endpoint)}
    routed = {leads_to(endpoint) for endpoint in endpoints if is_gateway(endpoint)}
    return [name for name in IMAGES if name not in private] + (["S3 (gateway)"] if "s3" not in routed else [])
