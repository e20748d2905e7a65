"""What the tests of rules on networks share."""

from typing import Any

from tests.delivery.rules.lab import resource

ENDPOINT = ("Endpoint", "Properties")


def endpoint(service: Any, kind: Any = "Interface", /, **properties: Any) -> dict[str, Any]:
    """A VPC endpoint for this service, written as most people do."""
    name = {"Fn::Sub": f"com.amazonaws.${{AWS::Region}}.{service}"} if isinstance(service, str) else service
    return resource("AWS::EC2::VPCEndpoint", VpcId={"Ref": "Vpc"}, VpcEndpointType=kind, ServiceName=name, **properties)
