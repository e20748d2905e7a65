from collections.abc import Iterator

from delivery.rules._data import CACHE, CLUSTER, INSTANCE, databases, is_copy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

SUBNETS = {CACHE: "CacheSubnetGroupName", CLUSTER: "DBSubnetGroupName", INSTANCE: "DBSubnetGroupName"}
GROUPS = {CACHE: "SecurityGroupIds", CLUSTER: "VpcSecurityGroupIds", INSTANCE: "VPCSecurityGroups"}


class DataNetwork(Rule):
    id = "W9540"
    shortdesc = "Databases and caches live in chosen subnets, behind a security group of their own"
    description = (
        "Without a subnet group they land in the default VPC, whose subnets are public. Without a security group they "
        "get the default one of the VPC, which everything else that named none may talk to."
    )
    advice = "Name a subnet group of private subnets and a security group"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
    rows = ("RDS-17", "EC-7")
    subjects = (CACHE, CLUSTER, INSTANCE)

    def look(self, world: World) -> Iterator[Found]:
        for resource in (*databases(world), *world.of(CACHE)):
            name = SUBNETS[resource.type]
            subnets, groups = resource[name], resource[GROUPS[resource.type]]
            if subnets.text == "default":
                yield subnets.says(f"{name} is default")
            elif subnets.absent and not is_copy(resource):
                yield subnets.says(f"{name} is not set")
            if groups.absent or groups.value == []:
                yield groups.says(f"{GROUPS[resource.type]} names no security group")
