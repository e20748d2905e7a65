"""What several tests need: the command line as a function, and folders to damage."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from delivery.command_line import run
from generate import commands

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """`command("build", "hello")` in this process."""

    def call(*words: object) -> Ended:
        code = run(commands, [str(word) for word in words])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the examples' parameters, and an `out` that is current."""
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    shutil.copytree(ROOT / "out", tmp_path / "out")
    return tmp_path


@pytest.fixture
def build(command: Callable[..., Ended], project: Path) -> Callable[..., Ended]:
    """Build that copy, without lint unless asked for."""

    def call(*words: object, lint: bool = False) -> Ended:
        folders = ("--parameters", project / "parameters", "--out", project / "out")
        return command("build", *folders, *([] if lint else ["--no-lint"]), *words)

    return call


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def untouched(project: Path) -> Iterator[None]:
    """Whatever the test does, `out` must be the same afterwards."""
    before = contents_of(project / "out")
    yield
    assert contents_of(project / "out") == before
    assert not [path for path in (project / "out").iterdir() if path.name.startswith(".")]
