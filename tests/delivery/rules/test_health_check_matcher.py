"""A health check takes no error for health."""

import pytest

from delivery.rules.health_check_matcher import HealthCheckMatcher as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found

CODES = (*GROUP, "Matcher", "HttpCode")


@pytest.mark.parametrize("codes", ["200", "200-299", "200,204", "200-399", 200])
def test_answers_that_are_no_errors_are_fine(codes: object) -> None:
    assert found(Rule, one_group(Matcher={"HttpCode": codes})) == []


def test_the_default_is_fine() -> None:
    assert found(Rule, one_group()) == []
    assert found(Rule, one_group(Matcher={"GrpcCode": "12"})) == []


@pytest.mark.parametrize("codes", ["200-499", "200,404", "401", 403, "500-599"])
def test_errors_that_count_as_health_are_found(codes: object) -> None:
    assert findings(Rule, one_group(Matcher={"HttpCode": codes})) == [
        (place(*CODES), f"The answers {codes} count as healthy. {Rule.advice}")
    ]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group(Matcher={"HttpCode": {"Ref": "Codes"}})) == []
    assert found(Rule, one_group(Matcher={"Ref": "Matcher"})) == []
    assert found(Rule, changed(one_group(), *GROUP, "Matcher", to="200-499")) == []


def test_only_the_answer_that_takes_errors_is_found() -> None:
    codes = {"Fn::If": ["Lenient", "200-499", "200"]}
    assert found(Rule, conditional(one_group(Matcher={"HttpCode": codes}), "Lenient")) == [place(*CODES, "Fn::If", 1)]
