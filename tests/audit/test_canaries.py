"""Gate G9: a made-up secret that comes out anywhere is told, and from our commands none comes out."""

import json
from pathlib import Path

import pytest

from audit.canaries import birds, faults, reviewed
from audit.canaries.attempt import Attempt, prepare
from audit.canaries.faults import NOTHING, Fault
from audit.canaries.gate import check, command_lines, outcome, tasks_of
from audit.findings import CheckFailed

ROOT = Path(__file__).parents[2]

PROGRAM = """
import base64, os, pathlib, sys
import click

@click.group(invoke_without_command=True)
@click.option("--debug", is_flag=True)
def commands(debug):
    pass

@commands.command()
@click.argument("stack", required=True)
@click.option("--token", required=True)
def {command}(stack, token):
    {body}

if __name__ == "__main__":
    commands()
"""


def program(folder: Path, body: str, command: str = "honest") -> Path:
    """A project with one command."""
    (folder / "generate.py").write_text(PROGRAM.replace("{command}", command).replace("{body}", body))
    return folder


def told(root: Path, fault: Fault = NOTHING) -> list[str]:
    return check(root, tasks_of(command_lines(root), [fault]))


def test_a_new_command_joins_by_itself_with_what_it_must_have(tmp_path):
    assert command_lines(program(tmp_path, "pass", "deploy")) == [["deploy", "hello", "--token", "hello"]]


def test_the_commands_of_this_project_are_all_there():
    assert [line[0] for line in command_lines(ROOT)] == ["build", "schema", "diff", "review"]


def test_a_program_whose_commands_cannot_be_listed_fails_the_gate(tmp_path):
    (tmp_path / "generate.py").write_text("raise RuntimeError('gone')")
    with pytest.raises(CheckFailed, match="gone"):
        outcome(tmp_path)


def test_a_program_that_does_not_work_fails_the_gate(tmp_path):
    program(tmp_path, "pass").joinpath("generate.py").write_text("import sys; sys.exit(3)")
    with pytest.raises(CheckFailed, match="nothing is wrong"):
        check(tmp_path, [])


def test_a_command_that_says_nothing_gives_nothing_away(tmp_path):
    assert told(program(tmp_path, "click.echo('done')")) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("print(os.environ['GITHUB_TOKEN'])", ["a GitHub token", "stdout"]),
        ("print(os.environ['GITHUB_TOKEN'][:20] + '...')", ["a GitHub token", "stdout"]),
        ("print(os.environ['PASSWORD'].upper(), file=sys.stderr)", ["a password", "stderr"]),
        ("print(base64.b64encode(('x' + os.environ['PASSWORD']).encode()))", ["a password", "stdout"]),
        ("raise RuntimeError(os.environ['DATABASE_URL'])", ["a password in a URL", "stderr"]),
        ("pathlib.Path('run.log').write_text(str(dict(os.environ)))", ["a private key", "project/run.log"]),
        ("pathlib.Path.home().joinpath('.history').write_text(os.environ['SIGNING_KEY'])", ["home/.history"]),
        ("pathlib.Path(os.environ['TMPDIR'], 'x').write_text(open('.env').read())", ["temporary/x"]),
        ("pathlib.Path(os.environ['AWS_ACCESS_KEY_ID']).touch()", ["an AWS access key", "the name of a file"]),
    ],
)
def test_a_secret_that_comes_out_is_told_with_its_place_and_never_shown(tmp_path, body, words):
    sentences = told(program(tmp_path, body, "leaky"))
    assert any(all(word in sentence for word in words) for sentence in sentences), sentences
    assert any("generate.py leaky" in sentence for sentence in sentences)
    assert birds.shown("\n".join(sentences).encode()) == []


def test_what_a_fault_brings_about_is_told_with_the_fault(tmp_path):
    project = program(tmp_path, "print(open('parameters/hello/dev.yaml').read())", "leaky")
    fault = Fault("a bad day", lambda attempt: attempt.plant("parameters/hello/dev.yaml", birds.TOKEN.text))
    assert [sentence for sentence in told(project, fault) if "a bad day: a GitHub token on stdout" in sentence]


def test_a_command_that_is_stopped_is_looked_at_as_well(tmp_path):
    body = "print(os.environ['GITHUB_TOKEN'], flush=True); import time; time.sleep(60)"
    stopped = next(fault for fault in faults.faults() if fault.name == "Ctrl-C after 0.3 seconds")
    attempt = prepare(program(tmp_path, body, "leaky"), tmp_path / "copy", ["leaky", "hello", "--token", "x"])
    stopped.cause(attempt)
    attempt.delay = 3
    attempt.run()
    assert attempt.leaks == ["a GitHub token on stdout"]


def test_files_in_which_a_secret_was_put_may_keep_it(tmp_path):
    attempt = prepare(program(tmp_path, "pass"), tmp_path / "copy", ["honest", "hello", "--token", "x"])
    attempt.run()
    assert attempt.planted
    assert attempt.leaks == []


def test_every_fault_still_fits_the_examples(tmp_path):
    for number, fault in enumerate(faults.faults()):
        fault.cause(prepare(ROOT, tmp_path / f"{number}", ["build"]))


def test_an_example_that_has_changed_is_told(project):
    (project / faults.DEV).write_text("region: eu-west-1\n")
    with pytest.raises(CheckFailed, match="adapt the faults"):
        faults.write(faults.DEV, "Cpu: 256", "Cpu: {}", birds.TOKEN, Attempt(project, [], {}))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("place", "kinds"),
    [(place, birds.SHAPED) for place in faults.WRITTEN] + [(place, (birds.PASSWORD,)) for place in faults.TOLD_BY_NAME],
    ids=lambda value: value[0] if isinstance(value[0], str) else "",
)
def test_no_kind_of_secret_comes_out_of_any_place(build, project, place, kinds):
    _, file, old, new = place
    text = (project / file).read_text()
    for canary in kinds:
        faults.write(file, old, new, canary, Attempt(project, [], {}))
        for words in ([], ["--debug"]):
            ended = build("hello", *words)
            assert ended.code == 1, f"{canary.kind} was taken"
            assert birds.shown((ended.out + ended.err).encode()) == [], canary.kind
        (project / file).write_text(text)


def test_secrets_in_the_environment_of_a_build_do_not_reach_its_output(build, project, monkeypatch):
    for name, value in birds.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    ended = build("--debug")
    assert ended.code == 0
    for path in (project / "out").rglob("*.json"):
        assert birds.shown(path.read_bytes()) == [], path
        json.loads(path.read_text())


@pytest.mark.parametrize("place", reviewed.PLACES)
@pytest.mark.parametrize("words", [reviewed.DIFF, reviewed.REVIEW], ids=["diff", "review"])
def test_no_secret_comes_out_of_a_review_in_any_face(command, tmp_path, monkeypatch, place, words):
    monkeypatch.chdir(tmp_path)
    cause = reviewed.templates if words is reviewed.DIFF else reviewed.answer
    for canary in birds.ALL:
        cause(place, canary, Attempt(tmp_path, [], {}))
        for face in reviewed.FACES:
            ended = command("--debug", *words, "--format", face, "--verbose")
            assert ended.code in (0, 3), ended.err
            assert "It" in ended.out
            assert birds.shown((ended.out + ended.err).encode()) == [], (canary.kind, face)


def test_every_attempt_at_a_review_is_one_of_a_review():
    attempts = list(reviewed.tasks())
    assert {words[1] for words, _ in attempts} == {"diff", "review"}
    assert {words[words.index("--format") + 1] for words, _ in attempts if "--format" in words} == set(reviewed.FACES)
