"""ECS Exec with a read-only root file system has the writable folders that it needs."""

from typing import Any

from delivery.rules.exec_mounts import FOLDERS
from delivery.rules.exec_mounts import ExecMounts as Rule
from tests.delivery.rules.container_lab import CONTAINER, CONTAINERS, SERVICE, place, service, task, with_parameter
from tests.delivery.rules.lab import changed, findings, found, without

MOUNTS = [{"SourceVolume": "tmp", "ContainerPath": "/tmp"}] + [
    {"SourceVolume": str(number), "ContainerPath": folder, "ReadOnly": False} for number, folder in enumerate(FOLDERS)
]
GOOD = task({"Name": "web", "ReadonlyRootFilesystem": True, "MountPoints": MOUNTS})
GOOD["Resources"] |= service(TaskDefinition={"Ref": "Task"}, EnableExecuteCommand=True)["Resources"]
POINTS = (*CONTAINER, "MountPoints")
SWITCH = (*SERVICE, "EnableExecuteCommand")
BARE = without(GOOD, *POINTS)


def conditional_exec(template: dict[str, Any], condition: Any) -> dict[str, Any]:
    """Exec as a parameter, with a condition on it that adds the mounts."""
    mounts = [{"Fn::If": ["HasExec", mount, {"Ref": "AWS::NoValue"}]} for mount in MOUNTS]
    template = changed(changed(template, *POINTS, to=mounts), *SWITCH, to={"Ref": "Exec"})
    template = with_parameter(template, "Exec", Default="false")
    return {**template, "Conditions": {"HasExec": condition}}


def test_writable_mounts_are_good() -> None:
    assert found(Rule, GOOD) == []


def test_a_mount_of_a_folder_above_will_do() -> None:
    wide = [{"SourceVolume": "a", "ContainerPath": path} for path in ("/managed-agents/", "/var")]
    assert found(Rule, changed(GOOD, *POINTS, to=wide)) == []
    beside = [{"SourceVolume": "a", "ContainerPath": path} for path in ("/managed-agents", "/var/lib/amazon/ssm2")]
    assert found(Rule, changed(GOOD, *POINTS, to=beside)) == [place(*CONTAINER)]


def test_missing_mounts_are_found() -> None:
    assert findings(Rule, BARE) == [
        (
            place(*CONTAINER),
            f"The container web has a read-only root file system and no writable mount at {', '.join(FOLDERS)}, and "
            f"Service may be run with ECS Exec. {Rule.advice}",
        )
    ]
    for index in (1, 2, 3):
        assert found(Rule, without(GOOD, *POINTS, index)) == [place(*CONTAINER)]


def test_a_mount_that_is_read_only_is_none() -> None:
    assert found(Rule, changed(GOOD, *POINTS, 1, "ReadOnly", to=True)) == [place(*CONTAINER)]


def test_where_everything_is_writable_or_exec_is_off_nothing_is_needed() -> None:
    assert found(Rule, changed(BARE, *CONTAINER, "ReadonlyRootFilesystem", to=False)) == []
    assert found(Rule, changed(BARE, *SWITCH, to=False)) == []
    assert found(Rule, without(BARE, *SWITCH)) == []


def test_a_shell_in_one_container_of_a_task_is_enough() -> None:
    web = GOOD["Resources"]["Task"]["Properties"]["ContainerDefinitions"][0]
    log = {"Name": "log", "ReadonlyRootFilesystem": True}
    assert found(Rule, changed(GOOD, *CONTAINERS, to=[web, log])) == []
    assert found(Rule, changed(GOOD, *CONTAINERS, to=[log, log])) == [place(*CONTAINERS, 0), place(*CONTAINERS, 1)]


def test_a_parameter_that_may_be_true_is_found() -> None:
    template = with_parameter(changed(BARE, *SWITCH, to={"Ref": "Exec"}), "Exec", Default="false")
    assert found(Rule, template) == [place(*CONTAINER)]


def test_mounts_that_come_with_the_switch_are_good() -> None:
    """Without them the parameter is false, however the condition says it."""
    for condition in (
        {"Fn::Equals": [{"Ref": "Exec"}, "true"]},
        {"Fn::Equals": ["true", {"Ref": "Exec"}]},
    ):
        assert found(Rule, conditional_exec(GOOD, condition)) == []


def test_mounts_that_depend_on_something_else_are_found() -> None:
    condition = {"Fn::Equals": [{"Ref": "Stage"}, "dev"]}
    assert found(Rule, conditional_exec(GOOD, condition)) == [place(*CONTAINER)]
    assert found(Rule, conditional_exec(GOOD, {"Fn::Equals": [{"Ref": "Exec"}, "false"]})) == [place(*CONTAINER)]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(BARE, *SWITCH, to={"Fn::ImportValue": "exec"})) == []
    assert found(Rule, changed(GOOD, *POINTS, to={"Fn::FindInMap": ["Mounts", "Main", "All"]})) == []
    assert found(Rule, changed(GOOD, *POINTS, to=[{"Fn::FindInMap": ["Mounts", "Main", "All"]}])) == []
    assert found(Rule, changed(GOOD, *POINTS, 1, "ContainerPath", to={"Ref": "Folder"})) == []


def test_windows_has_no_such_file_system() -> None:
    windows = {"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
    assert found(Rule, changed(BARE, "Task", "Properties", "RuntimePlatform", to=windows)) == []
