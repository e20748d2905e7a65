"""A picture of an application, drawn from its templates: Mermaid, which GitHub shows as a diagram."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.stacks import publishes, reads

# What a person looks for first, in the order of a request; the rest is in the tables.
_SHOWN = {
    "AWS::ECR::Repository": "image repository",
    "AWS::EC2::VPC": "VPC",
    "AWS::EC2::Subnet": "subnet",
    "AWS::EC2::NatGateway": "NAT gateway",
    "AWS::EC2::VPCEndpoint": "VPC endpoint",
    "AWS::EC2::FlowLog": "flow log",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "load balancer",
    "AWS::ElasticLoadBalancingV2::Listener": "listener",
    "AWS::CertificateManager::Certificate": "certificate",
    "AWS::Route53::RecordSet": "DNS record",
    "AWS::ECS::Cluster": "ECS cluster",
    "AWS::SNS::Topic": "alert topic",
    "AWS::KMS::Key": "encryption key",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "listener rule",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "target group",
    "AWS::ECS::Service": "ECS service",
    "AWS::ECS::TaskDefinition": "task definition",
    "AWS::SecretsManager::Secret": "secret",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "scaling policy",
    "AWS::CloudWatch::Alarm": "alarm",
}


def picture(templates: Mapping[str, Mapping[str, Any]]) -> str:
    """A box for each stack with what is in it, and arrows for the names that one publishes and another reads."""
    lines = ["flowchart TB"]
    for stack, template in templates.items():
        # Mermaid's Markdown strings: a line in the source is a line in the box.
        text = "\n".join([f"**{stack}**", *_contents(template)])
        lines.append(f'  {_id(stack)}["`{text}`"]')
    for publisher, reader, names in _arrows(templates):
        lines.append(f'  {_id(publisher)} -- "{", ".join(names)}" --> {_id(reader)}')
    return "\n".join(lines) + "\n"


def _contents(template: Mapping[str, Any]) -> list[str]:
    counts = Counter(body["Type"] for body in template["Resources"].values())
    depends = {body["Type"] for body in template["Resources"].values() if "Condition" in body}
    return [
        ("up to " if type_ in depends and counts[type_] > 1 else "") + _counted(counts[type_], words)
        for type_, words in _SHOWN.items()
        if counts[type_]
    ] or ["SSM names only"]


def _counted(count: int, words: str) -> str:
    return words if count == 1 else f"{count} {_plural(words)}"


def _plural(words: str) -> str:
    return words[:-1] + "ies" if words.endswith("y") and words[-2] not in "aeiou" else words + "s"


def _arrows(templates: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, list[str]]]:
    owner = {name: stack for stack, template in templates.items() for name in publishes(template)}
    for reader, template in templates.items():
        by_publisher: dict[str, list[str]] = {}
        for name in reads(template).values():
            if name in owner:
                by_publisher.setdefault(owner[name], []).append(name.rsplit("/", 1)[1])
        for publisher, names in by_publisher.items():
            yield publisher, reader, names


def _id(stack: str) -> str:
    """A word that means nothing to Mermaid (a stack may be called `end`)."""
    return "s_" + stack.replace("-", "_")
