"""The containers of a task reserve no more memory than the task has."""

from typing import Any

import pytest

from delivery.rules.memory_fits import MemoryFits as Rule
from tests.delivery.rules.container_lab import CONTAINER, TASK, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "web", "Memory": 1536}, {"Name": "log", "Memory": 512}, Memory="2048")
HAS = (*TASK, "Memory")


@pytest.mark.parametrize("memory", ["2048", 2048, "2GB", "2 gb", "4096", {"Ref": "Memory"}])
def test_containers_that_fit_are_good(memory: Any) -> None:
    assert found(Rule, changed(GOOD, *HAS, to=memory)) == []


def test_containers_that_do_not_fit_together_are_found() -> None:
    assert findings(Rule, changed(GOOD, *CONTAINER, "Memory", to=1537)) == [
        (place(*HAS), f"The containers reserve 2049 MiB together, and the task has 2048. {Rule.advice}")
    ]
    assert found(Rule, changed(GOOD, *HAS, to="1 GB")) == [place(*CONTAINER, "Memory"), place(*HAS)]


def test_a_limit_above_the_task_is_found_also_where_less_is_reserved() -> None:
    template = changed(GOOD, *CONTAINER, "Memory", to=4096)
    template = changed(template, *CONTAINER, "MemoryReservation", to=256)
    assert findings(Rule, template) == [
        (place(*CONTAINER, "Memory"), f"A container has a limit of 4096 MiB, and the task has 2048. {Rule.advice}")
    ]


def test_a_limit_may_be_shared_where_less_is_reserved() -> None:
    template = changed(GOOD, *CONTAINER, "Memory", to=2048)
    assert found(Rule, changed(template, *CONTAINER, "MemoryReservation", to=1024)) == []


def test_what_is_not_known_counts_nothing() -> None:
    assert found(Rule, without(GOOD, *HAS)) == []
    assert found(Rule, changed(GOOD, *CONTAINER, "Memory", to={"Ref": "Memory"})) == []
    assert found(Rule, changed(GOOD, *HAS, to="plenty")) == []


def test_a_branch_that_does_not_fit_is_found() -> None:
    template = changed(GOOD, *HAS, to={"Fn::If": ["Small", "1024", "2048"]})
    template = changed(template, *CONTAINER, "Memory", to=1024)
    assert found(Rule, conditional(template, "Small")) == [place(*HAS, "Fn::If", 1)]
