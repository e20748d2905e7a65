"""The proof that generation and lint need neither network nor credentials, and that this proof can fail."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from audit import offline
from audit.copies import copy_project
from audit.findings import CheckFailed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def space():
    return offline.namespace()


def program(folder: Path, body: str) -> Path:
    """A project whose every command does the same."""
    (folder / "generate.py").write_text(
        f"import os, pathlib, socket, sys\nprint('1 documents linted: nothing found.')\n{body}\n"
    )
    (folder / "out").mkdir()
    return folder


def test_one_application_is_generated_and_linted_where_there_is_no_network(tmp_path, space):
    """All of them are the audit's; this is the same proof on the smaller one."""
    copy_project(ROOT, tmp_path / "project")
    for part in ("parameters", "out"):
        shutil.rmtree(tmp_path / "project" / part / "hello")
    assert offline.prove(tmp_path / "project", space) == []


def test_what_asks_nobody_is_proved(tmp_path, space):
    assert offline.prove(program(tmp_path, "pass"), space) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("socket.create_connection(('192.0.2.1', 443), timeout=5)", "Network is unreachable"),
        ("socket.create_connection(('127.0.0.1', 22), timeout=5)", "Network is unreachable"),
        ("import boto3", "boto3"),
        ("import botocore.session", "botocore"),
        ("os.environ['AWS_ACCESS_KEY_ID']", "AWS_ACCESS_KEY_ID"),
        ("pathlib.Path.home().joinpath('.aws/credentials').read_text()", ".aws/credentials"),
        ("sys.exit(3)", "fails"),
    ],
)
def test_what_asks_for_a_network_or_credentials_is_told(tmp_path, space, monkeypatch, body, words):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    sentences = offline.prove(program(tmp_path, body), space)
    assert len(sentences) == 2, sentences  # build and schema
    assert words in sentences[0]


def test_output_that_differs_is_told(tmp_path, space):
    project = program(tmp_path, "pathlib.Path('out').mkdir(exist_ok=True); pathlib.Path('out/a').write_text('b')")
    assert "out/a comes out differently" in offline.prove(project, space)[0]
    (project / "out/a").write_text("b")
    assert offline.prove(project, space) == []
    (project / "out/c").write_text("")
    assert "out/c comes out differently" in offline.prove(project, space)[0]


def test_a_build_that_does_not_lint_is_told(tmp_path, space):
    project = program(tmp_path, "")
    (project / "generate.py").write_text("print('done')")
    assert "did not say that it linted" in offline.prove(project, space)[0]


def stub(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another `unshare` than the machine's."""
    (folder / "unshare").write_text(f"#!/bin/sh\n{body}\n")
    (folder / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_where_no_namespace_can_be_made_the_proof_fails(tmp_path, monkeypatch):
    stub(tmp_path, "echo 'Operation not permitted' >&2; exit 1", monkeypatch)
    with pytest.raises(CheckFailed, match="lets nobody make a network namespace"):
        offline.outcome(ROOT)


def test_where_there_is_no_unshare_the_proof_fails(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CheckFailed, match="Linux"):
        offline.namespace()


def test_a_namespace_that_still_has_a_network_proves_nothing(tmp_path, monkeypatch):
    stub(tmp_path, 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"', monkeypatch)
    with pytest.raises(CheckFailed, match="leaves it in place"):
        offline.namespace()


def test_generation_loads_nothing_that_would_look_for_credentials(tmp_path):
    """Also where such a library is there: with lint it is not loaded either."""
    import subprocess

    copy_project(ROOT, tmp_path / "project")
    script = (
        "import sys\nfrom delivery.command_line import run\nfrom generate import commands\nimport cfnlint\n"
        "assert run(commands, ['build', '--no-lint']) == 0\n"
        "print(*sorted(name for name in sys.modules if name.split('.')[0] in ('boto3', 'botocore')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path / "project", capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == ""
