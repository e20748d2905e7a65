"""The whole audit: gates in their order, each with what it found."""

from collections.abc import Sequence
from pathlib import Path

from audit import gates
from audit.documents import foreign, stacks_of
from audit.engines import Checker
from audit.exceptions import Exceptions, read_exceptions
from audit.gates import Subject, guarded
from audit.mutation import gate
from audit.report import Outcome


def audit_files(files: Sequence[Path]) -> list[Outcome]:
    """The gates that are about a template, on templates from elsewhere. No exceptions hold for those."""
    documents = [foreign(path) for path in files]
    return gates.looked(Subject(documents, documents), _checkers(), Exceptions([]))


def audit_project(root: Path, *, release: bool) -> list[Outcome]:
    """Every gate on all of out/."""
    from audit import canaries, offline, supply

    subject = gates.subject_of(stacks_of(root / "out"))
    checkers = _checkers()
    exceptions = read_exceptions()
    outcomes = gates.looked(subject, checkers, exceptions)
    outcomes.append(_exceptions(exceptions, outcomes))
    outcomes.append(guarded("G7", "mutation score", lambda: gate.outcome(root, subject, checkers)))
    outcomes.append(guarded("G9", "canaries", canaries.outcome))
    outcomes += supply.outcomes(release=release)
    outcomes.append(guarded("S4", "no network", offline.outcome))
    return sorted(outcomes, key=lambda outcome: outcome.gate)


def _checkers() -> dict[str, Checker]:
    from audit import iam
    from audit.engines import engines

    return {**engines(), "iam": iam.checker()}


def _exceptions(exceptions: Exceptions, outcomes: Sequence[Outcome]) -> Outcome:
    """Exceptions that nothing was found for; when a checker did not work nobody can say."""
    all_worked = all(outcome.checked != "nothing" for outcome in outcomes)
    idle = exceptions.not_needed() if all_worked else []
    return Outcome("EX", "exceptions", f"{len(exceptions.entries)} entries", idle)
