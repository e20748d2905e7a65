"""Whether anything that is locked has a known vulnerability: pip-audit asks those who would know.

pip-audit ends well also where nobody answered: what it could not look up it skips, and says that no
vulnerability is known. So its answer counts only where it names every package and version that was asked for.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.findings import CheckFailed
from audit.supply.locks import Lock, normal

PATIENCE = 600
"""So many seconds may one source take."""
Package = tuple[str, str]


@dataclass(frozen=True)
class Source:
    """Somebody who collects vulnerabilities."""

    name: str
    options: tuple[str, ...]


OSV = Source("osv.dev", ("--vulnerability-service", "osv"))
PYPI = Source("PyPI", ("--vulnerability-service", "pypi"))
SOURCES = (OSV, PYPI)


@dataclass(frozen=True)
class Answer:
    """What is known, and who said so."""

    source: str = ""
    """Empty where nobody answered."""
    vulnerabilities: tuple[str, ...] = ()
    """A sentence for each."""
    silent: tuple[str, ...] = field(default_factory=tuple)
    """Why each of those who were asked before did not answer."""


def known_vulnerabilities(locks: Sequence[Lock], python: Path, sources: Iterable[Source] = SOURCES) -> Answer:
    """The first answer that is complete. `python` is that of an environment with pip-audit."""
    where: dict[Package, list[str]] = {}
    for lock in locks:
        for pin in lock.pins:
            where.setdefault((pin.name, pin.version), []).append(lock.file)
    silent: list[str] = []
    for source in sources:
        try:
            found = _ask_all(sorted(where), python, source)
        except _Silent as silence:
            silent.append(f"{source.name}: {silence}")
        else:
            told = (_sentences(package, where[package], facts) for package, facts in sorted(found.items()))
            return Answer(source.name, tuple(sentence for sentences in told for sentence in sentences), tuple(silent))
    return Answer(silent=tuple(silent))


class _Silent(Exception):
    """Somebody who was asked did not answer, or not everything."""


def _ask_all(packages: Sequence[Package], python: Path, source: Source) -> dict[Package, list[Any]]:
    """The vulnerabilities of each package. First one alone, so that asking nobody is over soon."""
    found: dict[Package, list[Any]] = {}
    for part in (packages[:1], *_rounds(packages[1:])):
        answered = _ask(part, python, source)
        if missing := [f"{name} {version}" for name, version in part if (name, version) not in answered]:
            raise _Silent(f"it does not know {', '.join(missing[:3])}{' and others' if len(missing) > 3 else ''}")
        found |= answered
    return found


def _rounds(packages: Iterable[Package]) -> list[list[Package]]:
    """pip-audit takes one version of a package at a time."""
    rounds: list[dict[str, str]] = []
    for name, version in packages:
        free = next((one for one in rounds if name not in one), None)
        if free is None:
            rounds.append(free := {})
        free[name] = version
    return [list(one.items()) for one in rounds]


def _ask(packages: Iterable[Package], python: Path, source: Source) -> dict[Package, list[Any]]:
    with tempfile.TemporaryDirectory(prefix="advisories-") as folder:
        wanted, answer = Path(folder) / "wanted.txt", Path(folder) / "answer.json"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in packages))
        command = [
            *(str(python), "-P", "-m", "pip_audit", "--requirement", str(wanted), "--no-deps", "--disable-pip"),
            *("--format", "json", "--output", str(answer), "--progress-spinner", "off", "--timeout", "10"),
            *("--cache-dir", folder, *source.options),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise _Silent(f"no answer in {PATIENCE} seconds") from None
        except OSError as error:
            raise CheckFailed(f"pip-audit cannot be run: {error}. Remove .cache/audit and run again.") from error
        if not answer.exists():
            raise _Silent(_last_words(done.stderr))
        listed = json.loads(answer.read_text("utf-8"))["dependencies"]
    return {(normal(one["name"]), one["version"]): one["vulns"] for one in listed if "skip_reason" not in one}


def _last_words(stderr: str) -> str:
    """What went wrong, without what that went wrong in."""
    lines = [line for line in stderr.splitlines() if line.strip()]
    return lines[-1].rpartition(": ")[2].rstrip("\"')")[:200] if lines else "it said nothing"


def _sentences(package: Package, files: Iterable[str], vulnerabilities: Iterable[Any]) -> list[str]:
    name, version = package
    sentences = []
    for one in vulnerabilities:
        others = f" ({', '.join(sorted(one['aliases']))})" if one.get("aliases") else ""
        fixed = " or ".join(one.get("fix_versions") or [])
        advice = f"take {fixed}" if fixed else "no version mends it yet: do without it"
        sentences.append(f"{', '.join(files)}: {name} {version} is known for {one['id']}{others}: {advice}")
    return sentences
