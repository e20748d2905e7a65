"""The two commands that review, as a person uses them: what is printed, what is written, how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, contents_of
from tests.delivery.review.reviews import ANSWERS

BEFORE = """
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: orders, BillingMode: PAY_PER_REQUEST}
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {RetentionInDays: 30}
"""
ROUTINE = BEFORE.replace("RetentionInDays: 30", "RetentionInDays: 60")
DATA_LOSS = BEFORE.replace("TableName: orders", "TableName: other")
OUTAGE = BEFORE.replace("  Logs:", "  Web: {Type: AWS::ECS::Service, Properties: {Cluster: %s}}\n  Logs:")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, in which Git has nobody's settings."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.com")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


def write(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.yaml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


@pytest.mark.parametrize(
    ("after", "flags", "code"),
    [
        (BEFORE, [], 0),
        (BEFORE, ["--exit-code"], 0),
        (ROUTINE, [], 0),
        (ROUTINE, ["--exit-code"], 2),
        (DATA_LOSS, [], 3),
        (DATA_LOSS, ["--exit-code"], 3),
        (OUTAGE % "a", ["--exit-code"], 2),
    ],
    ids=["same", "same, told", "routine", "routine, told", "data loss", "data loss, told", "outage risk, told"],
)
def test_the_exit_code_says_what_was_found(command, here, after, flags, code):
    assert command("diff", *write(here, old=BEFORE, new=after), *flags).code == code


def test_a_stranger_compares_two_templates_of_their_own(command, here):
    ended = command("diff", *write(here, old=BEFORE, new=DATA_LOSS))
    assert ended.err == ""
    assert ended.out.splitlines()[:2] == ["old.yaml against new.yaml", "1 data loss"] or "1 data loss" in ended.out
    assert "-/+ Table (DynamoDB::Table)  TableName orders → other" in ended.out
    assert "the table is deleted, with the items in it" in ended.out


@pytest.mark.parametrize("face", ["text", "markdown", "json", "html"])
def test_every_face_goes_to_the_terminal_or_to_a_file_and_is_the_same(command, here, face):
    files = write(here, old=BEFORE, new=DATA_LOSS)
    printed = command("diff", *files, "--format", face)
    written = command("diff", *files, "--format", face, "--output", here / "review")
    assert (printed.code, written.code, written.out) == (3, 3, "")
    assert written.err == f"written: {here / 'review'}\n"
    assert (here / "review").read_text() == printed.out
    assert "Table" in printed.out
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []


def test_what_is_written_can_be_read_by_whoever_may_read_the_folder(command, here):
    command("diff", *write(here, old=BEFORE, new=ROUTINE), "--output", here / "review.txt")
    assert (here / "review.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("output", "words"), [("folder", "is a folder: name a file"), ("missing/review.html", "cannot be written")]
)
def test_where_nothing_can_be_written_one_sentence_says_so(command, here, output, words):
    (here / "folder").mkdir()
    ended = command("diff", *write(here, old=BEFORE, new=ROUTINE), "--output", here / output)
    assert ended.code == 1
    assert words in ended.err
    assert list((here / "folder").iterdir()) == []


def test_the_values_of_parameters_may_be_given(command, here):
    text = BEFORE.replace("\nResources", "\nParameters: {Name: {Type: String, Default: orders}}\nResources").replace(
        "TableName: orders", "TableName: !Ref Name"
    )
    (path,) = write(here, template=text)
    for name, value in (("old", "orders"), ("new", "other")):
        (here / f"{name}.json").write_text(json.dumps([{"ParameterKey": "Name", "ParameterValue": value}]))
    ended = command("diff", path, path, "--parameters", here / "old.json", "--parameters", here / "new.json")
    assert ended.code == 3
    assert "because the parameter Name changed" in ended.out


def test_a_stack_policy_blocks(command, here):
    deny = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "LogicalResourceId/Logs"}
    allow = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    (here / "policy.json").write_text(json.dumps({"Statement": [allow, deny]}))
    files = write(here, old=BEFORE, new=ROUTINE)
    ended = command("diff", *files, "--stack-policy", here / "policy.json")
    assert ended.code == 3
    assert "1 blocked" in ended.out
    assert "the stack policy denies Update:Modify of Logs" in ended.out
    (here / "policy.json").write_text("{}")
    assert command("diff", *files, "--stack-policy", here / "policy.json").code == 1


def test_a_hidden_value_is_nowhere(command, here):
    text = """
Parameters: {Password: {Type: String, NoEcho: true}}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties: {MasterUserPassword: !Ref Password, Tags: [{Key: Why, Value: !Sub "x-${Password}"}]}
"""
    (path,) = write(here, template=text)
    for name, value in (("old", "swordfish-4711"), ("new", "opensesame-0815")):
        (here / f"{name}.json").write_text(json.dumps({"Parameters": {"Password": value}}))
    for face in ("text", "markdown", "json", "html"):
        words = ("diff", path, path, "--parameters", here / "old.json", "--parameters", here / "new.json")
        ended = command(*words, "--format", face, "--verbose", "--debug")
        assert "Db" in ended.out
        for secret in ("swordfish", "opensesame", "4711", "0815"):
            assert secret not in ended.out + ended.err, face


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


@pytest.fixture
def committed(project, here, monkeypatch):
    """A project whose out/ is committed."""
    monkeypatch.chdir(project)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "First")
    return project


def test_alone_it_compares_out_with_what_is_committed(command, committed):
    out = ("--out", committed / "out")
    assert "Nothing would change" in command("diff", *out).out
    values = committed / "out/hello/prod/web.parameters.json"
    values.write_text(values.read_text().replace('"ParameterValue": "1.0.0"', '"ParameterValue": "1.5.0"'))
    ended = command("diff", *out, "--exit-code")
    assert ended.code == 2
    assert "hello-prod-web" in ended.out
    assert "image of web 1.0.0 → 1.5.0, rolling deployment" in ended.out
    assert "hello-dev-web" not in ended.out.split("unchanged")[0]
    git("commit", "-qam", "Second")
    assert "Nothing would change" in command("diff", *out).out
    assert "1.0.0 → 1.5.0" in command("diff", "HEAD~1:out", *out).out
    assert "1.5.0 → 1.0.0" in command("diff", "HEAD:out", "HEAD~1:out", *out).out


def test_only_the_environments_that_are_asked_for_are_shown(command, committed):
    for name in ("dev", "prod"):
        values = committed / f"out/hello/{name}/web.parameters.json"
        values.write_text(values.read_text().replace('"ParameterValue": "1.0.0"', '"ParameterValue": "1.5.0"'))
    ended = command("diff", "--out", committed / "out", "--env", "dev")
    assert "hello-dev-web" in ended.out
    assert "prod" not in ended.out


def test_outside_of_a_repository_it_says_what_to_do(command, here):
    (here / "out").mkdir()
    ended = command("diff", "--out", here / "out")
    assert ended.code == 1
    assert ended.err.startswith("Error: ")
    assert len(ended.err.splitlines()) == 1


def test_a_change_of_one_parameter_is_followed_through_the_stacks_that_read_it(command, committed):
    values = committed / "out/hello/prod/network.parameters.json"
    values.write_text(values.read_text().replace("10.30.0.0/16", "10.99.0.0/16"))
    ended = command("diff", "--out", committed / "out")
    assert "hello-prod-platform" in ended.out
    assert "VpcId is what /hello/prod/network/vpc-id holds, which hello-prod-network changes" in " ".join(
        ended.out.split()
    )


@pytest.mark.parametrize("name", sorted(path.name for path in ANSWERS.glob("*.json")))
@pytest.mark.parametrize("face", ["text", "markdown", "json"])
def test_every_saved_answer_is_shown(command, here, name, face):
    ended = command("review", "--saved", ANSWERS / name, "--format", face)
    assert ended.code in (0, 3), ended.err
    assert ended.out
    assert ended.err == ""


def test_the_pages_of_an_answer_are_given_together(command, here):
    both = command("review", "--saved", ANSWERS / "page-1.json", "--saved", ANSWERS / "page-2.json")
    assert "unknown" not in both.out
    assert "page" in command("review", "--saved", ANSWERS / "page-1.json").out


def test_a_review_needs_to_be_told_what_was_saved(command):
    ended = command("review")
    assert ended.code == 1
    assert "--saved" in ended.err


BAD = {
    "an empty file": "",
    "a list": "- a\n- b\n",
    "text": "hello",
    "no resources": "Resources:\n",
    "a resource without a type": "Resources: {A: {Properties: {}}}",
    "a torn call": "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Select [a]}}}",
    "a circle of conditions": "Conditions: {A: !Condition B, B: !Condition A}\n"
    "Resources: {A: {Type: 'AWS::SNS::Topic', Condition: A}}",
    "an unknown tag": "Resources: {A: {Type: !Own x}}",
    "control characters": "Resources: {A: {Type: 'AWS::\x07SNS::Topic'}}",
    "torn JSON": '{"Resources": {"A": ',
    "a parameter file": '[{"ParameterKey": "A", "ParameterValue": "b"}]',
    "an alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\n"
    "g: &g [*f,*f,*f,*f,*f,*f,*f,*f]\nResources: {A: {Type: T, Properties: {x: *g}}}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("side", ["old", "new"])
def test_any_other_file_in_place_of_a_template_is_one_clear_sentence(command, here, text, side):
    files = write(here, **{"old": BEFORE, "new": BEFORE, side: text})
    ended = command("diff", *files)
    assert ended.code == 1
    assert ended.out == ""
    assert ended.err.startswith("Error: ")
    assert "mistake of Stackwright" not in ended.err
    assert f"{side}.yaml" in ended.err


@pytest.mark.parametrize(
    "words", [["missing.yaml", "old.yaml"], ["no:such", "old.yaml"], ["old.yaml", "."], ["--", "-x", "old.yaml"]]
)
def test_words_that_mean_nothing_are_one_clear_sentence(command, here, words):
    write(here, old=BEFORE)
    (here / "empty").mkdir()
    ended = command("diff", *words)
    assert ended.code == 1
    assert ended.err.startswith("Error: ")


def started(here: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program itself, in a process of its own."""
    env = {**os.environ, **environment}
    env.pop("PYTHONIOENCODING", None) if "PYTHONIOENCODING" not in environment else None
    return subprocess.run(
        [sys.executable, ROOT / "generate.py", *words], cwd=here, capture_output=True, env=env, check=False
    )


def test_piped_there_are_no_colours_unless_they_are_forced(here):
    write(here, old=BEFORE, new=DATA_LOSS)
    assert b"\x1b[" not in started(here, "diff", "old.yaml", "new.yaml").stdout
    assert b"\x1b[" in started(here, "diff", "old.yaml", "new.yaml", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in started(here, "diff", "old.yaml", "new.yaml", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_terminal_without_unicode_gets_ascii(here):
    write(here, old=BEFORE, new=DATA_LOSS)
    ended = started(here, "diff", "old.yaml", "new.yaml", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ended.returncode == 3
    assert b"orders -> other" in ended.stdout
    assert ended.stdout.isascii()


def test_the_bytes_do_not_depend_on_the_machine(here):
    write(here, old=BEFORE, new=DATA_LOSS + "  Queue: {Type: AWS::SQS::Queue}\n")
    for face in ("text", "markdown", "json", "html"):
        words = ("diff", "old.yaml", "new.yaml", "--format", face)
        found = {
            started(here, *words, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale, PYTHONIOENCODING="utf-8").stdout
            for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8"))
        }
        assert len(found) == 1, face


def test_nothing_is_written_unless_it_is_asked_for(command, committed):
    before = contents_of(committed)
    command("diff", "--out", committed / "out")
    command("diff", "HEAD:out", "--out", committed / "out", "--format", "html")
    assert contents_of(committed) == before
