"""A public checker: documents in, findings out, each distinct document once, and kept."""

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from audit.engines.process import Launch, Row, Work, answers
from audit.findings import CheckFailed, Document, Finding
from delivery import lint_cache
from delivery.lint_cache import Found

FINDINGS = Path(__file__).parents[2] / ".cache" / "audit" / "findings"
"""What was found before."""

Outcome = tuple[Finding, ...] | CheckFailed
"""What was found in a document, or why it could not be checked."""


class Checker(Protocol):
    """What every checker of the audit does."""

    @property
    def name(self) -> str:
        """What the report calls it."""

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        """One outcome for each document, in their order. A checker that does not work at all raises CheckFailed."""

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        """As attempt, but the first document that cannot be checked raises CheckFailed."""


def all_checked(outcomes: Iterable[Outcome]) -> list[tuple[Finding, ...]]:
    """The findings of each document, when each could be checked."""
    found = []
    for outcome in outcomes:
        if isinstance(outcome, CheckFailed):
            raise outcome
        found.append(outcome)
    return found


@dataclass(frozen=True)
class Engine:
    """A checker that runs in processes of its own, in an environment of its own."""

    name: str
    command: Callable[[], tuple[str, ...]]
    """What starts a process of it; makes its environment when that is not there."""
    sources: tuple[Path, ...]
    """The files that decide what it finds: locked versions and the adapter."""
    startup: float
    """So many seconds a process takes to start."""
    speed: int
    """So many characters of template it checks in a second."""
    regional: bool = False
    """Whether it looks at the regions."""
    cache: Path | None = FINDINGS

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        """What is found in each document, in their order."""
        return all_checked(self.attempt(documents, jobs))

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        """One outcome for each document, in their order; so many processes, or as many as pay."""
        works = self._works(documents)
        distinct = {work.key: work for work in works}
        rows: dict[str, tuple[Row, ...] | CheckFailed] = {}
        for key in distinct:
            if (known := lint_cache.read(self.cache, key)) is not None:
                rows[key] = tuple(map(_row, known))
        todo = sorted((work for key, work in distinct.items() if key not in rows), key=lambda work: work.types)
        if todo:
            launch = Launch(self.name, self.command())
            with closing(answers(launch, todo, self._processes(jobs, todo))) as found:
                for work, answer in found:
                    rows[work.key] = answer
                    if not isinstance(answer, CheckFailed):  # which deserves another try
                        lint_cache.write(self.cache, work.key, map(_found, answer))
            lint_cache.prune(self.cache)
        return [_outcome(document, rows[work.key]) for document, work in zip(documents, works, strict=True)]

    def _works(self, documents: Sequence[Document]) -> list[Work]:
        """One for each document; equal documents have equal keys."""
        digest = _digest(self.sources)
        works = []
        for document in documents:
            text = json.dumps(document.template, sort_keys=True, separators=(",", ":"))
            regions = tuple(sorted(set(document.regions))) if self.regional else ()
            key = lint_cache.key(text, regions, self.name, digest)
            works.append(Work(key, document.name, text, regions, _types(document.template)))
        return works

    def _processes(self, jobs: int, todo: Sequence[Work]) -> int:
        """Never more than documents, and by ourselves never more than pay."""
        paying = 1 + int(sum(len(work.text) for work in todo) / self.speed / self.startup)
        return max(1, min(jobs or min(os.cpu_count() or 1, paying), len(todo)))


def _types(template: Mapping[str, Any]) -> tuple[str, ...]:
    resources = template.get("Resources")
    bodies = resources.values() if isinstance(resources, Mapping) else ()
    return tuple(sorted({str(body.get("Type")) for body in bodies if isinstance(body, Mapping)}))


@functools.cache
def _digest(sources: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for source in sources:
        total.update(hashlib.sha256(source.read_bytes()).digest())
    return total.hexdigest()


def _outcome(document: Document, answer: tuple[Row, ...] | CheckFailed) -> Outcome:
    if isinstance(answer, CheckFailed):
        return answer
    return tuple(Finding(document.name, *row) for row in answer)


def _found(row: Row) -> Found:
    """As the cache keeps it: a logical id has no slash."""
    rule, resource, place, message = row
    return rule, f"{resource}/{place}", message


def _row(found: Found) -> Row:
    rule, where, message = found
    resource, _, place = where.partition("/")
    return rule, resource, place, message
