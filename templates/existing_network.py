"""A network that is there already, the default VPC included: nothing is created, things are only chosen."""

from typing import ClassVar

from troposphere import Join, Ref, Template

from templates.identity import identity
from templates.inputs import Input
from templates.network import NETWORK, published_network
from templates.part import StackIdentity, assemble, part

EXISTING_NETWORK = StackIdentity(
    NETWORK.name, NETWORK.scope, "The network of an environment: names of a VPC and subnets that exist already"
)


@part
class ChosenNetwork:
    title: ClassVar[str] = "The network to use"
    vpc_id: Input
    public_subnets: Input
    private_subnets: Input


def existing_network_stack() -> Template:
    chosen = _chosen()
    return assemble(
        EXISTING_NETWORK,
        identity("environment"),
        chosen,
        published_network(
            Ref(chosen.vpc_id), Join(",", Ref(chosen.public_subnets)), Join(",", Ref(chosen.private_subnets))
        ),
    )


def _chosen() -> ChosenNetwork:
    subnets = "List<AWS::EC2::Subnet::Id>"
    return ChosenNetwork(
        vpc_id=Input("VpcId", label="VPC", Type="AWS::EC2::VPC::Id", Description="The VPC to run in"),
        public_subnets=Input(
            "PublicSubnetIds",
            label="Public subnets",
            Type=subnets,
            Description="Subnets with a route to an internet gateway, in at least two zones, for load balancers",
        ),
        private_subnets=Input(
            "PrivateSubnetIds",
            label="Private subnets",
            Type=subnets,
            Description="Subnets for tasks; the public ones again where there are no others",
        ),
    )
