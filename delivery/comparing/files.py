"""What stands in one place: a file, a folder with the files that may matter, or nothing. And reading that from disk."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from delivery.problems import Refused, refuse
from delivery.reading.document import shown

MOST_BYTES = 5 * 1024 * 1024  # of a file, far more than CloudFormation takes
MOST_FILES = 20_000
LONGEST = 300  # of a name that is shown whole
_ENDINGS = (".json", ".yaml", ".yml", ".template")


@dataclass(frozen=True)
class Found:
    """A file is its content under the name ""; a folder has its files by their paths in it."""

    kind: Literal["file", "folder", "nothing"]
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what was not looked at, as ends of sentences that begin with its path


NOTHING = Found("nothing")


def may_matter(relative: str) -> bool:
    """Whether a file in a folder can be a template, its values or a manifest; what is hidden is not."""
    parts = PurePosixPath(relative).parts
    return relative.lower().endswith(_ENDINGS) and not any(part.startswith(".") for part in parts)


def folder_of(files: Mapping[str, bytes], label: str, links: list[str]) -> Found:
    """A folder without what is too large to be a template, and without links."""
    check_number(len(files), label)
    notes = [f"{shown(path, LONGEST)} is a link or a submodule, which is not followed" for path in sorted(links)]
    fitting = {}
    for path in sorted(files):
        if len(files[path]) > MOST_BYTES:
            notes.append(f"{shown(path, LONGEST)} is larger than any template and was not read")
        else:
            fitting[path] = files[path]
    return Found("folder", fitting, tuple(notes))


def file_of(content: bytes, label: str) -> Found:
    if len(content) > MOST_BYTES:
        raise refuse("this file is larger than any template: name another", place(label))
    return Found("file", {"": content})


def check_number(number: int, label: str) -> None:
    if number > MOST_FILES:
        raise refuse(f"holds more than {MOST_FILES:,} files: name a smaller folder", place(label))


def place(label: str) -> Path:
    """A label where a sentence needs a file."""
    return Path(shown(label, LONGEST))


def on_disk(path: str) -> Found:
    """The file or folder of that name as it is now."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        if os.path.islink(path):
            raise refuse("this is a link to something that does not exist: mend the link", place(path)) from None
        return NOTHING
    except NotADirectoryError:
        return NOTHING
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if stat.S_ISDIR(mode):
        links: list[str] = []
        return folder_of(dict(_walk(path, links)), path, links)
    # A shell's <(command) is a pipe below /dev; any other pipe may never end.
    if not stat.S_ISREG(mode) and not (stat.S_ISFIFO(mode) and path.startswith("/dev/")):
        raise refuse("this is a pipe, a socket or a device: name a file or a folder", place(path))
    return file_of(_content(path), path)


def _walk(top: str, links: list[str]) -> Iterator[tuple[str, bytes]]:
    number = 0
    for folder, folders, names in os.walk(top, onerror=_stop):
        inside = Path(os.path.relpath(folder, top))
        links += [
            (inside / name).as_posix()
            for name in [*folders, *names]
            if name[0] != "." and os.path.islink(os.path.join(folder, name))
        ]
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in names:
            path = os.path.join(folder, name)
            if may_matter(name) and os.path.isfile(path) and not os.path.islink(path):
                number += 1
                check_number(number, top)
                yield (inside / name).as_posix(), _content(path)


def _stop(error: OSError) -> None:
    raise _unreadable(str(error.filename), error)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: Exception) -> Refused:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return refuse(f"this cannot be read ({reason}): check its name and its permissions", place(path))
