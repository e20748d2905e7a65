"""What every release has is one line: a new revision with the service that takes it up, tags on everything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from delivery.change_set import Change
from delivery.review.case import Case
from delivery.review.causes import listed
from delivery.review.model import Difference, Level, Row
from delivery.review.summaries import settings, value_line

_TASK, _SERVICE = "AWS::ECS::TaskDefinition", "AWS::ECS::Service"
_FEWEST = 2


def folded(rows: Iterable[Row], case: Case) -> tuple[Row, ...]:
    """The rows, the worst first, with what belongs together made one. Nothing above routine is ever folded."""
    found = _tags(_rollouts(list(rows), case))
    followed = Counter(cause.row for row in found for cause in row.causes)
    return tuple(sorted(found, key=lambda row: (row.level.rank, len(row.causes), -followed[row.id], row.id)))


def _rollouts(rows: list[Row], case: Case) -> list[Row]:
    by_id = {row.id: row for row in rows}
    taken: set[str] = set()
    made: list[Row] = []
    for row in rows:
        task = by_id.get(_revision_of(row, case))
        if task and task.id not in taken and _is_rollout(row, task):
            taken |= {row.id, task.id}
            made.append(_rollout(row, task, case))
    return [*made, *(row for row in rows if row.id not in taken)]


def _revision_of(row: Row, case: Case) -> str:
    """The task definition whose new revision a service takes up."""
    change = case.by_id.get(row.id)
    if change is None or change.type != _SERVICE or change.action != "Modify":
        return ""
    for detail in change.details:
        if detail.source in ("ResourceReference", "ResourceAttribute") and "TaskDefinition" in (
            detail.name,
            *detail.path.split("/"),
        ):
            return "/".join((*change.path, detail.entity.partition(".")[0]))
    return ""


def _is_rollout(service: Row, task: Row) -> bool:
    """Only what is harmless by itself: a replaced revision is how ECS works."""
    return (
        task.type == _TASK
        and service.level in (Level.ROUTINE, Level.MAYBE)
        and task.level is Level.ROUTINE
        and service.action == "change"
        and task.action in ("replace", "change")
        and not service.statements
        and not task.statements
        and not task.notes
        and all(one.path == "TaskDefinition" or one.attribute in ("Tags", "Metadata") for one in service.differences)
    )


def _rollout(service: Row, task: Row, case: Case) -> Row:
    change = case.by_id[service.id]
    return replace(
        service,
        action="roll out",
        symbol="~",
        level=Level.ROUTINE,
        summary=f"{settings(task.differences)}, {_deployment(change, case)}",
        reasons=(),
        causes=task.causes,
        differences=(),
        members=(task, service),
    )


def _deployment(change: Change, case: Case) -> str:
    """How ECS goes from one revision to the next."""
    after: Mapping[str, Any] = case.properties(change.after) or {}
    controller, configuration = after.get("DeploymentController"), after.get("DeploymentConfiguration")
    kind = str(controller.get("Type", "ECS")) if isinstance(controller, Mapping) else "ECS"
    strategy = str(configuration.get("Strategy", "ROLLING")) if isinstance(configuration, Mapping) else "ROLLING"
    if kind == "CODE_DEPLOY":
        return "deployed by CodeDeploy"
    if kind == "EXTERNAL":
        return "deployed by an external controller"
    return {"ROLLING": "rolling deployment", "BLUE_GREEN": "blue/green deployment"}.get(
        strategy, f"{strategy.lower().replace('_', ' ')} deployment"
    )


def _tags(rows: list[Row]) -> list[Row]:
    """Resources of which only tags change, and in the same way."""
    alike: dict[tuple[Difference, ...], list[Row]] = {}
    for row in rows:
        if row.level is Level.ROUTINE and row.action == "change" and not row.members and _only_tags(row):
            alike.setdefault(row.differences, []).append(row)
    groups = [group for group in alike.values() if len(group) >= _FEWEST]
    inside = {row.id for group in groups for row in group}
    return [*(row for row in rows if row.id not in inside), *_tag_rows(groups)]


def _only_tags(row: Row) -> bool:
    return bool(row.differences) and all(one.attribute == "Tags" for one in row.differences)


def _tag_rows(groups: list[list[Row]]) -> Iterator[Row]:
    for number, group in enumerate(groups, start=1):
        changed = listed([value_line(one) for one in group[0].differences])
        yield Row(
            id="(tags)" if len(groups) == 1 else f"(tags {number})",
            action="tag",
            symbol="~",
            type=f"{len(group)} resources",
            level=Level.ROUTINE,
            summary=changed,
            causes=group[0].causes,
            differences=group[0].differences,
            members=tuple(sorted(group, key=lambda row: row.id)),
        )
