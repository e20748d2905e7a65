"""How commands begin and end: exit codes, what goes where, what a person sees and a pipe does not."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, contents_of

HEAVY = {"awacs", "boto3", "botocore", "cfnlint", "jinja2", "pydantic", "rich", "troposphere", "yaml"}
PLAIN = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
TERMINAL = {**PLAIN, "TERM": "xterm-256color", "COLUMNS": "100"}


def generate(*words, cwd=ROOT, **settings):
    """The command in a process of its own."""
    line = [sys.executable, str(ROOT / "generate.py"), *map(str, words)]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": PLAIN, **settings}
    return subprocess.run(line, cwd=cwd, text=True, check=False, timeout=60, **settings)


def on_terminal(line, env):
    """How it ended, stdout (a pipe), stderr (a terminal)."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    out, _ = running.communicate(timeout=60)
    return running.returncode, out, seen.decode()


class TestExitCodes:
    @pytest.mark.parametrize(
        "words", [["--help"], ["-h"], ["--version"], ["build", "--help"], ["schema", "-h"]], ids=" ".join
    )
    def test_a_question_that_is_answered_is_0(self, command, words):
        ended = command(*words)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["--nonsense"], "No such option"),
            (["build", "--nonsense"], "No such option"),
            (["build", "--out"], "requires an argument"),
            (["schema", "--lint"], "No such option"),
            (["--debug", "nobody"], "no application nobody"),
            (["build", "--jobs", "x"], "'x' is not a valid integer"),
        ],
        ids=lambda words: " ".join(words) if isinstance(words, list) else "",
    )
    def test_a_command_that_is_wrong_is_1_with_a_sentence_on_stderr(self, command, words, sentence):
        """Two would mean that changes were found."""
        ended = command(*words)
        assert (ended.code, ended.out) == (1, "")
        assert sentence in ended.err
        assert "Error: " in ended.err

    @pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
    def test_an_interruption_is_130_with_a_sentence(self, build, monkeypatch, error):
        def interrupted(*_):
            raise error

        monkeypatch.setattr("delivery.contents.manifest", interrupted)
        ended = build("hello")
        assert (ended.code, ended.out) == (130, "")
        assert ended.err.strip() == "Error: interrupted: nothing is half written"

    @pytest.mark.parametrize(("status", "code"), [(0, 0), (3, 3), ("a word", 1)])
    def test_a_library_that_leaves_by_itself_keeps_its_code(self, build, monkeypatch, status, code):
        monkeypatch.setattr("delivery.contents.manifest", lambda *_: sys.exit(status))
        assert build("hello").code == code

    @pytest.mark.parametrize("error", [RecursionError, MemoryError])
    def test_what_is_too_much_for_this_machine_is_1_with_a_sentence(self, build, monkeypatch, error):
        def failing(*_):
            raise error

        monkeypatch.setattr("delivery.contents.manifest", failing)
        ended = build("hello")
        assert ended.code == 1
        assert ended.err == "Error: the input is too large or too deep for this machine\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder of its own with this generate.py; whatever it writes by default is written there."""
    for name in ("generate.py", "parameters"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


# Lint takes seconds and has tests of its own; how often it was called is what counts here.
WITHOUT_LINT = """
import sys
import delivery.lint
def lint(documents, *, cache, jobs, progress):
    print("linted", len(documents), "with", cache, file=sys.stderr)
    return ()
delivery.lint.lint = lint
import delivery.lint_cache
delivery.lint_cache.read = lambda folder, key: None
delivery.lint_cache.write = lambda folder, key, found: None  # what was not linted is not called clean
from delivery.command_line import run
from generate import commands
sys.exit(run(commands, sys.argv[1:]))
"""


def documents_of(*applications):
    """How many documents are linted: each template as it is, and with the values of each environment."""
    manifests = [json.loads((ROOT / "out" / name / "manifest.json").read_text()) for name in applications]
    return sum(len(told["stacks"]) * (1 + len(told["environments"])) for told in manifests)


def here(checkout, *words):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_LINT, *words],
        cwd=checkout,
        env={**PLAIN, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestTheDoor:
    def test_alone_it_builds_and_lints_everything_beside_itself(self, checkout):
        ended = here(checkout)
        assert ended.returncode == 0, ended.stderr
        assert contents_of(checkout / "out") == contents_of(ROOT / "out")
        assert ended.stderr == f"linted {documents_of('hello', 'bring-your-own-vpc')} with .cache/lint\n"

    def test_a_name_builds_that_application_only(self, checkout):
        ended = here(checkout, "hello")
        assert ended.returncode == 0, ended.stderr
        assert [path.name for path in (checkout / "out").iterdir()] == ["hello"]
        assert f"linted {documents_of('hello')} " in ended.stderr

    @pytest.mark.parametrize(
        "words", [["hello", "--no-lint"], ["--no-lint", "hello"], ["--debug", "hello", "--no-lint"]], ids=" ".join
    )
    def test_options_may_stand_before_or_after_the_name(self, build, project, words):
        folders = ["--parameters", project / "parameters", "--out", project / "fresh"]
        from delivery.command_line import run
        from generate import commands

        assert run(commands, [*words, *map(str, folders)]) == 0
        assert [path.name for path in (project / "fresh").iterdir()] == ["hello"]

    def test_help_shows_every_command_in_its_order(self, command):
        names = re.findall(r"^  (\w+) {2,}\S", command("--help").out, re.MULTILINE)
        assert names[:2] == ["build", "schema"]

    def test_version_is_that_of_the_package(self, command):
        version = re.search(r"^version = (\S+)", (ROOT / "setup.cfg").read_text(), re.MULTILINE)[1]
        assert command("--version").out == f"stackwright, version {version}\n"


class TestWhatGoesWhere:
    def test_what_was_done_is_on_stdout(self, build):
        ended = build("hello")
        assert (ended.code, ended.err) == (0, "")
        assert "hello: 4 stacks" in ended.out

    def test_what_is_wrong_is_on_stderr(self, build, project):
        (project / "parameters/hello/app.yaml").write_text("application: hello\n")
        ended = build("hello")
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("Error: ")

    def test_several_mistakes_are_one_error_of_several_lines(self, build, project):
        path = project / "parameters/hello/dev.yaml"
        path.write_text(path.read_text().replace("Cpu: 256", "Cpu: 1").replace("ZoneCount: 2", "ZoneCount: 1"))
        first, *more = build("hello").err.splitlines()
        assert first.startswith("Error: ")
        assert more
        assert all(line.startswith("       ") for line in more)

    def test_a_reader_that_has_gone_is_no_traceback(self):
        """generate.py | head -0"""
        ours, theirs = os.pipe()
        os.close(ours)
        ended = generate("--help", stdout=theirs)
        os.close(theirs)
        assert (ended.returncode, ended.stderr) == (1, "")

    def test_a_reader_that_has_gone_finds_the_files_written(self, tmp_path):
        ours, theirs = os.pipe()
        os.close(ours)
        ended = generate("build", "hello", "--no-lint", "--out", tmp_path / "out", stdout=theirs)
        os.close(theirs)
        assert ended.stderr == ""
        assert contents_of(tmp_path / "out/hello") == contents_of(ROOT / "out/hello")

    def test_a_full_disk_behind_stdout_is_not_called_a_mistake_of_ours(self):
        with open("/dev/full", "w") as full:
            ended = generate("--help", stdout=full)
        assert ended.returncode == 1
        assert "o space left on device" in ended.stderr
        assert "own" not in ended.stderr
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize("closed", [1, 2], ids=["stdout", "stderr"])
    def test_a_closed_stream_is_no_error(self, closed):
        """As some schedulers start commands."""
        ended = generate("--help", preexec_fn=lambda: os.close(closed))
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""


class TestMistakesOfOurOwn:
    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch):
        def failing(*_):
            raise ZeroDivisionError("seven\nby nothing")

        monkeypatch.setattr("delivery.contents.manifest", failing)

    def test_are_a_sentence_with_what_to_do(self, build):
        ended = build("hello")
        assert (ended.code, ended.out) == (1, "")
        assert "Traceback" not in ended.err
        assert "ZeroDivisionError: seven" in ended.err
        assert "--debug" in ended.err

    def test_have_a_traceback_with_debug(self, command, project):
        folders = ("--parameters", project / "parameters", "--out", project / "out")
        ended = command("--debug", "build", "hello", "--no-lint", *folders)
        assert (ended.code, ended.out) == (1, "")
        assert "Traceback (most recent call last)" in ended.err
        assert "in failing" in ended.err
        assert "a mistake of Stackwright's own" in ended.err

    def test_have_a_traceback_with_debug_at_the_end_too(self, build):
        """Where a person adds it who was told to run it again with --debug."""
        assert "in failing" in build("hello", "--debug").err


def test_a_refusal_has_a_traceback_only_with_debug(command):
    assert "Traceback" not in command("nobody").err
    ended = command("--debug", "nobody")
    assert "Traceback (most recent call last)" in ended.err
    assert ended.err.endswith(
        "Error: there is no application nobody in parameters: known are bring-your-own-vpc, hello\n"
    )


ESCAPE = "\x1b["
NOBODY = [sys.executable, str(ROOT / "generate.py"), "nobody"]


class TestColor:
    def test_an_error_is_red_on_a_terminal(self):
        code, out, err = on_terminal(NOBODY, TERMINAL)
        assert (code, out) == (1, "")
        assert re.match(r"\x1b\[31m.*Error:", err)

    def test_no_color_means_none(self):
        _, _, err = on_terminal(NOBODY, {**TERMINAL, "NO_COLOR": "1"})
        assert err.startswith("Error: ")
        assert ESCAPE not in err

    @pytest.mark.parametrize("words", [["nobody"], ["--help"]], ids=["an error", "help"])
    def test_there_is_none_in_a_pipe(self, words):
        ended = generate(*words)
        assert ESCAPE not in ended.stdout + ended.stderr

    def test_force_color_means_color_in_a_pipe_too(self):
        """As logs of build servers want it."""
        assert ESCAPE in generate("nobody", env={**PLAIN, "FORCE_COLOR": "1"}).stderr


STEPS = """
import sys
from delivery.command_line import progress
total = int(sys.argv[1])
with progress("Linting") as step:
    for done in range(total + 1):
        if step: step(done, total)
    if "print" in sys.argv: print("data")
print(bool(step), "rich" in sys.modules)
"""


class TestProgress:
    @pytest.mark.parametrize(("total", "shown"), [(4, True), (50, True), (3, False), (0, False)])
    def test_a_terminal_has_a_bar_when_there_is_much_to_do(self, total, shown):
        code, out, err = on_terminal([sys.executable, "-c", STEPS, str(total)], TERMINAL)
        assert code == 0, err
        assert out == "True True\n"
        assert ("Linting" in err) is shown

    def test_data_stays_on_stdout_while_there_is_a_bar(self):
        """Only the bar is on the terminal."""
        _, out, err = on_terminal([sys.executable, "-c", STEPS, "9", "print"], TERMINAL)
        assert out == "data\nTrue True\n"
        assert "data" not in err

    def test_a_pipe_has_none(self):
        line = [sys.executable, "-c", STEPS, "50"]
        ended = subprocess.run(line, cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=True, timeout=60)
        assert ended.stdout == "False False\n"
        assert ended.stderr == ""

    @pytest.mark.parametrize(
        ("documents", "shown"), [(22, True), (0, False)], ids=["much to lint", "all linted before"]
    )
    def test_a_build_shows_it_while_it_lints(self, tmp_path, documents, shown):
        """As lint tells it: nothing when everything is in the cache."""
        program = WITHOUT_LINT.replace(
            'print("linted"', f'[progress(done, {documents}) for done in range({documents})]; print("linted"'
        )
        line = [sys.executable, "-c", program, "build", "--out", str(tmp_path / "out")]
        code, out, err = on_terminal(line, {**TERMINAL, "PYTHONPATH": str(ROOT)})
        assert code == 0, err
        assert "documents linted: nothing found." in out
        assert ("Linting" in err) is shown
        assert ESCAPE not in out


def imported(*words):
    """The top-level modules that a command imports."""
    line = [sys.executable, "-X", "importtime", str(ROOT / "generate.py"), *map(str, words)]
    ended = subprocess.run(line, cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=False, timeout=60)
    found = {name.strip().split(".")[0] for name in re.findall(r"^import time:.*\|(.*)$", ended.stderr, re.MULTILINE)}
    assert {"click", "delivery"} <= found
    return found


class TestQuickStart:
    """Heavy libraries are imported by the step that needs them."""

    @pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["--nonsense"]], ids=" ".join)
    def test_a_question_imports_nothing_heavy(self, words):
        assert imported(*words) & HEAVY == set()

    def test_a_build_without_lint_imports_what_it_needs(self, tmp_path):
        found = imported("build", "hello", "--no-lint", "--out", tmp_path / "out")
        assert found & HEAVY == {"awacs", "pydantic", "troposphere", "yaml"}
