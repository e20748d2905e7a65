"""Environments of checkers: exact versions with hashes, made whole or not at all."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from audit import environment
from audit.environment import LOCKS, MARKER, node_environment, python_environment
from audit.findings import CheckFailed

WHEEL = "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"
WRONG = "six==1.17.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    """A folder for lock files."""
    folder = tmp_path / "locks"
    folder.mkdir()
    return folder


def packages() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((LOCKS / "package-lock.json").read_text())["packages"]
    return {name: facts for name, facts in found.items() if name}


@pytest.mark.parametrize("name", environment.PYTHON)
def test_every_python_package_has_an_exact_version_and_hashes(name: str) -> None:
    entries = re.split(r"(?<!\\)\n", (LOCKS / f"{name}.lock").read_text().strip())
    pattern = re.compile(r"[\w.-]+==[\w.!+-]+( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries if not pattern.fullmatch(entry)] == []


@pytest.mark.parametrize("name", environment.PYTHON)
def test_the_locks_have_what_is_wanted(name: str) -> None:
    wanted = [line for line in (LOCKS / f"{name}.in").read_text().splitlines() if not line.startswith("#")]
    locked = (LOCKS / f"{name}.lock").read_text().lower().replace("_", "-")
    assert wanted
    for line in wanted:
        package, _, version = re.split("(==|<)", line)[:3]
        exact = version if "==" in line else ""
        assert f"\n{package.lower().replace('_', '-')}=={exact}" in f"\n{locked}"


def test_every_node_package_has_a_hash_or_comes_in_one_that_has() -> None:
    loose = [name for name, facts in packages().items() if not facts.get("integrity") and not facts.get("inBundle")]
    assert loose == []


def test_the_node_packages_that_are_wanted_have_exact_versions() -> None:
    wanted = json.loads((LOCKS / "package.json").read_text())["dependencies"]
    locked = {name: packages()[f"node_modules/{name}"]["version"] for name in wanted}
    assert wanted == locked


@pytest.mark.parametrize("file", sorted(LOCKS.iterdir()), ids=lambda file: file.name)
def test_no_lock_names_a_host(file: Path) -> None:
    assert re.findall(r"https?:|file:|\b[\w-]+\.(?:org|com|io|net)\b", file.read_text()) == []


def test_a_wrong_hash_is_a_sentence_and_leaves_nothing_that_looks_ready(locks: Path, tmp_path: Path) -> None:
    (locks / "six.lock").write_text(WRONG)
    with pytest.raises(CheckFailed) as failure:
        python_environment("six", locks, tmp_path / "made")
    assert str(failure.value).startswith("The environment 'six' for checkers was not made: the installer said 'ERROR:")
    assert "HASHES" in str(failure.value)
    assert "\n" not in str(failure.value)
    assert list((tmp_path / "made").glob(f"*/{MARKER}")) == []


def test_after_a_failure_it_is_made_again_and_of_other_versions_nothing_stays(locks: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    (locks / "six.lock").write_text(WRONG)
    with pytest.raises(CheckFailed):
        python_environment("six", locks, made)
    (locks / "six.lock").write_text(WHEEL)
    python = python_environment("six", locks, made)
    said = subprocess.check_output([python, "-c", "import six; print(six.__version__)"], text=True)
    assert said == "1.17.0\n"
    assert [folder for folder in made.glob("six-*") if folder != python.parents[1]] == []


def test_a_half_made_one_is_made_again(locks: Path, tmp_path: Path) -> None:
    (locks / "six.lock").write_text(WHEEL)
    python = python_environment("six", locks, tmp_path)
    folder = python.parents[1]
    (folder / MARKER).unlink()
    (folder / "rubbish").touch()
    assert python_environment("six", locks, tmp_path) == python
    assert not (folder / "rubbish").exists()


def test_one_that_is_ready_is_used_as_it_is(locks: Path, tmp_path: Path) -> None:
    (locks / "six.lock").write_text(WHEEL)
    python = python_environment("six", locks, tmp_path)
    (python.parents[1] / "mark").touch()
    python_environment("six", locks, tmp_path)
    assert (python.parents[1] / "mark").exists()


def test_a_missing_npm_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "cp").symlink_to("/bin/cp")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(CheckFailed, match=r"npm was not found. Install Node.js"):
        node_environment(cache=tmp_path / "made")


def test_a_missing_lock_is_a_sentence(locks: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="'none' for checkers was not made: No such file"):
        python_environment("none", locks, tmp_path)
