"""Putting files into a folder: all of them or none, and nothing that somebody else put there is touched.

Everything is first written beside its place; only when all is on disk are the files moved in, which can hardly
fail any more. Should it fail all the same, what was moved is moved back.
"""

import contextlib
import hashlib
import json
import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

from delivery.problems import Refused, refuse

MANIFEST = "manifest.json"
STAGING = ".writing-"
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Writing:
    """What is about to change below `out`. With `check`, nothing is ever written."""

    def __init__(self, out: Path, *, check: bool = False) -> None:
        self.out = out
        self.check = check
        self.written: list[str] = []
        self.removed: list[str] = []
        self.kept: list[str] = []  # no longer generated, but changed by hand since
        self._made_out = False
        self._staged: Path | None = None

    @property
    def paths(self) -> list[str]:
        return sorted([*self.written, *self.removed])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._staged is not None:
            _discard(self._staged)
        if self._made_out:
            with contextlib.suppress(OSError):
                self.out.rmdir()  # only goes while it is empty
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise self._refused(error) from None

    def file(self, path: str, content: bytes) -> None:
        """A file as it should be; what is so already is left alone."""
        target = self.out / path
        if target.is_dir():
            raise refuse("is a folder where a file must be written: move it away", target)
        try:
            if target.read_bytes() == content:
                return
        except (FileNotFoundError, NotADirectoryError):
            pass
        self.written.append(path)
        if not self.check:
            beside = self._beside() / f"new-{len(self.written)}"
            beside.write_bytes(content)
            beside.chmod(0o644)  # whatever the umask

    def application(self, name: str, files: Mapping[str, bytes]) -> None:
        """All files of an application; what the last build made and this one does not is removed."""
        for path, content in files.items():
            self.file(f"{name}/{path}", content)
        self._remove_old(name, files)

    def forget_all_but(self, names: list[str]) -> None:
        """Remove the files of applications that are no longer there."""
        if self.out.is_dir():
            for folder in sorted(self.out.iterdir()):
                if folder.name not in names and (folder / MANIFEST).is_file():
                    self._remove_old(folder.name, {})

    def carry_out(self) -> None:
        """Move everything into its place; after an error all is as it was."""
        if self.paths and not self.check:
            with _interrupts_wait():
                self._move_in(self._beside())
            self._made_out = False

    def _beside(self) -> Path:
        if self._staged is None:
            if not self.out.is_dir():
                self.out.mkdir(parents=True)
                self._made_out = True
            for left in self.out.glob(f"{STAGING}*"):
                if not _is_running(left.name.removeprefix(STAGING)):
                    _discard(left)  # of a build that was killed
            self._staged = self.out / f"{STAGING}{os.getpid()}"
            self._staged.mkdir()
        return self._staged

    def _remove_old(self, name: str, files: Mapping[str, bytes]) -> None:
        for path, digest in _listed(self.out / name / MANIFEST).items():
            target = self.out / name / path
            if path in files or not target.is_file():
                continue
            is_ours = path == MANIFEST or hashlib.sha256(target.read_bytes()).hexdigest() == digest
            (self.removed if is_ours else self.kept).append(f"{name}/{path}")

    def _move_in(self, beside: Path) -> None:
        done: list[tuple[Path, Path | None]] = []
        try:
            for number, path in enumerate(self.written, start=1):
                target = self.out / path
                target.parent.mkdir(parents=True, exist_ok=True)
                done.append((target, _keep(target, beside / f"old-{number}")))
                os.replace(beside / f"new-{number}", target)
            for number, path in enumerate(self.removed, start=1):
                os.replace(self.out / path, beside / f"gone-{number}")
                done.append((self.out / path, beside / f"gone-{number}"))
        except OSError:
            for target, old in reversed(done):
                _restore(target, old)
            self._prune([target for target, _ in done])
            raise
        self._prune([self.out / path for path in self.removed])

    def _prune(self, targets: list[Path]) -> None:
        """Folders that have become empty."""
        for target in targets:
            for folder in target.parents:
                if folder == self.out:
                    break
                try:
                    folder.rmdir()
                except OSError:
                    break

    def _refused(self, error: OSError) -> Refused:
        where = error.filename if isinstance(error.filename, str) else self.out
        return refuse(
            f"cannot write {where}: {(error.strerror or str(error)).lower()}; nothing in {self.out} was changed: "
            "mend that and try again"
        )


def _listed(manifest: Path) -> dict[str, str]:
    """The files of a former build with their digests; a manifest that cannot be trusted lists nothing."""
    try:
        listed = json.loads(manifest.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(listed, dict):
        return {}
    inside = {path: digest for path, digest in listed.items() if _is_inside(path) and isinstance(digest, str)}
    return {**inside, MANIFEST: ""}


def _is_inside(path: Any) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and "\0" not in path


def _keep(target: Path, old: Path) -> Path | None:
    """A second name for what is there, so that it can be put back."""
    if not target.exists():
        return None
    try:
        os.link(target, old)
    except OSError:  # a file system without links
        old.write_bytes(target.read_bytes())
    return old


def _discard(staged: Path) -> None:
    """A folder of ours, which holds nothing but files."""
    with contextlib.suppress(OSError):
        for path in staged.iterdir():
            path.unlink()
        staged.rmdir()


def _is_running(process: str) -> bool:
    """Whether the build that a staging folder is named after may still be at work."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return int(process) != os.getpid()


def _restore(target: Path, old: Path | None) -> None:
    with contextlib.suppress(OSError):
        if old is None:
            target.unlink()
        else:
            os.replace(old, target)


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Ctrl-C and SIGTERM take effect a moment later, when all files are in their places."""
    arrived: list[int] = []
    try:
        former = {number: signal.signal(number, lambda number, _: arrived.append(number)) for number in _SIGNALS}
    except ValueError:  # not in the main thread, which alone gets signals
        yield
        return
    try:
        yield
    finally:
        for waited_for, handler in former.items():
            signal.signal(waited_for, handler)
        for number in arrived:
            signal.raise_signal(number)
