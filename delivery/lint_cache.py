"""What cfn-lint found before: a folder with one small file per document.

The folder is a convenience and never a condition: what cannot be read was never written, and what
cannot be written is linted again. Nothing here raises because of the folder.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

FORMAT = 1
"""Raise it when the same document would get other findings, or a file another shape."""

KEEP = 50_000
"""So many files may stay."""

Found = tuple[str, str, str]
"""One finding without its sheet: rule, place, message."""

_OURS = re.compile(r"[0-9a-f]{64}\.(json|\w+\.tmp)")


def key(text: str, regions: Sequence[str], version: str, rules: str) -> str:
    """The name of what was found in this text, in these regions, by this version and these rules."""
    parts = json.dumps([FORMAT, version, rules, list(regions), text])
    return hashlib.sha256(parts.encode()).hexdigest()


def digest(folder: Path) -> str:
    """What the rules of a folder are made of; a folder that is not there has no rules."""
    total = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def read(folder: Path | None, name: str) -> tuple[Found, ...] | None:
    """What was found then, or nothing when that is not known for sure."""
    if folder is None:
        return None
    file = folder / f"{name}.json"
    try:
        entry = json.loads(file.read_text(encoding="utf-8"))
        found = _entry(entry, name)
    except (OSError, ValueError, RecursionError):
        return None
    if found is not None:
        with contextlib.suppress(OSError):  # it is in use: pruning takes others first
            os.utime(file)
    return found


def _entry(entry: object, name: str) -> tuple[Found, ...] | None:
    """The findings in a file that we wrote under this name; nothing for any other content."""
    if not isinstance(entry, dict) or entry.get("key") != name or not isinstance(entry.get("found"), list):
        return None
    found: list[Found] = []
    for row in entry["found"]:
        match row:
            case [str(rule), str(place), str(message)]:
                found.append((rule, place, message))
            case _:
                return None
    return tuple(found)


def write(folder: Path | None, name: str, found: Iterable[Found]) -> None:
    """Keep what was found. The file is there whole or not at all."""
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{name}.", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"key": name, "found": list(found)}, file)
            os.replace(temporary, folder / f"{name}.json")
        except BaseException:
            os.unlink(temporary)
            raise


def prune(folder: Path | None, keep: int = KEEP) -> None:
    """Delete the files that were not used for longest, when there are more than may stay."""
    if folder is None:
        return
    try:
        with os.scandir(folder) as entries:
            ours = [entry for entry in entries if _OURS.fullmatch(entry.name)]
        if len(ours) <= keep:
            return
        ours.sort(key=lambda entry: entry.stat().st_mtime_ns)
    except OSError:
        return
    for entry in ours[: len(ours) - keep * 9 // 10]:  # a tenth more, so that it is not each time
        with contextlib.suppress(OSError):
            os.unlink(entry.path)
