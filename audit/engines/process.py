"""Checkers that run in processes of their own: a line of JSON asks, a line of JSON answers.

A checker that does not start, dies, hangs or says something else is an error, never a clean result.
"""

import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from audit.findings import CheckFailed
from delivery.pool import share_out

PATIENCE = 300.0
"""So many seconds may an answer take; the slowest takes one. Starting may take as long."""

Row = tuple[str, str, str, str]
"""One finding without its document: rule, resource, place, message."""


@dataclass(frozen=True)
class Work:
    """One distinct document to check."""

    key: str
    document: str
    """What a message calls it."""
    text: str
    """The template as JSON."""
    regions: tuple[str, ...]
    types: tuple[str, ...]
    """The types of its resources. Documents with the same types follow each other: a checker may prepare for them."""


@dataclass(frozen=True)
class Launch:
    """How a checker is started."""

    checker: str
    """What a message calls it."""
    command: tuple[str, ...]
    patience: float = PATIENCE


def answers(
    launch: Launch, todo: Sequence[Work], processes: int
) -> Generator[tuple[Work, tuple[Row, ...] | CheckFailed], None, None]:
    """What is found in each document, as it comes, or why that one could not be checked."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(share_out(partial(_Worker, launch, folder), todo, processes)) as found,
    ):
        yield from found


class _Worker:
    """A process that checks one document after the other."""

    def __init__(self, launch: Launch, folder: str) -> None:
        self.launch = launch
        self.ready = False
        self.late = False
        self.silent = False
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by close()
        try:
            self.process = subprocess.Popen(
                launch.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.said,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder},
                encoding="utf-8",
                errors="replace",
                process_group=0,  # Ctrl-C is for the parent, which ends its workers
            )
        except OSError as error:
            self.said.close()
            what = f"{launch.checker} did not start: {launch.command[0]}: {error.strerror}."
            raise CheckFailed(f"{what} Look whether it is installed.") from error

    def ask(self, work: Work) -> tuple[Row, ...] | CheckFailed:
        """What it finds, or why it cannot check this document."""
        if not self.ready:
            if self._exchange("", PATIENCE) != {"ready": True}:
                raise self._gone("it started", "Remove .cache/audit/environments and run again.")
            self.ready = True
        request = {"key": work.key, "template": json.loads(work.text), "regions": list(work.regions)}
        match self._exchange(json.dumps(request) + "\n", self.launch.patience):
            case {"key": work.key, "findings": list(rows)} if all(_is_row(row) for row in rows):
                return tuple((rule, resource, place, message) for rule, resource, place, message in rows)
            case {"key": work.key, "broken": str(why)}:
                return CheckFailed(f"{self.launch.checker} could not check {work.document}: {why}")
        raise self._gone(f"it checked {work.document}", "Run again, and look whether memory runs out.")

    def _exchange(self, request: str, patience: float) -> object:
        """What it answers; nothing when that is no answer. One that takes too long is ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        timer = threading.Timer(patience, self._end)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                self.process.stdin.write(request)
                self.process.stdin.flush()
            line = self.process.stdout.readline()
        finally:
            timer.cancel()
        self.silent = not line
        try:
            answer: object = json.loads(line)
        except ValueError:
            return None
        return answer

    def _end(self) -> None:
        self.late = True
        self.process.kill()

    def _gone(self, when: str, advice: str) -> CheckFailed:
        """A sentence on a process that did not answer as it should."""
        how = "gave something that is no answer"
        if self.late:
            how = "took too long to answer"
        elif self.silent:
            status = self._status()
            how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        self.said.seek(0)
        lines = self.said.read().decode(errors="replace").split("\n")
        last = next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
        said = f" Its last words: {last}." if last else ""
        return CheckFailed(f"{self.launch.checker} {how} while {when}.{said} {advice}")

    def _status(self) -> int:
        """Of a process that says nothing more and should be about to end."""
        try:
            return self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def close(self) -> None:
        """Let go of a process that was killed."""
        with suppress(BrokenPipeError), self.process:
            pass
        self.said.close()


def _is_row(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 4 and all(isinstance(part, str) for part in row)
