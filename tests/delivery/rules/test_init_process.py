"""A container has an init process."""

from typing import Any

import pytest

from delivery.rules.init_process import InitProcess as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "web", "Image": "web:1", "LinuxParameters": {"InitProcessEnabled": True}})
LINUX = (*CONTAINER, "LinuxParameters")


def test_a_container_with_an_init_process_is_good() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, *LINUX, "InitProcessEnabled", to="true")) == []


def test_a_container_without_one_is_found() -> None:
    assert found(Rule, without(GOOD, *LINUX)) == [place(*CONTAINER)]
    assert found(Rule, without(GOOD, *LINUX, "InitProcessEnabled")) == [place(*LINUX)]
    assert findings(Rule, changed(GOOD, *LINUX, "InitProcessEnabled", to=False)) == [
        (
            place(*LINUX, "InitProcessEnabled"),
            f"The container web has no init process: InitProcessEnabled is false. {Rule.advice}",
        )
    ]


@pytest.mark.parametrize("entry", [["/sbin/tini", "--", "serve"], ["dumb-init", "serve"], ["/init"], {"Ref": "Entry"}])
def test_an_image_may_bring_its_own(entry: Any) -> None:
    template = without(GOOD, *LINUX)
    assert found(Rule, changed(template, *CONTAINER, "EntryPoint", to=entry)) == []
    assert found(Rule, changed(template, *CONTAINER, "EntryPoint", to=["serve"])) == [place(*CONTAINER)]


def test_where_containers_share_their_processes_none_is_the_first() -> None:
    assert found(Rule, changed(without(GOOD, *LINUX), "Task", "Properties", "PidMode", to="task")) == []


def test_windows_has_no_such_thing() -> None:
    windows = {"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
    assert found(Rule, changed(without(GOOD, *LINUX), "Task", "Properties", "RuntimePlatform", to=windows)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *LINUX, to={"Ref": "Linux"})) == []
    assert found(Rule, changed(GOOD, *LINUX, "InitProcessEnabled", to={"Ref": "Init"})) == []
    assert found(Rule, changed(GOOD, *CONTAINER, to={"Fn::Transform": {"Name": "Include"}})) == []
    assert found(Rule, changed(GOOD, "Task", "Properties", "ContainerDefinitions", to="web")) == []


def test_a_condition_that_takes_it_away_is_found() -> None:
    template = changed(GOOD, *LINUX, to={"Fn::If": ["Plain", {"Ref": "AWS::NoValue"}, {"InitProcessEnabled": True}]})
    assert found(Rule, conditional(template, "Plain")) == [place(*LINUX, "Fn::If", 1)]
