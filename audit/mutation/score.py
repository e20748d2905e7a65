"""The mutation score: which weakenings somebody notices, and who."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from audit.engines import Checker, Outcome
from audit.findings import CheckFailed, Document
from audit.mutation.slices import cut, slice_of
from audit.mutation.ticks import Table
from audit.mutation.weaken import Mutant, mutants

SIDE_EFFECTS = {"W2001", "W8001"}
"""A parameter or condition that nothing uses any more: said about a mutant, but not about its weakness."""

CANDIDATES = 1
"""So many mutants that only one rule of ours notices are shown to the other checkers at a time."""


@dataclass(frozen=True)
class Judged:
    """A mutant, and the rules that say something about it which they do not say about what it was made of."""

    mutant: Mutant
    document: Document
    noticed_by: frozenset[str]
    asked_all: bool
    """Whether every checker was asked; else the first ones that were noticed enough."""


@dataclass
class _Case:
    """A mutant with its slice, and the slice that it was made of."""

    mutant: Mutant
    document: Document
    before: Document
    after: Document
    noticed_by: set[str] = field(default_factory=set)
    asked_others: bool = False
    asked_all: bool = False

    @property
    def noticed_first(self) -> bool:
        """By the first checker, so that no other was asked."""
        return bool(self.noticed_by) and not self.asked_others

    @property
    def alone(self) -> str | None:
        """The only rule that notices it so far."""
        return next(iter(self.noticed_by)) if len(self.noticed_by) == 1 else None


def judge(documents: Sequence[Document], table: Table, first: Checker, others: Sequence[Checker]) -> list[Judged]:
    """Every mutant of these documents.

    A template is several documents: as it is written, and with the values of each environment. Its mutant is
    noticed where one of them shows it, so the next is only asked when the one before showed nothing. What the
    first checker notices needs no other; but of the mutants that only one of its rules notices some are shown to
    all others, until it is certain whether somebody would miss that rule.
    """
    groups = _groups(documents, table)
    depth = max(map(len, groups), default=0)
    for turn in range(depth):
        open_ = [group[turn] for group in groups if len(group) > turn and not any(one.noticed_by for one in group)]
        _ask(first, open_)
        _ask_all(others, [case for case in open_ if not case.noticed_by])
    cases = [next((one for one in group if one.noticed_by), group[0]) for group in groups]
    _prove_needed(_by_rule(case for case in cases if case.noticed_first), others)
    return [Judged(case.mutant, case.document, frozenset(case.noticed_by), case.asked_all) for case in cases]


def _prove_needed(waiting: dict[str, list[_Case]], others: Sequence[Checker]) -> None:
    """Show mutants of each rule to the other checkers until one stays that rule's alone, or there are no more."""
    while waiting:
        chosen = [case for alone in waiting.values() for case in alone[:CANDIDATES]]
        _ask_all(others, chosen, stop_when_noticed=False)
        proven = {case.alone for case in chosen}
        waiting = {rule: rest for rule, alone in waiting.items() if rule not in proven and (rest := alone[CANDIDATES:])}


def needed_rules(judged: Iterable[Judged]) -> set[str]:
    """Rules without which a mutant would survive: every checker was asked, and only they noticed."""
    return {next(iter(one.noticed_by)) for one in judged if one.asked_all and len(one.noticed_by) == 1}


def _ask_all(checkers: Sequence[Checker], cases: Sequence[_Case], *, stop_when_noticed: bool = True) -> None:
    """A mutant that one checker has noticed is not shown to those after it, unless all shall speak."""
    for checker in checkers:
        _ask(checker, [case for case in cases if not (stop_when_noticed and case.noticed_by)])
    for case in cases:
        case.asked_others = True
        case.asked_all = not stop_when_noticed or not case.noticed_by


def _ask(checker: Checker, cases: Sequence[_Case]) -> None:
    said = [_said(outcome) for outcome in checker.attempt([one for case in cases for one in (case.before, case.after)])]
    for case, before, after in zip(cases, said[::2], said[1::2], strict=True):
        case.noticed_by |= {rule for rule, *_ in after - before}


def _by_rule(cases: Iterable[_Case]) -> dict[str, list[_Case]]:
    """The mutants that one rule alone has noticed."""
    found: dict[str, list[_Case]] = {}
    for case in cases:
        if case.alone is not None:
            found.setdefault(case.alone, []).append(case)
    return found


def survivors(judged: Iterable[Judged], without: str = "") -> list[Judged]:
    """Those that nobody notices; `without` is a rule that is switched off."""
    return [one for one in judged if not one.noticed_by - {without}]


def rows_without_mutant(judged: Iterable[Judged], table: Table) -> list[str]:
    """Rows of the table that nothing was weakened for."""
    tried = {(row, one.mutant.type) for one in judged for row in one.mutant.rows}
    return sorted({f"{row.id} {row.type}" for row in table.rows if row.weaken and (row.id, row.type) not in tried})


def types_without_row(documents: Iterable[Document], table: Table) -> list[str]:
    """Resource types that are emitted, that no row speaks of, and that nothing says need none."""
    known = {row.type for row in table.rows} | set(table.nothing_to_tick)
    emitted = {body["Type"] for document in documents for body in document.template["Resources"].values()}
    return sorted(emitted - known)


def _said(outcome: Outcome) -> set[tuple[str, str, str]]:
    """What a checker says; one that cannot read a document has noticed no weakness in it."""
    if isinstance(outcome, CheckFailed):
        return set()
    return {(finding.rule, finding.resource, finding.place) for finding in outcome if finding.rule not in SIDE_EFFECTS}


def _groups(documents: Sequence[Document], table: Table) -> list[list[_Case]]:
    """The mutants of each template, each with the documents that show it."""
    origins = {one.file: json.dumps(one.template, sort_keys=True) for one in documents if one.name == one.file}
    groups: dict[tuple[str, str, str, str], list[_Case]] = {}
    for document in documents:
        around: dict[str, tuple[frozenset[str], Document]] = {}
        for mutant in mutants(document.template, table):
            if mutant.resource not in around:
                around[mutant.resource] = _around(document, mutant.resource)
            names, before = around[mutant.resource]
            weakened = cut(document.template, names, {mutant.resource: mutant.body})
            after = replace(document, name=f"{document.name}, {mutant.name}", template=weakened)
            key = (origins.get(document.file, document.file), mutant.rows[0], mutant.resource, mutant.change)
            groups.setdefault(key, []).append(_Case(mutant, document, before, after))
    return list(groups.values())


def _around(document: Document, resource: str) -> tuple[frozenset[str], Document]:
    names = slice_of(document.template, resource)
    whole = cut(document.template, names, {})
    return names, replace(document, name=f"{document.name}, around {resource}", template=whole)
