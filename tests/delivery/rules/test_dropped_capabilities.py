"""A container drops all Linux capabilities."""

from delivery.rules.dropped_capabilities import DroppedCapabilities as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task, with_parameter
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task(
    {"Name": "web", "LinuxParameters": {"Capabilities": {"Drop": ["ALL"]}}}, RequiresCompatibilities=["FARGATE"]
)
CAPABILITIES = (*CONTAINER, "LinuxParameters", "Capabilities")


def test_a_container_that_drops_all_is_good() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, *CAPABILITIES, "Add", to=["SYS_PTRACE"])) == []


def test_a_container_that_drops_none_is_found() -> None:
    assert found(Rule, without(GOOD, *CONTAINER, "LinuxParameters")) == [place(*CONTAINER)]
    assert found(Rule, without(GOOD, *CAPABILITIES, "Drop")) == [place(*CAPABILITIES)]
    assert found(Rule, changed(GOOD, *CAPABILITIES, "Drop", to=[])) == [place(*CAPABILITIES, "Drop")]


def test_some_are_not_all() -> None:
    assert findings(Rule, changed(GOOD, *CAPABILITIES, "Drop", to=["NET_RAW", "CHOWN"])) == [
        (
            place(*CAPABILITIES, "Drop"),
            f"The container web drops these capabilities: NET_RAW, CHOWN. {Rule.advice}",
        )
    ]


def test_fargate_adds_nothing_else() -> None:
    """On an instance a web server may want to listen on port 80."""
    template = changed(GOOD, *CAPABILITIES, "Add", to=["SYS_PTRACE", "SYS_ADMIN"])
    assert found(Rule, template) == [place(*CAPABILITIES, "Add", 1)]
    assert found(Rule, changed(template, "Task", "Properties", "RequiresCompatibilities", to=["EC2"])) == []


def test_a_privileged_container_has_them_all_anyway() -> None:
    """Which others notice."""
    template = changed(GOOD, *CONTAINER, to={"Name": "web", "Privileged": True})
    assert found(Rule, template) == []


def test_windows_has_no_such_thing() -> None:
    template = changed(GOOD, *CONTAINER, to={"Name": "web"})
    windows = {"OperatingSystemFamily": {"Ref": "Family"}}
    template = changed(template, "Task", "Properties", "RuntimePlatform", to=windows)
    assert found(Rule, template) == [place(*CONTAINER)]
    assert found(Rule, with_parameter(template, "Family", Default="WINDOWS_SERVER_2022_FULL")) == []


def test_what_is_not_known_is_left_alone() -> None:
    for steps in (("LinuxParameters",), ("LinuxParameters", "Capabilities")):
        assert found(Rule, changed(GOOD, *CONTAINER, *steps, to={"Ref": "Given"})) == []
    assert found(Rule, changed(GOOD, *CAPABILITIES, "Drop", to={"Ref": "Dropped"})) == []
    assert found(Rule, changed(GOOD, *CAPABILITIES, "Drop", to=[{"Ref": "Dropped"}])) == []


def test_a_condition_that_keeps_some_is_found() -> None:
    template = changed(GOOD, *CAPABILITIES, "Drop", to={"Fn::If": ["Lax", ["NET_RAW"], ["ALL"]]})
    assert found(Rule, conditional(template, "Lax")) == [place(*CAPABILITIES, "Drop", "Fn::If", 1)]
