"""Gate G7: the mutation score of everything that is emitted, and of specimens of what is not emitted yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from audit.documents import foreign
from audit.engines import Checker
from audit.engines.own_rules import OwnRules
from audit.findings import Document
from audit.gates import Subject, counted
from audit.mutation.score import Judged, judge, needed_rules, rows_without_mutant, survivors, types_without_row
from audit.mutation.ticks import Table, read_table
from audit.remembered import digest
from audit.report import Outcome
from delivery import lint_cache
from delivery.rulebook import own_rules

GATE, WHAT = "G7", "mutation score"
SPECIMENS = Path(__file__).parent / "specimens"
SCORES = Path(__file__).parents[2] / ".cache" / "audit" / "scores"


def outcome(root: Path, subject: Subject, checkers: Mapping[str, Checker]) -> Outcome:
    """The gate; a full score is remembered as long as nothing that decides it has changed."""
    key = digest([root / part for part in ("out", "audit", "delivery", "requirements.lock")])
    if known := lint_cache.read(SCORES, key):
        ((checked, _, note),) = known
        return Outcome(GATE, WHAT, checked, note=note)
    found = score(subject, checkers)
    if not found.failed:
        lint_cache.write(SCORES, key, [(found.checked, "", found.note)])
        lint_cache.prune(SCORES, keep=20)
    return found


def specimens() -> list[Document]:
    """Hardened templates of resource types that no application has yet."""
    found = []
    for path in sorted(SPECIMENS.glob("*.json")):
        name = path.relative_to(SPECIMENS.parents[2]).as_posix()
        found.append(replace(foreign(path), name=name, file=name))
    return found


def judged(subject: Subject, checkers: Mapping[str, Checker]) -> tuple[list[Judged], Table]:
    """Every mutant of what is emitted, then of the specimens. The quickest checker is asked first."""
    table = read_table()
    every = [*subject.with_values, *subject.as_written, *specimens()]
    others = [checkers[name] for name in ("cdk-nag", "validate", "checkov", "cfn-lint")]
    return judge(every, table, OwnRules(), others), table


def score(subject: Subject, checkers: Mapping[str, Checker]) -> Outcome:
    """Every weakening of what is emitted is noticed, and every rule of ours is needed for that."""
    mutants, table = judged(subject, checkers)
    wrong = list(_complaints(mutants, table, subject))
    emitted = {document.file for document in subject.all}
    here = [one for one in mutants if one.document.file in emitted]
    others = [one for one in mutants if one.document.file not in emitted]
    return Outcome(
        GATE,
        WHAT,
        counted(len(mutants), "mutant"),
        wrong,
        note=f"mutation score {_score(here)} of what is emitted, {_score(others)} of specimens of what is not",
    )


def _complaints(mutants: Sequence[Judged], table: Table, subject: Subject) -> Iterator[str]:
    for one in survivors(mutants):
        yield (
            f"{one.document.name}: {one.mutant.resource}: {one.mutant.change}: nobody notices "
            f"({', '.join(one.mutant.rows)}): write a rule for it, or take it out of the table if it weakens nothing"
        )
    for row in rows_without_mutant(mutants, table):
        yield f"row {row} brings no mutant: correct it, or give a specimen that resource"
    for type_ in types_without_row(subject.all, table):
        yield (
            f"{type_} is emitted and no row speaks of it: write its rows, or say in [nothing_to_tick] why it has none"
        )
    for rule in idle_rules(mutants):
        yield f"{rule}: switching it off changes no mutant's fate: find a mutant that only it notices, or remove it"


def _score(mutants: Sequence[Judged]) -> str:
    """Never rounded up to 100."""
    noticed = len(mutants) - len(survivors(mutants))
    return f"{100 * noticed // len(mutants) if mutants else 100} % ({noticed} of {len(mutants)} weakenings)"


def idle_rules(mutants: Iterable[Judged]) -> list[str]:
    """Rules of ours that no mutant needs: each is noticed by somebody else, too."""
    needed = needed_rules(mutants)
    return [rule.id for rule in own_rules() if rule.id not in needed]
