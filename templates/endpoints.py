"""Private ways to AWS services, so that tasks work without NAT and pull images without paying for it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from troposphere import Ref, Sub, ec2

from templates.inputs import Input, is_on, switch
from templates.part import Question, part
from templates.security_groups import security_group

INTERFACES = {
    "EcrApi": "ecr.api",
    "EcrDkr": "ecr.dkr",
    "Logs": "logs",
    "SecretsManager": "secretsmanager",
    "Ssm": "ssm",
    "SsmMessages": "ssmmessages",
    "Kms": "kms",
}


@part
class Endpoints:
    title: ClassVar[str] = "VPC endpoints"
    interface_endpoints: Input
    has_interface_endpoints: Question
    group: ec2.SecurityGroup
    s3: ec2.VPCEndpoint
    interfaces: tuple[ec2.VPCEndpoint, ...]


def endpoints(vpc: ec2.VPC, subnets: Sequence[Any], route_tables: Sequence[Any]) -> Endpoints:
    """Endpoints stand in these subnets; the one of S3 is a row in these route tables."""
    wanted = switch(
        "InterfaceEndpoints",
        "Interface endpoints",
        "Private endpoints for ECR, Logs, Secrets Manager, SSM and KMS: needed where there is no NAT gateway",
        default=False,
    )
    exist = Question("HasInterfaceEndpoints", is_on(wanted))
    group = security_group("EndpointSecurityGroup", "VPC endpoints; each service opens its own way in", Ref(vpc))
    return Endpoints(
        interface_endpoints=wanted,
        has_interface_endpoints=exist,
        group=group,
        s3=ec2.VPCEndpoint(
            "S3Endpoint",
            VpcId=Ref(vpc),
            VpcEndpointType="Gateway",
            ServiceName=Sub("com.amazonaws.${AWS::Region}.s3"),
            RouteTableIds=list(route_tables),
        ),
        interfaces=tuple(
            ec2.VPCEndpoint(
                f"{name}Endpoint",
                Condition=exist.name,
                VpcId=Ref(vpc),
                VpcEndpointType="Interface",
                ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
                PrivateDnsEnabled=True,
                SubnetIds=list(subnets),
                SecurityGroupIds=[Ref(group)],
            )
            for name, service in INTERFACES.items()
        ),
    )
