"""out/: written whole or not at all, nobody else's files touched, the same bytes everywhere."""

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, contents_of

DEV = "parameters/hello/dev.yaml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def generate(*words: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    line = [sys.executable, str(ROOT / "generate.py"), *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=120, **settings)


def test_what_is_committed_is_what_the_parameters_say(command):
    """The examples' out/ is the golden file of every template."""
    ended = command("build", "--check", "--no-lint")
    assert ended.code == 0, ended.out


def test_schemas_are_current(command):
    assert command("schema", "--check").code == 0


def test_a_second_build_writes_nothing(build, project):
    before = {path: path.stat().st_mtime_ns for path in (project / "out").rglob("*")}
    ended = build()
    assert ended.code == 0
    assert "is current" in ended.out
    assert {path: path.stat().st_mtime_ns for path in (project / "out").rglob("*")} == before


def test_check_names_what_is_stale_and_writes_nothing(build, project):
    edit(project / DEV, "MaxCapacity: 10", "MaxCapacity: 11")
    before = contents_of(project / "out")
    ended = build("--check")
    assert ended.code == 1
    assert "hello/dev/web.parameters.json" in ended.out
    assert contents_of(project / "out") == before


def test_a_change_of_one_environment_changes_its_file_and_the_overview_only(build, project):
    before = contents_of(project / "out")
    edit(project / DEV, "MaxCapacity: 10", "MaxCapacity: 11")
    assert build().code == 0
    after = contents_of(project / "out")
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"hello/README.md", "hello/dev/web.parameters.json", "hello/manifest.json"}


def test_one_template_serves_all_environments(project):
    """What differs between environments stands in their folders only."""
    files = set(contents_of(project / "out/hello"))
    assert {"registry.json", "network.json", "platform.json", "web.json"} <= files
    folders = [{path.split("/")[1] for path in files if path.startswith(f"{name}/")} for name in ("dev", "prod")]
    assert folders[0] == folders[1]


def test_what_is_no_longer_generated_goes_and_nothing_else(build, project):
    (project / "parameters/hello/staging.yaml").unlink()
    mine = project / "out/hello/notes.txt"
    mine.write_text("mine")
    assert build("hello").code == 0
    assert not (project / "out/hello/staging").exists()
    assert mine.read_text() == "mine"
    assert (project / "out/bring-your-own-vpc/manifest.json").exists()


def test_what_a_person_changed_is_kept_and_told(build, project):
    (project / "parameters/hello/staging.yaml").unlink()
    touched = project / "out/hello/staging/web.parameters.json"
    touched.write_text("[]")
    ended = build("hello")
    assert ended.code == 0
    assert "kept" in ended.out
    assert touched.read_text() == "[]"


def test_an_application_that_is_gone_leaves_out_too(build, project):
    shutil.rmtree(project / "parameters/bring-your-own-vpc")
    assert build().code == 0
    assert [path.name for path in (project / "out").iterdir()] == ["hello"]


def test_a_build_of_one_application_leaves_the_others(build, project):
    shutil.rmtree(project / "parameters/bring-your-own-vpc")
    before = contents_of(project / "out/bring-your-own-vpc")
    assert build("hello").code == 0
    assert contents_of(project / "out/bring-your-own-vpc") == before


@pytest.mark.parametrize("path", ["../../precious.txt", "/precious.txt", "a/../../../precious.txt", ".."])
def test_a_manifest_cannot_name_files_outside(build, project, path):
    precious = project / "precious.txt"
    precious.write_text("precious")
    manifest = project / "out/hello/manifest.json"
    data = json.loads(manifest.read_text())
    data["files"][path] = hashlib.sha256(b"precious").hexdigest()
    manifest.write_text(json.dumps(data))
    assert build().code == 0
    assert precious.read_text() == "precious"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}', '{"files": {"a": 1}}', "[" * 100_000], ids=repr)
def test_a_damaged_manifest_is_made_anew(build, project, text):
    manifest = project / "out/hello/manifest.json"
    good = manifest.read_bytes()
    manifest.write_text(text)
    assert build().code == 0
    assert manifest.read_bytes() == good


class TestWriting:
    """Whatever fails, out/ is as it was."""

    @pytest.fixture(autouse=True)
    def as_it_was(self, project):
        """Files are damaged first, so that there is something to write; they must stay as damaged."""
        for stack in ("web", "network", "platform"):
            (project / "out/hello/dev" / f"{stack}.parameters.json").write_text("[]")
        yield
        for stack in ("web", "network", "platform"):
            assert (project / "out/hello/dev" / f"{stack}.parameters.json").read_text() == "[]"
        assert not [path for path in (project / "out").iterdir() if path.name.startswith(".")]

    def test_a_full_disk(self, project):
        """The limit of a file's size stands for the disk's: the same failing write."""
        folders = ("--parameters", project / "parameters", "--out", project / "out")
        ended = generate(
            "build",
            "--no-lint",
            *folders,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert ended.returncode == 1
        assert "nothing in" in ended.stderr
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize("moved", [0, 1, 2])
    def test_a_move_that_fails_takes_the_others_back(self, build, project, monkeypatch, moved):
        calls = 0
        replace = os.replace

        def failing(source, target):
            nonlocal calls
            calls += str(target).endswith(".json") and "new-" in str(source)
            if calls == moved + 1 and "new-" in str(source):
                raise OSError(28, "No space left on device", str(target))
            replace(source, target)

        monkeypatch.setattr(os, "replace", failing)
        ended = build()
        assert ended.code == 1
        assert "no space left on device" in ended.err

    def test_a_folder_in_the_place_of_a_file(self, build, project):
        target = project / "out/hello/dev/registry.parameters.json"
        target.unlink()
        target.mkdir()
        ended = build()
        assert ended.code == 1
        assert "registry.parameters.json" in ended.err
        assert "move it away" in ended.err


def test_what_a_killed_build_left_is_cleared_away(build, project):
    """Process ids end far below this one."""
    left = project / "out" / ".writing-99999999"
    left.mkdir()
    (left / "new-1").write_text("half")
    (project / "out/hello/web.json").write_text("stale")
    assert build().code == 0
    assert not left.exists()


def test_a_file_system_without_links_will_do(build, project, monkeypatch):
    def no_links(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    target = project / "out/hello/web.json"
    good = target.read_bytes()
    target.write_text("stale")
    assert build().code == 0
    assert target.read_bytes() == good


def test_no_permission_to_write_is_a_sentence(build, project):
    """Nobody, not even root, makes a folder here."""
    ended = build("--out", "/proc/out")
    assert ended.code == 1
    assert "cannot write" in ended.err


def test_out_that_is_a_file_is_a_sentence(build, project):
    (project / "file").write_text("")
    ended = build("--out", project / "file")
    assert ended.code == 1
    assert (project / "file").read_text() == ""


@pytest.mark.parametrize("after", [0.05, 0.2, 0.35, 0.45, 0.6])
def test_an_interrupt_leaves_all_or_nothing(project, after):
    out = project / "fresh"
    words = ["build", "--no-lint", "--parameters", str(project / "parameters"), "--out", str(out)]
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "generate.py"), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    if out.exists():
        assert contents_of(out) == contents_of(project / "out")
    else:
        assert running.returncode in (130, -signal.SIGINT), err


def test_an_interrupt_is_told_in_a_sentence(build, project, monkeypatch):
    """Half way, with files already written beside their places."""
    shutil.rmtree(project / "out/hello")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("delivery.writing.Writing.forget_all_but", interrupted)
    ended = build()
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert [path.name for path in (project / "out").iterdir()] == ["bring-your-own-vpc"]


@pytest.fixture(scope="module")
def expected():
    return contents_of(ROOT / "out")


class TestSameBytes:
    @pytest.mark.parametrize(
        "surroundings",
        [
            pytest.param({"PYTHONHASHSEED": "0"}, id="hash seed 0"),
            pytest.param({"PYTHONHASHSEED": "4294967295"}, id="the last hash seed"),
            pytest.param({"TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, id="another time zone, no locale"),
            pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, id="a locale with another i"),
            pytest.param({"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"}, id="no UTF-8"),
            pytest.param({"PYTHONOPTIMIZE": "2"}, id="without assertions and docstrings"),
        ],
    )
    def test_with(self, expected, tmp_path, surroundings):
        ended = generate("build", "--no-lint", "--out", tmp_path / "out", env={**os.environ, **surroundings})
        assert ended.returncode == 0, ended.stderr
        assert contents_of(tmp_path / "out") == expected

    def test_with_another_umask_and_directory(self, expected, tmp_path):
        ended = generate("build", "--no-lint", "--out", "out", cwd=tmp_path, umask=0o077)
        assert ended.returncode == 0, ended.stderr
        assert contents_of(tmp_path / "out") == expected
        assert (tmp_path / "out/hello/web.json").stat().st_mode & 0o777 == 0o644

    def test_with_files_in_another_order(self, expected, tmp_path, command, monkeypatch):
        listed = os.listdir
        scanned = Path.iterdir

        def shuffled(path):
            found = list(scanned(path))
            random.Random(7).shuffle(found)
            return iter(found)

        monkeypatch.setattr(Path, "iterdir", shuffled)
        monkeypatch.setattr(os, "listdir", lambda *path: sorted(listed(*path), reverse=True))
        assert command("build", "--no-lint", "--out", tmp_path / "out").code == 0
        assert contents_of(tmp_path / "out") == expected
