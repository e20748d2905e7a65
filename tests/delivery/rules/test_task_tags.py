"""A service gives its tags to its tasks."""

import pytest

from delivery.rules.task_tags import TaskTags as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = service(PropagateTags="SERVICE", EnableECSManagedTags=True)
SOURCE, MANAGED = (*SERVICE, "PropagateTags"), (*SERVICE, "EnableECSManagedTags")


@pytest.mark.parametrize("source", ["SERVICE", "TASK_DEFINITION", {"Ref": "Source"}])
def test_tags_of_the_service_or_of_the_task_definition_are_good(source: object) -> None:
    assert found(Rule, changed(GOOD, *SOURCE, to=source)) == []


def test_tasks_without_tags_are_found() -> None:
    assert found(Rule, without(GOOD, *SOURCE)) == [place(*SERVICE)]
    assert findings(Rule, changed(GOOD, *SOURCE, to="NONE")) == [
        (place(*SOURCE), f"PropagateTags is NONE. {Rule.advice}")
    ]


def test_tasks_without_the_names_of_cluster_and_service_are_found() -> None:
    assert found(Rule, without(GOOD, *MANAGED)) == [place(*SERVICE)]
    assert found(Rule, changed(GOOD, *MANAGED, to="false")) == [place(*MANAGED)]
    assert found(Rule, changed(GOOD, *MANAGED, to={"Ref": "Managed"})) == []


def test_a_branch_without_tags_is_found() -> None:
    template = changed(GOOD, *SOURCE, to={"Fn::If": ["Plain", {"Ref": "AWS::NoValue"}, "SERVICE"]})
    assert found(Rule, conditional(template, "Plain")) == [place(*SOURCE, "Fn::If", 1)]
