# ruff: noqa: N802
"""Rows A1, A2 and A4: where images are kept, and what a first deployment finds there."""

import json

import pytest

from delivery.resolve import resolve
from tests.templates.samples import allows, container, of_type, only, parameter, rendered

REPOSITORY = "AWS::ECR::Repository"
KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.fixture
def registry():
    return rendered("minimal")["registry"]


@pytest.fixture
def lifecycle(registry):
    """The lifecycle rules by priority, with the defaults in place."""
    text = only(registry, REPOSITORY)["LifecyclePolicy"]["LifecyclePolicyText"]["Fn::Sub"]
    for name in ("UntaggedDays", "KeepImages"):
        text = text.replace("${" + name + "}", parameter(registry, name)["Default"])
    return {rule["rulePriority"]: rule for rule in json.loads(text)["rules"]}


def test_A1_repository_scans_on_push(registry):
    """Every image is scanned when it arrives."""
    assert only(registry, REPOSITORY)["ImageScanningConfiguration"] == {"ScanOnPush": True}


def test_A1_repository_tags_are_immutable(registry):
    """A version that was tested cannot become another one."""
    assert only(registry, REPOSITORY)["ImageTagMutability"] == "IMMUTABLE"


def test_A1_repository_is_encrypted_with_AES256_and_with_KMS_by_choice(registry):
    """AES256 unless a parameter says KMS, with one's own key: the one that is given, or one that is made."""
    declared = parameter(registry, "EncryptionType")
    assert (declared["Default"], declared["AllowedValues"]) == ("AES256", ["AES256", "KMS"])
    encryption = only(registry, REPOSITORY)["EncryptionConfiguration"]
    assert encryption["EncryptionType"] == {"Ref": "EncryptionType"}
    made = {"Fn::GetAtt": ["ImageKey", "Arn"]}
    own_key = {"Fn::If": ["HasKey", {"Ref": "EncryptionKeyArn"}, made]}
    assert encryption["KmsKey"] == {"Fn::If": ["HasKms", own_key, {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize(
    ("values", "makes"),
    [({}, False), ({"EncryptionType": "KMS"}, True), ({"EncryptionType": "KMS", "EncryptionKeyArn": KEY_ARN}, False)],
    ids=["AES256", "KMS", "KMS with a key that is given"],
)
def test_A1_a_key_is_made_only_where_it_is_needed(registry, values, makes):
    """A key costs a dollar a month."""
    resolved = resolve(registry, {"Application": "hello", "EncryptionType": "AES256", "EncryptionKeyArn": "", **values})
    assert ("ImageKey" in resolved["Resources"]) is makes


def test_A2_first_lifecycle_rule_puts_images_in_use_out_of_reach(lifecycle):
    """The first rule that matches an image decides: up to 1000 images tagged in-use-* stay."""
    selection = lifecycle[1]["selection"]
    assert selection["tagPatternList"] == ["in-use-*"]
    assert (selection["countType"], selection["countNumber"]) == ("imageCountMoreThan", 1000)
    assert min(lifecycle) == 1


def test_A2_untagged_images_expire_after_14_days(lifecycle):
    selection = lifecycle[2]["selection"]
    assert (selection["tagStatus"], selection["countNumber"], selection["countUnit"]) == ("untagged", 14, "days")


def test_A2_all_but_the_100_newest_images_expire_last(lifecycle):
    """ECR wants the rule for any tag status to have the highest number."""
    selection = lifecycle[max(lifecycle)]["selection"]
    assert (selection["tagStatus"], selection["countType"], selection["countNumber"]) == (
        "any",
        "imageCountMoreThan",
        100,
    )


@pytest.mark.parametrize(("name", "value"), [("UntaggedDays", 1), ("KeepImages", 10), ("KeepImages", 1000)])
def test_A2_lifecycle_is_adjustable(registry, name, value):
    assert allows(registry, name, value)


def test_A1_each_built_service_has_a_repository_of_its_own():
    """And an image of somebody else's needs none: then there is no registry stack."""
    made = of_type(rendered("several-services")["registry"], REPOSITORY)
    assert set(made) == {"WebRepository", "ApiRepository", "AdminAreaRepository", "WorkerRepository"}
    assert "registry" not in rendered("foreign-image")


def test_A4_every_replica_runs_the_same_image():
    """ECS resolves the tag once for each deployment; a digest wins over the tag."""
    web = container(rendered("minimal")["web"])
    assert web["VersionConsistency"] == "enabled"
    condition, by_digest, by_tag = web["Image"]["Fn::If"]
    assert condition == "HasImageDigest"
    assert by_digest["Fn::Sub"][0] == "${Repository}@${Digest}"
    assert by_tag["Fn::Sub"] == [
        "${Repository}:${Tag}",
        {"Repository": {"Ref": "RepositoryUri"}, "Tag": {"Ref": "ImageTag"}},
    ]


def test_A4_registry_comes_first_so_that_an_image_can_be_pushed_before_the_service():
    """The first deployment must not wait for an image that has nowhere to go."""
    assert next(iter(rendered("several-services"))) == "registry"


def test_A4_nothing_starts_without_a_chosen_image():
    """No default for the tag, and latest is not accepted."""
    declared = parameter(rendered("minimal")["web"], "ImageTag")
    assert "Default" not in declared
    assert "(?!latest$)" in declared["AllowedPattern"]
