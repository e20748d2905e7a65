from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

BUDGET = "AWS::Budgets::Budget"
FORESEEN = ("COST", "USAGE")
"""AWS forecasts these; for the use of reservations and savings plans there is no forecast."""


class BudgetForecast(Rule):
    id = "W9613"
    shortdesc = "A budget warns before the money is spent"
    description = (
        "A budget stops nothing. One without notifications tells nobody, and one that tells only what was spent tells "
        "it when it is gone: a loop that costs a fortune shows in the forecast days before."
    )
    advice = "Add a notification of the type FORECASTED with a subscriber"
    source_url = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html"
    rows = ("OPS-3",)
    subjects = (BUDGET,)

    def look(self, world: World) -> Iterator[Found]:
        for budget in world.of(BUDGET):
            notices = budget["NotificationsWithSubscribers"]
            foreseen = budget.at("Budget", "BudgetType").text in FORESEEN
            if foreseen and not notices.unknown and not any(map(_warns, notices.items)):
                yield notices.says("No notification tells of what will be spent")


def _warns(notice: Node) -> bool:
    kind, who = notice.at("Notification", "NotificationType"), notice["Subscribers"]
    known_kind = not notice.unknown and not notice["Notification"].unknown and not kind.unknown
    return (not known_kind or kind.text == "FORECASTED") and (notice.unknown or who.unknown or bool(who.items))
