"""What stands in for a value that only AWS knows: ids and ARNs of the right shape."""

import hashlib
from collections.abc import Mapping
from typing import Any

ACCOUNT = "111122223333"

# By resource type and attribute; "" is what Ref gives. {name} is the logical id, {hex} digits that depend on it.
_SHAPES: dict[str, dict[str, str]] = {
    "AWS::EC2::VPC": {"": "vpc-{hex17}", "VpcId": "vpc-{hex17}", "CidrBlock": "10.0.0.0/16"},
    "AWS::EC2::Subnet": {"": "subnet-{hex17}", "SubnetId": "subnet-{hex17}"},
    "AWS::EC2::SecurityGroup": {"": "sg-{hex17}", "GroupId": "sg-{hex17}"},
    "AWS::ECS::Cluster": {"": "{name}-{hex12}", "Arn": "arn:aws:ecs:{region}:{account}:cluster/{name}-{hex12}"},
    "AWS::ECS::Service": {"": "arn:aws:ecs:{region}:{account}:service/main/{name}-{hex12}", "Name": "{name}-{hex12}"},
    "AWS::ECR::Repository": {
        "": "{name}-{hex12}",
        "Arn": "arn:aws:ecr:{region}:{account}:repository/{name}-{hex12}",
        "RepositoryUri": "{account}.dkr.ecr.{region}.amazonaws.com/{name}-{hex12}",
    },
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "": "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}",
        "LoadBalancerArn": "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}",
        "LoadBalancerFullName": "app/{name}/{hex16}",
        "DNSName": "{name}-{hex12}.{region}.elb.amazonaws.com",
        "CanonicalHostedZoneID": "Z32O12XQLNTSW2",
    },
    "AWS::ElasticLoadBalancingV2::Listener": {
        "": "arn:aws:elasticloadbalancing:{region}:{account}:listener/app/main/{hex16}/{hex16}",
        "ListenerArn": "arn:aws:elasticloadbalancing:{region}:{account}:listener/app/main/{hex16}/{hex16}",
    },
    "AWS::ElasticLoadBalancingV2::TargetGroup": {
        "": "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}",
        "TargetGroupFullName": "targetgroup/{name}/{hex16}",
    },
    "AWS::IAM::Role": {"": "{name}-{hex12}", "Arn": "arn:aws:iam::{account}:role/{name}-{hex12}"},
    "AWS::KMS::Key": {"": "{uuid}", "KeyId": "{uuid}", "Arn": "arn:aws:kms:{region}:{account}:key/{uuid}"},
    "AWS::Logs::LogGroup": {"": "{name}-{hex12}", "Arn": "arn:aws:logs:{region}:{account}:log-group:{name}-{hex12}:*"},
    "AWS::S3::Bucket": {"": "{lower}-{hex12}", "Arn": "arn:aws:s3:::{lower}-{hex12}"},
    "AWS::SNS::Topic": {
        "": "arn:aws:sns:{region}:{account}:{name}-{hex12}",
        "TopicArn": "arn:aws:sns:{region}:{account}:{name}-{hex12}",
    },
    "AWS::SecretsManager::Secret": {
        "": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex12}",
        "Id": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex12}",
    },
}


def stand_in(type_: str, attribute: str, name: str, region: str = "us-east-1") -> str | None:
    """A plausible value of this attribute of this resource; None where no shape is known."""
    shape = _SHAPES.get(type_, {}).get(attribute)
    if shape is None:
        return None
    digits = hashlib.sha256(name.encode()).hexdigest()
    uuid = "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))
    lengths = {f"hex{length}": digits[:length] for length in (12, 16, 17)}
    return shape.format(name=name, lower=name.lower(), region=region, account=ACCOUNT, uuid=uuid, **lengths)


def with_stand_ins(value: Any, resources: Mapping[str, Any], region: str) -> Any:
    """The value with references to these resources replaced, where a shape is known."""
    match value:
        case {"Ref": str(name)} if name in resources:
            found = stand_in(resources[name]["Type"], "", name, region)
            return value if found is None else found
        case {"Fn::GetAtt": [str(name), str(attribute)]} if name in resources:
            found = stand_in(resources[name]["Type"], attribute, name, region)
            return value if found is None else found
        case Mapping():
            return {key: with_stand_ins(item, resources, region) for key, item in value.items()}
        case list():
            return [with_stand_ins(item, resources, region) for item in value]
        case _:
            return value
