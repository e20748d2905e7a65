"""One command on one copy of the project, and whether it gave a made-up secret away."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.canaries.birds import ENVIRONMENT, shown
from audit.copies import copy_project

PATIENCE = 120
"""So many seconds may a command take."""
LYING_ABOUT = (".env", "parameters/hello/.env", "parameters/hello/.old.yaml", "parameters/hello/notes.txt")
"""Files that no command should open."""


@dataclass
class Attempt:
    """What is about to be run. Faults change it, and the files of the copy."""

    project: Path
    words: list[str]
    """The command line, after `generate.py`."""
    environment: dict[str, str]
    planted: set[Path] = field(default_factory=set)
    """The files in which a secret was put: there it may stay."""
    signal: int | None = None
    """What is sent to it once it runs."""
    delay: float = 0.0
    """So many seconds after it was started."""
    stdout: Path | None = None
    """Where its output goes, if it is not read."""
    status: int = 0
    """How it ended."""
    leaks: list[str] = field(default_factory=list)
    """What it gave away, and where: 'a GitHub token on stderr'. Never the secret itself."""

    def plant(self, path: str, text: str | bytes) -> None:
        """A file with a secret in it."""
        file = self.project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.planted.add(file)

    def run(self) -> None:
        """Run it, and look at its output and at every file that it made or changed."""
        before = _contents(self)
        streams = _run(self)
        places = [(f"on {name}", content) for name, content in streams.items()]
        for path, content in sorted(_contents(self).items()):
            if before.get(path) != content:
                name = str(path.relative_to(self.project.parent))
                where = f"in {name}" if not shown(name.encode()) else "in the name of a file"
                places.append((where, content + b"\n" + name.encode()))
        self.leaks = [f"{kind} {place}" for place, content in places for kind in shown(content)]


def prepare(root: Path, folder: Path, words: Sequence[str], cache: Path | None = None) -> Attempt:
    """A fresh copy of the repository, with secrets in the environment and in files that are nobody's business."""
    shutil.rmtree(folder, ignore_errors=True)
    project = folder / "project"
    copy_project(root, project)
    if cache is not None and cache.is_dir():
        shutil.copytree(cache, project / ".cache")
    attempt = Attempt(project, list(words), _environment(folder))
    secrets = "\n".join(f"{name}={value}" for name, value in ENVIRONMENT.items())
    for path in (*LYING_ABOUT, "../home/.aws/credentials"):
        attempt.plant(path, secrets)
    return attempt


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but the path; what asks AWS is told to ask nobody."""
    home, temporary = folder / "home", folder / "temporary"
    for made in (home, temporary):
        made.mkdir(parents=True)
    return {
        **ENVIRONMENT,
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPYCACHEPREFIX": str(folder.parent / f"{folder.name}-compiled"),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
    }


def _contents(attempt: Attempt) -> dict[Path, bytes]:
    """Every file below the project, its home and its temporary folder."""
    return {
        path: path.read_bytes()
        for path in attempt.project.parent.rglob("*")
        if path.is_file() and not path.is_fifo() and path not in attempt.planted
    }


def _run(attempt: Attempt) -> dict[str, bytes]:
    command = [sys.executable, "generate.py", *attempt.words]
    with open(attempt.stdout or os.devnull, "wb") as elsewhere:
        process = subprocess.Popen(
            command,
            cwd=attempt.project,
            env=attempt.environment,
            stdin=subprocess.DEVNULL,
            stdout=elsewhere if attempt.stdout else subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        out, err = _ended(process, attempt)
    attempt.status = process.returncode
    return {"stdout": out or b"", "stderr": err}


def _ended(process: "subprocess.Popen[bytes]", attempt: Attempt) -> tuple[bytes, bytes]:
    if attempt.signal is not None:
        try:
            return process.communicate(timeout=attempt.delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, attempt.signal)
    try:
        return process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
