"""Where images are kept: one repository for each service that is built here, once per account and region."""

from collections.abc import Sequence
from typing import Any, ClassVar

from troposphere import And, Equals, GetAtt, Not, NoValue, Output, Ref, Sub, Template, ecr
from troposphere.kms import Key
from troposphere.ssm import Parameter as SsmParameter

from templates.encryption import arn_of, encryption_key
from templates.identity import identity
from templates.inputs import Input, choice, number, text
from templates.part import Assertion, Question, StackIdentity, assemble, part
from templates.published import publish
from templates.settings import pascal

REGISTRY = StackIdentity(
    "registry", "account", "Image repositories of an application, shared by its environments in one account and region"
)
KEY_ARN = r"(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?"


@part
class Keeping:
    """How images are encrypted and how long they are kept."""

    title: ClassVar[str] = "Keeping images"
    encryption: Input
    key_arn: Input
    keep_images: Input
    untagged_days: Input
    key_means_kms: Assertion
    has_kms: Question
    has_key: Question
    makes_key: Question
    key: Key

    @property
    def used_key(self) -> Any:
        """The ARN of the key that images are encrypted with; nothing without KMS."""
        given_or_made = self.has_key.choose(Ref(self.key_arn), arn_of(self.key))
        return self.has_kms.choose(given_or_made, NoValue)


@part
class Repository:
    title: ClassVar[str] = "Repository"
    repository: ecr.Repository
    uri: SsmParameter
    arn: SsmParameter
    output: Output


def registry_stack(services: Sequence[str]) -> Template:
    """A repository for each of these services."""
    keeping = _keeping()
    return assemble(REGISTRY, identity("account"), keeping, *(_repository(name, keeping) for name in services))


def _keeping() -> Keeping:
    encryption = choice(
        "EncryptionType",
        "Encryption",
        "AES256, or KMS; changing it replaces the repositories",
        ("AES256", "KMS"),
        "AES256",
    )
    key = text(
        "EncryptionKeyArn",
        "Encryption key",
        "With KMS: a key of yours; empty: one is made",
        KEY_ARN,
        "the ARN of a key, or empty",
        "",
    )
    has_kms = Question("HasKms", Equals(Ref(encryption), "KMS"))
    has_key = Question("HasKey", Not(Equals(Ref(key), "")))
    makes_key = Question("MakesKey", And(has_kms.holds, Not(has_key.holds)))
    return Keeping(
        encryption=encryption,
        key_arn=key,
        keep_images=number("KeepImages", "Images to keep", "The oldest images beyond this number go", 10, 1000, 100),
        untagged_days=number("UntaggedDays", "Days to keep untagged images", "Then they go", 1, 365, 14),
        key_means_kms=Assertion(
            "KeyMeansKms",
            "EncryptionKeyArn is only used with EncryptionType KMS: set that too",
            when=Not(Equals(Ref(key), "")),
            must=Equals(Ref(encryption), "KMS"),
        ),
        has_kms=has_kms,
        has_key=has_key,
        makes_key=makes_key,
        key=encryption_key("ImageKey", "Encrypts the images of this application", when=makes_key),
    )


def _repository(service: str, keeping: Keeping) -> Repository:
    repository = ecr.Repository(
        f"{pascal(service)}Repository",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        EmptyOnDelete=False,
        ImageTagMutability="IMMUTABLE",
        ImageScanningConfiguration=ecr.ImageScanningConfiguration(ScanOnPush=True),
        EncryptionConfiguration=ecr.EncryptionConfiguration(
            EncryptionType=Ref(keeping.encryption), KmsKey=keeping.used_key
        ),
        LifecyclePolicy=ecr.LifecyclePolicy(LifecyclePolicyText=_lifecycle(keeping)),
    )
    uri = GetAtt(repository, "RepositoryUri")
    return Repository(
        repository=repository,
        uri=publish(REGISTRY, f"{service}-repository-uri", uri, f"Where images of {service} are pushed"),
        arn=publish(
            REGISTRY, f"{service}-repository-arn", GetAtt(repository, "Arn"), f"The image repository of {service}"
        ),
        output=Output(
            f"{pascal(service)}RepositoryUri", Description=f"Where images of {service} are pushed", Value=uri
        ),
    )


def _lifecycle(keeping: Keeping) -> Sub:
    """An image that a rule has matched is out of reach of the rules after it: the first one keeps what is in use."""
    rules = (
        _rule(1, "Images in use are kept", '"tagStatus":"tagged","tagPatternList":["in-use-*"]', _more_than("1000")),
        _rule(
            2,
            "Untagged images go",
            '"tagStatus":"untagged"',
            '"countType":"sinceImagePushed","countUnit":"days","countNumber":' + _value_of(keeping.untagged_days),
        ),
        _rule(3, "Old images go", '"tagStatus":"any"', _more_than(_value_of(keeping.keep_images))),
    )
    return Sub('{"rules":[' + ",".join(rules) + "]}")


def _value_of(figure: Input) -> str:
    return f"${{{figure.name}}}"


def _more_than(count: str) -> str:
    return f'"countType":"imageCountMoreThan","countNumber":{count}'


def _rule(priority: int, description: str, which: str, how_many: str) -> str:
    return (
        f'{{"rulePriority":{priority},"description":"{description}",'
        f'"selection":{{{which},{how_many}}},"action":{{"type":"expire"}}}}'
    )
