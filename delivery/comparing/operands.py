"""What the words OLD and NEW mean: files, folders, and revisions such as HEAD~1: or main:out/hello."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from delivery.comparing.files import LONGEST, NOTHING, Found, on_disk, place
from delivery.problems import Refused, refuse
from delivery.reading.document import shown

_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]")
_STAGE = re.compile(r":([0-3]):")
_MOST_NAMES = 1_000


@dataclass(frozen=True)
class Operand:
    """One side as it was named, and what stands there."""

    label: str  # HEAD~1:out/hello
    found: Found
    path: str = ""  # out/hello, where the label says more

    @property
    def name(self) -> str:
        """What stands there, wherever it was taken from."""
        return self.path or self.label

    def file(self, relative: str) -> Path:
        """How a file of it is called in a sentence."""
        return place(f"{self.label.rstrip('/')}/{relative}" if relative else self.label)


@dataclass(frozen=True)
class _Revision:
    """A word of Git's: `HEAD~1:out` is HEAD~1 and out; without a path it means out/."""

    name: str
    path: str


def operands(old: str | None, new: str | None, out: Path) -> tuple[Operand, Operand]:
    """Both sides; what is not named is what Git has committed, or the files as they are now."""
    if old is None:
        if new is not None:
            raise refuse("only NEW is given: name OLD before it")
        return _committed(str(out)), _now(str(out))
    if new is not None:
        return operand(old, out), operand(new, out)
    revision = _revision_of(old)
    if revision is None:
        return _since_commit(old)
    return _of_revision(revision, out), _now(_path_of(revision, out))


def operand(word: str, out: Path) -> Operand:
    """What one word names. A file or folder of that name comes before a revision."""
    revision = _revision_of(word)
    if revision is not None:
        return _of_revision(revision, out)
    found = on_disk(word)
    if found.kind == "nothing":
        raise _unknown(word)
    return Operand(shown(word, LONGEST), found)


def _revision_of(word: str) -> _Revision | None:
    """The revision that a word names, unless there is a file or folder of that name."""
    if not word:
        raise refuse("one of the names is empty: name a file, a folder or a revision")
    if word.startswith("-"):
        raise refuse(f"{shown(word)} begins with a hyphen: if it is a file, write ./{shown(word)}")
    try:
        usable = b"\0" not in os.fsencode(word)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise refuse(f"{shown(word)} cannot be the name of anything: check it")
    if os.path.lexists(word) or ":" not in word or _WINDOWS_PATH.match(word):
        return None
    return _split(word)


def _split(word: str) -> _Revision:
    from delivery.comparing import git

    if word.startswith(":/"):
        raise refuse(f"{shown(word)} would search for a commit: name the revision, or write :PATH for what is staged")
    if stage := _STAGE.match(word):
        if stage[1] != "0":
            raise refuse(f"{shown(word)} is one side of a conflict: solve the conflict, or write :PATH")
        return _Revision(git.INDEX, word[stage.end() :])
    depth = 0
    for at, sign in enumerate(word):
        depth += (sign == "{") - (sign == "}")
        if sign == ":" and depth <= 0:
            return _Revision(word[:at], word[at + 1 :])
    raise _unknown(word)


def _of_revision(revision: _Revision, out: Path) -> Operand:
    from delivery.comparing import git

    from_top = revision.path.startswith("/")
    path = revision.path or str(out)
    label = shown(f"{revision.name}:{path}", LONGEST)
    repository = git.repository(os.curdir if from_top else path)
    inside = git.path_from_top(path) if from_top else git.path_in(repository, path)
    return Operand(label, git.files_of(repository, revision.name, inside, label), shown(path, LONGEST))


def _path_of(revision: _Revision, out: Path) -> str:
    """The path on disk that a revision's word speaks of."""
    from delivery.comparing import git

    if not revision.path.startswith("/"):
        return revision.path or str(out)
    depth = git.repository(os.curdir).prefix.count("/")
    return os.path.join(*[os.pardir] * depth, revision.path.lstrip("/") or os.curdir)


def _committed(path: str) -> Operand:
    """What Git has committed of a path; nothing, where there is no commit yet."""
    from delivery.comparing import git

    label = shown(f"HEAD:{path}", LONGEST)
    repository = git.repository(path)
    inside = git.path_in(repository, path)
    if not git.has_commits(repository):
        return Operand(label, NOTHING)
    return Operand(label, git.files_of(repository, "HEAD", inside, label), shown(path, LONGEST))


def _now(path: str) -> Operand:
    return Operand(shown(path, LONGEST), on_disk(path))


def _since_commit(word: str) -> tuple[Operand, Operand]:
    now = _now(word)
    if now.found.kind != "nothing":
        return _committed(word), now
    try:
        before = _committed(word)
    except Refused:
        raise _unknown(word) from None
    if before.found.kind == "nothing":
        raise _unknown(word)
    return before, now


def _unknown(word: str) -> Refused:
    name = shown(word, LONGEST)
    if ":" not in word and _is_revision(word):
        return refuse(f"{name} is a revision: write {name}: for its out/, or {name}:PATH for something else in it")
    near = _near_name(word)
    advice = f"did you mean {shown(near, LONGEST)}?" if near else "check the name"
    return refuse(f"{name} is neither a file nor a folder nor a revision: {advice}")


def _is_revision(word: str) -> bool:
    from delivery.comparing import git

    try:
        return git.is_revision(git.repository(os.curdir), word)
    except Refused:
        return False


def _near_name(word: str) -> str | None:
    import difflib

    folder, name = os.path.split(word.rstrip("/"))
    try:
        names = sorted(os.listdir(folder or os.curdir))[:_MOST_NAMES]
    except (OSError, ValueError):
        return None
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
    return os.path.join(folder, near[0]) if near else None
