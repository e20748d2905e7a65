"""A task mounts an EFS volume with its own role, through an access point."""

from typing import Any

from delivery.rules.efs_authorization import EfsAuthorization as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

EFS = {"FilesystemId": "fs-1", "AuthorizationConfig": {"IAM": "ENABLED", "AccessPointId": {"Ref": "Point"}}}
GOOD = resources(
    Task=resource(
        "AWS::ECS::TaskDefinition",
        Volumes=[{"Name": "tmp"}, {"Name": "files", "EFSVolumeConfiguration": EFS}],
    ),
)
PLACE: tuple[Any, ...] = ("Task", "Properties", "Volumes", 1, "EFSVolumeConfiguration")
AUTHORIZATION = (*PLACE, "AuthorizationConfig")


def test_a_volume_with_role_and_access_point_is_good() -> None:
    """Volumes of other kinds need neither."""
    assert found(Rule, GOOD) == []
    assert found(Rule, resources(Task={"Type": "AWS::ECS::TaskDefinition"})) == []


def test_a_volume_without_authorization_is_found() -> None:
    assert findings(Rule, without(GOOD, *AUTHORIZATION)) == [
        (place(*PLACE), f"The EFS volume files has no AuthorizationConfig. {Rule.advice}")
    ]


def test_each_half_is_found() -> None:
    assert found(Rule, changed(GOOD, *AUTHORIZATION, "IAM", to="DISABLED")) == [place(*AUTHORIZATION, "IAM")]
    assert found(Rule, without(GOOD, *AUTHORIZATION, "IAM")) == [place(*AUTHORIZATION)]
    assert found(Rule, without(GOOD, *AUTHORIZATION, "AccessPointId")) == [place(*AUTHORIZATION)]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *AUTHORIZATION, "IAM", to={"Ref": "Iam"})) == []
    assert found(Rule, changed(GOOD, *PLACE, to={"Fn::FindInMap": ["Files", "Main", "All"]})) == []
    assert found(Rule, changed(GOOD, "Task", "Properties", "Volumes", to="files")) == []


def test_a_volume_that_only_some_have_is_looked_at() -> None:
    volume = {
        "Fn::If": ["Shared", {"Name": "files", "EFSVolumeConfiguration": {"FilesystemId": "fs-1"}}, {"Name": "x"}]
    }
    template = changed(GOOD, "Task", "Properties", "Volumes", 1, to=volume)
    assert found(Rule, conditional(template, "Shared")) == ["Task/Properties/Volumes/1/Fn::If/1/EFSVolumeConfiguration"]
