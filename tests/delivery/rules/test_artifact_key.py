"""What a pipeline hands on is encrypted with a key of one's own."""

from typing import Any

import pytest

from delivery.rules.artifact_key import ArtifactKey as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

KEY = {"Type": "KMS", "Id": {"Fn::GetAtt": ["Key", "Arn"]}}
STORE = ("Pipeline", "Properties", "ArtifactStore")
GOOD = resources(
    Pipeline=resource(
        "AWS::CodePipeline::Pipeline", ArtifactStore={"Type": "S3", "Location": "artifacts", "EncryptionKey": KEY}
    )
)


def test_a_store_with_a_key_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_one_without_is_found() -> None:
    assert found(Rule, without(GOOD, *STORE, "EncryptionKey")) == ["/".join(STORE)]


def test_each_of_several_stores_needs_one() -> None:
    stores = [
        {"Region": "eu-west-1", "ArtifactStore": {"Type": "S3", "Location": "a", "EncryptionKey": KEY}},
        {"Region": "us-east-1", "ArtifactStore": {"Type": "S3", "Location": "b"}},
    ]
    template = changed(without(GOOD, *STORE), "Pipeline", "Properties", "ArtifactStores", to=stores)
    assert found(Rule, template) == ["Pipeline/Properties/ArtifactStores/1/ArtifactStore"]


@pytest.mark.parametrize("store", [{"Ref": "Store"}, {"Type": "S3", "EncryptionKey": {"Ref": "Key"}}])
def test_what_is_not_known_may_have_one(store: Any) -> None:
    assert found(Rule, changed(GOOD, *STORE, to=store)) == []


def test_a_condition_may_take_it_away() -> None:
    template = changed(GOOD, *STORE, "EncryptionKey", to={"Fn::If": ["IsStrict", KEY, {"Ref": "AWS::NoValue"}]})
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(STORE)}/EncryptionKey/Fn::If/2"]
