"""A budget warns before the money is spent."""

from typing import Any

import pytest

from delivery.rules.budget_forecast import BudgetForecast as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

NOTICES = ("Budget", "Properties", "NotificationsWithSubscribers")


def notice(kind: Any, *subscribers: Any) -> dict[str, Any]:
    return {"Notification": {"NotificationType": kind}, "Subscribers": list(subscribers)}


WHO = {"SubscriptionType": "EMAIL", "Address": "money@example.com"}
GOOD = resources(
    Budget=resource(
        "AWS::Budgets::Budget",
        Budget={"BudgetType": "COST", "TimeUnit": "MONTHLY"},
        NotificationsWithSubscribers=[notice("ACTUAL", WHO), notice("FORECASTED", WHO)],
    )
)


def test_a_budget_that_tells_of_its_forecast_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_one_that_tells_nobody_is_found() -> None:
    assert found(Rule, without(GOOD, *NOTICES)) == ["Budget/Properties"]


@pytest.mark.parametrize("notices", [[], [notice("ACTUAL", WHO)], [notice("FORECASTED")]])
def test_one_that_tells_too_late_or_nobody_is_found(notices: Any) -> None:
    assert found(Rule, changed(GOOD, *NOTICES, to=notices)) == ["/".join(NOTICES)]


@pytest.mark.parametrize("notices", [{"Ref": "Notices"}, [{"Ref": "Notice"}], [notice({"Ref": "Kind"}, WHO)]])
def test_what_is_not_known_may_be_a_forecast(notices: Any) -> None:
    assert found(Rule, changed(GOOD, *NOTICES, to=notices)) == []


@pytest.mark.parametrize("kind", ["RI_UTILIZATION", "SAVINGS_PLANS_COVERAGE", {"Ref": "Kind"}])
def test_where_there_is_no_forecast_none_is_asked_for(kind: Any) -> None:
    template = without(GOOD, *NOTICES)
    assert found(Rule, changed(template, "Budget", "Properties", "Budget", "BudgetType", to=kind)) == []


def test_a_condition_may_take_the_forecast_away() -> None:
    template = changed(GOOD, *NOTICES, 1, to={"Fn::If": ["IsLoud", notice("FORECASTED", WHO), {"Ref": "AWS::NoValue"}]})
    template["Conditions"] = {"IsLoud": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["/".join(NOTICES)]
