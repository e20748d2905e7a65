"""A cluster writes shell sessions to an encrypted log."""

from typing import Any

from delivery.rules.exec_logging import ExecLogging as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Main=resource(
        "AWS::ECS::Cluster",
        Configuration={
            "ExecuteCommandConfiguration": {
                "Logging": "OVERRIDE",
                "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
                "LogConfiguration": {
                    "CloudWatchLogGroupName": {"Ref": "Sessions"},
                    "CloudWatchEncryptionEnabled": True,
                },
            }
        },
    ),
)
PLACE = ("Main", "Properties", "Configuration", "ExecuteCommandConfiguration")
LOG = (*PLACE, "LogConfiguration")


def with_log(**log: Any) -> dict[str, Any]:
    return changed(GOOD, *LOG, to=log)


def test_an_encrypted_log_group_or_bucket_is_good() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, with_log(S3BucketName="sessions", S3EncryptionEnabled="true")) == []


def test_a_cluster_that_says_nothing_is_found() -> None:
    assert found(Rule, without(GOOD, "Main", "Properties", "Configuration")) == ["Main/Properties"]
    assert found(Rule, resources(Main={"Type": "AWS::ECS::Cluster"})) == ["Main"]
    assert found(Rule, changed(GOOD, "Main", "Properties", "Configuration", to={})) == ["Main/Properties/Configuration"]


def test_without_a_log_of_its_own_a_session_is_not_recorded() -> None:
    """What LogConfiguration says counts only beside OVERRIDE."""
    for logging in ("NONE", "DEFAULT"):
        assert found(Rule, changed(GOOD, *PLACE, "Logging", to=logging)) == [place(*PLACE, "Logging")]
    assert found(Rule, without(GOOD, *PLACE, "Logging")) == [place(*PLACE)]


def test_without_a_key_a_session_is_found() -> None:
    assert found(Rule, without(GOOD, *PLACE, "KmsKeyId")) == [place(*PLACE)]


def test_a_log_without_destination_is_found() -> None:
    assert found(Rule, without(GOOD, *LOG)) == [place(*PLACE)]
    assert found(Rule, with_log(S3KeyPrefix="sessions")) == [place(*LOG)]


def test_each_destination_needs_its_encryption() -> None:
    log = {"CloudWatchLogGroupName": "a", "CloudWatchEncryptionEnabled": False, "S3BucketName": "b"}
    assert findings(Rule, with_log(**log)) == [
        (place(*LOG), f"S3EncryptionEnabled is not set beside S3BucketName. {Rule.advice}"),
        (
            place(*LOG, "CloudWatchEncryptionEnabled"),
            f"CloudWatchEncryptionEnabled is false beside CloudWatchLogGroupName. {Rule.advice}",
        ),
    ]


def test_what_a_parameter_decides_is_not_known() -> None:
    assert found(Rule, changed(GOOD, *PLACE, "Logging", to={"Ref": "Logging"})) == []
    assert found(Rule, changed(GOOD, *LOG, to={"Fn::FindInMap": ["Log", "Main", "All"]})) == []
    assert found(Rule, changed(GOOD, *PLACE, to={"Fn::Transform": {"Name": "Include"}})) == []


def test_a_condition_that_takes_the_encryption_away_is_found() -> None:
    encryption = (*LOG, "CloudWatchEncryptionEnabled")
    template = conditional(changed(GOOD, *encryption, to={"Fn::If": ["Quiet", False, True]}), "Quiet")
    assert found(Rule, template) == [place(*encryption, "Fn::If", 1)]
