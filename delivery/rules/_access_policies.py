"""The statements of IAM policies, wherever they are written in a template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from delivery.rules._world import Node, Resource, World
from delivery.rules._written_text import written

ROLE = "AWS::IAM::Role"
MANAGED = "AWS::IAM::ManagedPolicy"
KEY = "AWS::KMS::Key"
BUCKET_POLICY = "AWS::S3::BucketPolicy"

IDENTITY: Mapping[str, tuple[str, ...]] = {
    MANAGED: ("PolicyDocument",),
    "AWS::IAM::GroupPolicy": ("PolicyDocument",),
    "AWS::IAM::Policy": ("PolicyDocument",),
    "AWS::IAM::RolePolicy": ("PolicyDocument",),
    "AWS::IAM::UserPolicy": ("PolicyDocument",),
    "AWS::IAM::Group": (),
    ROLE: (),
    "AWS::IAM::User": (),
}
"""What says what somebody may do. Where no property is named, the policies are inline."""

THING: Mapping[str, tuple[str, ...]] = {
    "AWS::Backup::BackupVault": ("AccessPolicy",),
    "AWS::ECR::RegistryPolicy": ("PolicyText",),
    "AWS::ECR::Repository": ("RepositoryPolicyText",),
    "AWS::EFS::FileSystem": ("FileSystemPolicy",),
    KEY: ("KeyPolicy",),
    "AWS::KMS::ReplicaKey": ("KeyPolicy",),
    BUCKET_POLICY: ("PolicyDocument",),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy",),
    "AWS::SNS::TopicInlinePolicy": ("PolicyDocument",),
    "AWS::SNS::TopicPolicy": ("PolicyDocument",),
    "AWS::SQS::QueueInlinePolicy": ("PolicyDocument",),
    "AWS::SQS::QueuePolicy": ("PolicyDocument",),
}
"""What says who may use a thing, whose resource is the thing itself."""


@dataclass(frozen=True)
class Restriction:
    """One comparison of a statement's Condition."""

    operator: str
    """In small letters, without the prefix for several values: 'stringequals', 'arnlikeifexists'."""
    key: str
    """In small letters: 'aws:sourceaccount'."""
    values: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One statement of a policy."""

    resource: Resource
    node: Node

    @property
    def allows(self) -> bool:
        return self.node["Effect"].text == "Allow"

    @property
    def sid(self) -> str | None:
        return self.node["Sid"].text or None

    def texts(self, name: str) -> list[tuple[Node, str]]:
        """The actions or resources, each with where it stands; functions as variables."""
        return [(item, written(item)) for item in _list(self.node[name])]

    @property
    def principals(self) -> list[tuple[str, Node, str]]:
        """Kind, place and text: ('Service', ..., 'ecs-tasks.amazonaws.com'); everybody is ('AWS', ..., '*')."""
        principal = self.node["Principal"]
        if principal.text == "*":
            return [("AWS", principal, "*")]
        return [(kind, item, written(item)) for kind in principal.keys for item in _list(principal[kind])]

    @property
    def restrictions(self) -> list[Restriction]:
        """What the Condition asks for, as far as it is written out."""
        condition = self.node["Condition"]
        found = []
        for operator in condition.keys:
            for key in condition[operator].keys:
                values = tuple(written(item) for item in _list(condition[operator][key]))
                found.append(Restriction(operator.lower().rpartition(":")[2], key.lower(), values))
        return found

    @property
    def readable(self) -> bool:
        """Whether all of the Condition is written out, so that what is missing is missing."""
        condition = self.node["Condition"]
        return not condition.unknown and not any(condition[operator].unknown for operator in condition.keys)


def statements(document: Node, resource: Resource) -> list[Statement]:
    """Those of a policy document."""
    return [Statement(resource, item) for item in document["Statement"].items if item.keys]


def policies(world: World, kinds: Mapping[str, tuple[str, ...]]) -> Iterator[Statement]:
    """All statements of policies of these kinds."""
    for resource in world.of(*kinds):
        where = kinds[resource.type]
        documents = [resource.at(*where)] if where else [item["PolicyDocument"] for item in resource["Policies"].items]
        for document in documents:
            yield from statements(document, resource)


def trust(world: World) -> Iterator[Statement]:
    """All statements that say who may take on a role."""
    for role in world.of(ROLE):
        yield from statements(role["AssumeRolePolicyDocument"], role)


def _list(node: Node) -> list[Node]:
    """The items; a function that stands for one item is one."""
    return [node] if node.unknown else node.items
