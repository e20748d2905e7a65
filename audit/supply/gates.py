"""The gates of the supply chain."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from audit.environment import python_environment
from audit.gates import guarded
from audit.remembered import remembered
from audit.report import Outcome
from audit.supply.advisories import SOURCES, Answer, Source, known_vulnerabilities
from audit.supply.locks import Lock, locks, node_packages
from audit.supply.sbom import FILE, as_text, fault, sbom
from delivery import lint_cache

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "audit" / "supply"
ENVIRONMENT = "supply"


def outcomes(root: Path = ROOT, *, release: bool) -> list[Outcome]:
    """All of them. A release needs somebody who answers about vulnerabilities."""
    return [
        guarded("S1", "locked versions", lambda: locked(root)),
        guarded("S2", "known vulnerabilities", lambda: vulnerabilities(root, release=release)),
        guarded("S3", "bill of materials", lambda: bill(root)),
    ]


def locked(root: Path) -> Outcome:
    """Everything that is installed has one version, and hashes."""
    every = locks(root)
    count, wrong = node_packages(root)
    count += sum(len(lock.pins) for lock in every)
    sentences = [sentence for lock in every for sentence in lock.wrong] + wrong
    return Outcome("S1", "locked versions", f"{count} packages", sentences)


def vulnerabilities(root: Path, *, release: bool, sources: Iterable[Source] = SOURCES) -> Outcome:
    """No locked version has a known vulnerability. Where nobody can be asked, that is said; a release then fails."""
    every = locks(root)
    answer = _asked(every, tuple(sources), afresh=release)
    count = len({(pin.name, pin.version) for lock in every for pin in lock.pins})
    if answer.source:
        note = f"{answer.source} was asked"
        return Outcome("S2", "known vulnerabilities", f"{count} versions", answer.vulnerabilities, note=note)
    why = f"nobody who knows of vulnerabilities answered ({'; '.join(answer.silent)})"
    if release:
        sentence = f"{why}: a release is not made without: run this where one of them can be reached"
        return Outcome("S2", "known vulnerabilities", "nothing", (sentence,))
    note = f"NOT CHECKED: {why}. A release has to be: python -m audit check --release"
    return Outcome("S2", "known vulnerabilities", "nothing", note=note)


def bill(root: Path) -> Outcome:
    """The bill of materials is current, and what it says it is."""
    document = sbom(root)
    text = as_text(document)
    file = root / FILE
    wrong = []
    if not file.is_file() or file.read_text("utf-8") != text:
        wrong.append(f"{FILE} is not current: run python -m audit docs, and commit what changed")
    key = sha256(f"{text} {(root / 'audit/environments/supply.lock').read_text()}".encode()).hexdigest()
    wrong += remembered(CACHE, key, lambda: _faults(text))
    return Outcome("S3", "bill of materials", f"{len(document['components'])} components", wrong)


def _faults(text: str) -> list[str]:
    found = fault(text, python_environment(ENVIRONMENT))
    return [f"{FILE} is no CycloneDX document: {found}: correct audit/supply/sbom.py"] if found else []


def _asked(every: list[Lock], sources: tuple[Source, ...], *, afresh: bool) -> Answer:
    """An answer holds for the rest of the day."""
    packages = sorted({(pin.name, pin.version, lock.file) for lock in every for pin in lock.pins})
    key = sha256(f"{datetime.now(UTC).date()} {sources} {packages}".encode()).hexdigest()
    kept = None if afresh else lint_cache.read(CACHE, key)
    if kept:
        (source, _, _), *rows = kept
        return Answer(source, tuple(row[0] for row in rows))
    answer = known_vulnerabilities(every, python_environment(ENVIRONMENT), sources)
    if answer.source:
        lint_cache.write(CACHE, key, [(answer.source, "", ""), *((one, "", "") for one in answer.vulnerabilities)])
        lint_cache.prune(CACHE, keep=20)
    return answer
