"""The lock files: every package at one version, with the hashes that what is fetched must have."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENTS = "audit/environments"
PRODUCT = "requirements.lock"
NODE = "package-lock.json"
_ENTRY = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[A-Za-z0-9.!+]+)"
    r"(?:\s*;\s*(?P<marker>[^#]*?))?(?P<hashes>(?:\s+--hash=sha256:[0-9a-f]{64})+)"
)


@dataclass(frozen=True, order=True)
class Pin:
    """One package of a lock."""

    name: str
    version: str
    marker: str = ""
    hashes: tuple[str, ...] = ()
    """SHA-256, one for each file of this version."""


@dataclass(frozen=True)
class Lock:
    """One lock file."""

    file: str
    """Below the repository."""
    pins: tuple[Pin, ...]
    wrong: tuple[str, ...]
    """A sentence for each line that pins nothing, or not by hash."""


def locks(root: Path) -> list[Lock]:
    """Every lock of Python packages: the product's first."""
    files = [root / PRODUCT, *sorted((root / ENVIRONMENTS).glob("*.lock"))]
    return [_lock(file.relative_to(root).as_posix(), file.read_text("utf-8")) for file in files]


def node_packages(root: Path) -> tuple[int, list[str]]:
    """How many packages the checkers in Node.js have, and a sentence for each that nothing vouches for."""
    file = root / ENVIRONMENTS / NODE
    packages = {name: facts for name, facts in json.loads(file.read_bytes())["packages"].items() if name}
    return len(packages), [
        f"{ENVIRONMENTS}/{NODE}: {name} has no integrity: lock it again, see {ENVIRONMENTS}/README.md"
        for name, facts in packages.items()
        if not facts.get("integrity") and not facts.get("inBundle")
    ]


def normal(name: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _lock(file: str, text: str) -> Lock:
    pins, wrong = [], []
    for number, entry in _entries(text):
        found = _ENTRY.fullmatch(entry)
        if found:
            hashes = tuple(re.findall("[0-9a-f]{64}", found["hashes"]))
            pins.append(Pin(normal(found["name"]), found["version"], (found["marker"] or "").strip(), hashes))
        else:
            what = " ".join(entry.split())[:60]
            wrong.append(
                f"{file}:{number}: '{what}' is not one version of a package with its hashes: lock it again, "
                "see CONTRIBUTING.md"
            )
    if not pins:
        wrong.append(f"{file}: this locks nothing: lock it again, see CONTRIBUTING.md")
    return Lock(file, tuple(sorted(pins)), tuple(wrong))


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Each entry as one line, with the number of its first."""
    entry, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if not entry and (not line.strip() or line.startswith("#")):
            continue
        first = first or number
        entry += line.rstrip().removesuffix("\\")
        if not line.rstrip().endswith("\\"):
            yield first, entry.strip()
            entry, first = "", 0
    if entry:
        yield first, entry.strip()
