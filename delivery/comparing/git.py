"""What Git has: the files of a revision, read with the git program, which is never let write or ask."""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from delivery.comparing.files import LONGEST, NOTHING, Found, check_number, file_of, folder_of, may_matter, place
from delivery.problems import Refused, nearest, refuse
from delivery.reading.document import shown

if TYPE_CHECKING:
    from subprocess import CompletedProcess

INDEX = ""
SECONDS = 120
_SETTINGS = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
}
# Git refuses to have these beside GIT_LITERAL_PATHSPECS.
_UNSET = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
# What these name may begin at the current folder, as it does in a hook.
_FROM_HERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
_ID = re.compile(rb"[0-9a-f]{40,64}\n")
_REGULAR = ("100644", "100755", "100664")
_LINK, _SUBMODULE = "120000", "160000"


@dataclass(frozen=True)
class Repository:
    """Where git is run, and where that is, seen from the top: `` or `sub/`."""

    folder: str
    prefix: str


@dataclass(frozen=True)
class _Entry:
    path: str
    mode: str
    id: str
    stage: str = "0"


def repository(path: str) -> Repository:
    """The repository in which a file or folder lies or once lay; raises Refused where there is none."""
    folder = os.curdir if any(name in os.environ for name in _FROM_HERE) else _nearest_folder(path)
    done = _git(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix")
    if done.returncode:
        raise _no_repository(path, done.stderr)
    inside, _, prefix = done.stdout.partition(b"\n")
    if inside != b"true":
        raise refuse("lies in a bare repository or in .git itself: go to a working tree", place(path))
    return Repository(folder, os.fsdecode(prefix[:-1]))


def path_in(found: Repository, path: str) -> str:
    """A path of the disk as the repository knows it; links on the way to the folder are followed."""
    folder = _nearest_folder(path)
    rest = os.path.relpath(path, folder)
    here = os.path.relpath(os.path.realpath(folder), os.path.realpath(found.folder))
    return _normal(posixpath.join(found.prefix, *here.split(os.sep), *rest.split(os.sep)), path)


def path_from_top(path: str) -> str:
    return _normal(path.lstrip("/") or ".", path)


def has_commits(found: Repository) -> bool:
    return _git(found.folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode == 0


def is_revision(found: Repository, word: str) -> bool:
    return not word.startswith("-") and _tree(found, word) is not None


def files_of(found: Repository, revision: str, path: str, label: str) -> Found:
    """What stands under a path, seen from the top, in a revision or in the index."""
    entries = list(_staged(found, path) if revision == INDEX else _recorded(found, revision, path))
    if any(entry.stage != "0" for entry in entries):
        raise refuse("has a conflict that is not solved yet: solve it, then git add", place(label))
    if not entries:
        return NOTHING
    (first, *others) = entries
    if path and first.path == path and not others:
        if first.mode not in _REGULAR:
            what = "a link" if first.mode == _LINK else "a submodule"
            raise refuse(f"is {what} in that revision: name what it points to", place(label))
        return file_of(_contents(found, [first.id], label)[first.id], label)
    inside = {entry.path[len(path) + 1 if path else 0 :]: entry for entry in entries}
    wanted = {name: entry.id for name, entry in inside.items() if entry.mode in _REGULAR and may_matter(name)}
    check_number(len(wanted), label)
    contents = _contents(found, wanted.values(), label)
    links = [name for name, entry in inside.items() if entry.mode in (_LINK, _SUBMODULE) and _is_seen(name)]
    return folder_of({name: contents[id_] for name, id_ in wanted.items()}, label, links)


def _is_seen(name: str) -> bool:
    return not any(part.startswith(".") for part in name.split("/"))


def _recorded(found: Repository, revision: str, path: str) -> Iterator[_Entry]:
    tree = _tree(found, revision)
    if tree is None:
        raise _unknown(found, revision)
    where = ("--", path) if path else ()
    for line in _lines(found, "ls-tree", "-r", "-z", "--full-tree", tree, *where):
        about, _, name = line.partition("\t")
        mode, _, id_ = about.split(" ")
        if _lies_below(name, path):
            yield _Entry(name, mode, id_)


def _staged(found: Repository, path: str) -> Iterator[_Entry]:
    where = posixpath.relpath(path or ".", found.prefix or ".")
    for line in _lines(found, "ls-files", "-s", "-z", "--full-name", "--", where):
        about, _, name = line.partition("\t")
        mode, id_, stage = about.split(" ")
        if _lies_below(name, path):
            yield _Entry(name, mode, id_, stage)


def _lies_below(name: str, path: str) -> bool:
    return not path or name == path or name.startswith(path + "/")


def _lines(found: Repository, *words: str) -> Iterator[str]:
    done = _git(found.folder, *words)
    if done.returncode:
        raise refuse(f"git {words[0]} failed: {_complaint(done.stderr)}")
    return (os.fsdecode(line) for line in done.stdout.split(b"\0") if line)


def _contents(found: Repository, ids: Iterable[str], label: str) -> dict[str, bytes]:
    """All of them from one process."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    done = _git(found.folder, "cat-file", "--batch", given="".join(f"{id_}\n" for id_ in wanted).encode())
    contents, at = {}, 0
    for id_ in wanted:
        end = done.stdout.find(b"\n", at)
        words = done.stdout[at : max(at, end)].split(b" ")
        if len(words) != 3 or words[1] != b"blob":
            raise refuse("is not whole in this clone: git fetch what is missing, then try again", place(label))
        size = int(words[2])
        contents[id_] = done.stdout[end + 1 : end + 1 + size]
        at = end + size + 2
    return contents


def _tree(found: Repository, revision: str) -> str | None:
    done = _git(found.folder, "rev-parse", "--verify", "--quiet", revision + "^{tree}")
    return done.stdout.decode().strip() if done.returncode == 0 and _ID.fullmatch(done.stdout) else None


def _unknown(found: Repository, revision: str) -> Refused:
    word = shown(revision, LONGEST)
    if not has_commits(found):
        return refuse(f"there is no revision {word}: nothing has been committed here yet")
    start = re.split(r"[~^@]", revision)[0] or revision[:1]  # @ alone is HEAD
    if start != revision and _tree(found, start):
        shallow = _git(found.folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        advice = "this clone is shallow: git fetch --unshallow" if shallow else "git log shows what it holds"
        return refuse(f"there is no revision {word}: the history of {shown(start)} does not hold it; {advice}")
    return refuse(f"there is no revision {word} here: {_near(found, start)}")


def _near(found: Repository, name: str) -> str:
    listed = _git(found.folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
    known = sorted(os.fsdecode(line) for line in listed.stdout.split(b"\n") if line)
    for candidate in known:
        if candidate.endswith("/" + name):
            return f"did you mean {shown(candidate)}?"
    found_one = nearest(name, ["HEAD", *known])
    return shown(found_one, LONGEST) if found_one.startswith("did you mean") else "git branch -a and git tag list them"


def _nearest_folder(path: str) -> str:
    """The folder itself, or the nearest one around what is or was there."""
    folder = os.path.normpath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder) or os.curdir
    return folder


def _normal(path: str, as_written: str) -> str:
    normal = posixpath.normpath(path)
    if normal == ".." or normal.startswith("../"):
        raise refuse("lies outside of the Git repository: name something inside", place(as_written))
    return "" if normal == "." else normal


def _no_repository(path: str, stderr: bytes) -> Refused:
    if b"dubious ownership" in stderr:
        return refuse(
            "lies in a Git repository of another user: if you trust it, "
            "run git config --global --add safe.directory with its folder",
            place(path),
        )
    if b"not a git repository" in stderr.lower():
        return refuse("is not in a Git repository: name two files or folders to compare", place(path))
    return refuse(f"git cannot read this repository: {_complaint(stderr)}", place(path))


def _complaint(stderr: bytes) -> str:
    lines = [line.removeprefix("fatal: ") for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return shown(lines[-1], LONGEST) if lines else "it does not say why"


def _git(folder: str, *words: str, given: bytes | None = None) -> "CompletedProcess[bytes]":
    import subprocess

    command = ["git", "-C", folder, "-c", "core.fsmonitor=false", "--no-pager", *words]
    environment = {name: value for name, value in os.environ.items() if name not in _UNSET} | _SETTINGS
    try:
        return subprocess.run(
            command,
            input=given or b"",
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except FileNotFoundError:
        raise refuse("git is not installed: install it, or name two files or folders to compare") from None
    except subprocess.TimeoutExpired:
        raise refuse(f"git took longer than {SECONDS} seconds: run git status to see what holds it up") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise refuse(f"git cannot be run ({reason}): check the names that were given") from None
