"""The gates: which checker looks at which documents, and what its findings mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audit.documents import Stack
from audit.engines import Checker
from audit.engines.own_rules import OwnRules
from audit.exceptions import Exceptions
from audit.findings import CheckFailed, Document
from audit.mutation.score import Judged, judge, needed_rules, rows_without_mutant, survivors, types_without_row
from audit.mutation.ticks import Table, read_table
from audit.report import Outcome, sentence
from delivery.rulebook import own_rules

SPECIMENS = Path(__file__).parent / "mutation" / "specimens"
OWN = re.compile(r"[EW]9\d{3}")
ABOUT_WRITING = {"v:W9002", "v:W9013"}
"""Advice on how to write a template, that a document whose values are in place cannot follow."""


@dataclass(frozen=True)
class Look:
    """A gate that is a checker's findings: which of its rules, on which documents."""

    gate: str
    what: str
    checker: str
    rules: Callable[[str], bool]
    only_with_values: bool = False


LOOKS = (
    Look("G1", "cfn-lint", "cfn-lint", lambda rule: not OWN.fullmatch(rule)),
    Look("G2", "cloudformation-validate", "validate", lambda rule: rule.startswith("v:")),
    Look("G3", "Control Tower's rules", "validate", lambda rule: rule.startswith("CT."), only_with_values=True),
    Look("G4", "checkov", "checkov", lambda rule: True, only_with_values=True),
    Look("G5", "cdk-nag", "cdk-nag", lambda rule: True, only_with_values=True),
    Look("G6", "our own rules", "cfn-lint", lambda rule: bool(OWN.fullmatch(rule))),
    Look("G8", "policies", "iam", lambda rule: True),
)


@dataclass(frozen=True)
class Subject:
    """Everything that an audit looks at. A file from elsewhere stands in both lists."""

    as_written: Sequence[Document]
    with_values: Sequence[Document]

    @property
    def all(self) -> list[Document]:
        return list({document.name: document for document in (*self.as_written, *self.with_values)}.values())


def subject_of(stacks: Sequence[Stack]) -> Subject:
    return Subject(
        [stack.as_written for stack in stacks], [document for stack in stacks for document in stack.with_values]
    )


def looked(subject: Subject, checkers: Mapping[str, Checker], exceptions: Exceptions) -> list[Outcome]:
    """The gates that are a checker's findings. A checker that does not work is a failed gate."""
    return [guarded(look.gate, look.what, partial(_looked, look, subject, checkers, exceptions)) for look in LOOKS]


def guarded(gate: str, what: str, work: Callable[[], Outcome]) -> Outcome:
    """What the gate found; the sentence of a checker that could not do its work is a failure of the gate."""
    try:
        return work()
    except CheckFailed as failure:
        return Outcome(gate, what, "nothing", (str(failure),))


def _looked(look: Look, subject: Subject, checkers: Mapping[str, Checker], exceptions: Exceptions) -> Outcome:
    documents = list(subject.with_values) if look.only_with_values else subject.all
    values = {document.name for document in subject.with_values} - {document.name for document in subject.as_written}
    found = [
        finding
        for findings in checkers[look.checker].check(documents)
        for finding in findings
        if look.rules(finding.rule) and not (finding.rule in ABOUT_WRITING and finding.document in values)
    ]
    named = {document.name: document for document in documents}
    told = exceptions.tell_apart(found, named)
    sentences = [sentence(finding, named[finding.document]) for finding in sorted(told.failed)]
    return Outcome(look.gate, look.what, counted(len(documents), "document"), sentences, len(told.accepted))


# G7


def specimens() -> list[Document]:
    """Hardened templates of resource types that no application has yet."""
    from audit.documents import foreign

    return [foreign(path) for path in sorted(SPECIMENS.glob("*.json"))]


def judged(subject: Subject, checkers: Mapping[str, Checker]) -> tuple[list[Judged], Table]:
    """Every mutant of what is emitted, then of the specimens. The quickest checker is asked first."""
    table = read_table()
    every = [*subject.with_values, *subject.as_written, *specimens()]
    others = [checkers[name] for name in ("cdk-nag", "validate", "checkov", "cfn-lint")]
    return judge(every, table, OwnRules(), others), table


def mutation(subject: Subject, checkers: Mapping[str, Checker]) -> Outcome:
    """Every weakening of what is emitted is noticed, and every rule of ours is needed for that."""
    mutants, table = judged(subject, checkers)
    emitted = {document.file for document in subject.all}
    here = [one for one in mutants if one.document.file in emitted]
    alive = survivors(mutants)
    wrong = [
        f"{one.document.name}: {one.mutant.resource}: {one.mutant.change}: nobody notices "
        f"({', '.join(one.mutant.rows)}): write a rule for it, or take it out of the table if it weakens nothing"
        for one in alive
    ]
    wrong += [
        f"row {row} brings no mutant: correct it, or give a specimen that resource"
        for row in rows_without_mutant(mutants, table)
    ]
    wrong += [
        f"{type_} is emitted and no row speaks of it: write its rows, or say in [nothing_to_tick] why there are none"
        for type_ in types_without_row(subject.all, table)
    ]
    wrong += [f"{rule}: switching it off changes no mutant's fate: it is not needed" for rule in idle_rules(mutants)]
    killed = len(here) - len(survivors(here))
    others = len(mutants) - len(here)
    return Outcome(
        "G7",
        "mutation score",
        counted(len(mutants), "mutant"),
        wrong,
        note=f"mutation score {percent(killed, len(here))} ({killed} of {len(here)} weakenings of what is emitted; "
        f"{others - (len(alive) - (len(here) - killed))} of {others} of the specimens)",
    )


def idle_rules(mutants: Iterable[Judged]) -> list[str]:
    """Rules of ours that no mutant needs: each is noticed by somebody else, too."""
    needed = needed_rules(mutants)
    return [rule.id for rule in own_rules() if rule.id not in needed]


def percent(part: int, whole: int) -> str:
    """Never rounded up to 100."""
    return f"{100 * part // whole if whole else 100} %"


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
