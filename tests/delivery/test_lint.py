"""cfn-lint as a gate: what it reports, what it depends on, what it remembers, how it is shared out."""

import copy
import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from delivery import lint as gate
from delivery import lint_cache
from delivery.lint import Finding, Sheet, lint
from delivery.problems import Refused

ROOT = Path(__file__).parents[2]
REGIONS = ("eu-west-1",)

# A stateful resource without policies for its end: I3011, twice.
QUEUE = {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}
PLAIN = (
    "from pathlib import Path; from delivery import lint as gate; from delivery.lint import *; "
    "gate.RULES = Path('none')"  # cfn-lint without rules of our own, in another process
)

GOOD = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
UNKNOWN = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Nonsense": "x"}}}}


def sheet(template: Mapping[str, Any], name: str = "hello/web", regions: tuple[str, ...] = REGIONS) -> Sheet:
    return Sheet(name, template, regions)


def numbered(number: int) -> dict[str, Any]:
    """A document of its own with nothing wrong."""
    return {"Description": f"Document {number}", **GOOD}


def rules_of(*templates: Mapping[str, Any]) -> set[str]:
    return {finding.rule for finding in lint([sheet(template) for template in templates], cache=None, jobs=1)}


class Progress:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))

    @property
    def linted(self) -> int:
        return max((done for done, _ in self.told), default=0)


def linted(sheets: list[Sheet], cache: Path | None) -> int:
    """How many documents cfn-lint had to look at."""
    progress = Progress()
    lint(sheets, cache=cache, jobs=1, progress=progress)
    return progress.linted


@pytest.fixture(autouse=True)
def no_rules_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the gate. Our own rules have tests of their own."""
    monkeypatch.setattr(gate, "RULES", Path("none"))


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts one rule of our own in place of delivery/rules."""

    def put(code: str) -> Path:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        rule = folder / "own.py"
        before = rule.stat().st_mtime if rule.exists() else 0.0
        rule.write_text(code)
        # What Python has compiled is known by whole seconds and the size of the source.
        os.utime(rule, (rule.stat().st_mtime, max(rule.stat().st_mtime, before + 2)))
        monkeypatch.setattr(gate, "RULES", folder)
        return folder

    return put


OWN_RULE = """
from cfnlint.rules import CloudFormationLintRule, RuleMatch

class NoTopics(CloudFormationLintRule):
    id = "E9901"
    shortdesc = description = "No topics"

    def match(self, cfn):
        print("rules may print")
        return [RuleMatch(["Resources", name], "A topic") for name in cfn.get_resources("AWS::SNS::Topic")]
"""
FAILING_RULE = OWN_RULE.replace("print(", "raise ValueError(")


# What is reported


def test_nothing_is_found_in_a_good_document() -> None:
    """The gate is open when there is nothing to say."""
    assert lint([sheet(GOOD)], cache=None, jobs=1) == ()


def test_no_documents_have_no_findings() -> None:
    """Nothing to lint is no error."""
    assert lint([], cache=None) == ()


def test_an_error_says_where_and_what() -> None:
    """A finding has the sheet, the rule, the place as a path, and a sentence."""
    (finding,) = lint([sheet(UNKNOWN, "hello/web with the values of prod")], cache=None, jobs=1)
    assert (finding.sheet, finding.rule) == ("hello/web with the values of prod", "E3002")
    assert finding.place == "Resources/Topic/Properties/Nonsense"
    assert "Nonsense" in finding.message
    assert str(finding) == f"hello/web with the values of prod: E3002 at {finding.place}: {finding.message}"


def test_a_finding_without_a_place_is_still_one_line() -> None:
    """What is wrong with a whole document has no path."""
    assert str(Finding("hello/web", "E0002", "", "It failed")) == "hello/web: E0002: It failed"


def test_informational_findings_count() -> None:
    """A stateful resource that would go with its stack is I3011, which cfn-lint hides by default."""
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
    table["Properties"] |= {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
    table["Properties"] |= {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
    assert "I3011" in rules_of({"Resources": {"Table": table}})


def test_warnings_count() -> None:
    """A parameter that nothing uses is W2001."""
    assert rules_of({"Parameters": {"Size": {"Type": "String"}}, **GOOD}) == {"W2001"}


@pytest.mark.parametrize(
    ("cpu", "memory", "found"),
    [
        pytest.param("256", "512", set(), id="a pair that Fargate has"),
        pytest.param("256", "4096", {"E3047"}, id="too much memory for the CPU"),
        pytest.param({"Ref": "Cpu"}, "4096", set(), id="behind a parameter nobody sees it"),
    ],
)
def test_a_bad_pair_of_cpu_and_memory_is_found_once_values_are_in_place(
    cpu: object, memory: object, found: set[str]
) -> None:
    """This is why templates are linted again with the values of each environment."""
    task = {"RequiresCompatibilities": ["FARGATE"], "NetworkMode": "awsvpc", "Cpu": cpu, "Memory": memory}
    task["ContainerDefinitions"] = [{"Name": "web", "Image": "public.ecr.aws/nginx/nginx:1.27"}]
    template: dict[str, Any] = {"Resources": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": task}}}
    if isinstance(cpu, dict):
        template["Parameters"] = {"Cpu": {"Type": "String"}}
    assert rules_of(template) == found


def test_one_mistake_made_twice_is_two_findings() -> None:
    """cfn-lint drops the second of two matches with one message and one line: each value has its own line."""
    tags = [{"Key": "a", "Value": "1", "Wrong": 1}, {"Key": "b", "Value": "2", "Wrong": 1}]
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": tags}}}}
    places = [finding.place for finding in lint([sheet(template)], cache=None, jobs=1)]
    assert places == [f"Resources/Topic/Properties/Tags/{number}/Wrong" for number in (0, 1)]


def test_regions_count() -> None:
    """What a region does not have is found there only."""
    template = {"Resources": {"Robot": {"Type": "AWS::RoboMaker::Fleet"}}}
    here = lint([sheet(template, regions=("us-east-1",))], cache=None, jobs=1)
    there = lint([sheet(template, regions=("cn-north-1",))], cache=None, jobs=1)
    assert here != there


def test_what_a_template_suppresses_with_reason_is_not_found() -> None:
    """Metadata of a resource silences a rule for that resource only."""
    silenced = copy.deepcopy(UNKNOWN) | {"Metadata": {}}
    silenced["Resources"]["Topic"]["Metadata"] = {"cfn-lint": {"config": {"ignore_checks": ["E3002"]}}}
    silenced["Resources"]["Other"] = UNKNOWN["Resources"]["Topic"]
    findings = lint([sheet(silenced)], cache=None, jobs=1)
    assert [finding.place for finding in findings] == ["Resources/Other/Properties/Nonsense"]


def test_the_template_is_left_as_it_was() -> None:
    """cfn-lint works on a copy."""
    template = copy.deepcopy(UNKNOWN)
    lint([sheet(template)], cache=None, jobs=1)
    assert template == UNKNOWN


def test_findings_are_those_of_a_file_that_cfn_lint_decodes(tmp_path: Path) -> None:
    """Our short way from data to cfn-lint's nodes finds what its own decoder and command would."""
    template = json.loads(json.dumps(UNKNOWN | {"Outputs": {"A": {"Value": {"Ref": "Nowhere"}}}, "Mappings": {"M": 1}}))
    file = tmp_path / "template.json"
    file.write_text(json.dumps(template, indent=1))
    arguments = ["-c", "I", "-r", *REGIONS, "--format", "json", "-t", str(file)]
    command = [sys.executable, "-c", "from cfnlint.runner import main; main()", *arguments]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False).stdout
    theirs = {(row["Rule"]["Id"], "/".join(map(str, row["Location"]["Path"] or []))) for row in json.loads(printed)}
    ours = {(finding.rule, finding.place) for finding in lint([sheet(template)], cache=None, jobs=1)}
    assert ours == theirs
    assert len(ours) > 2


# When cfn-lint fails


def test_a_rule_that_fails_is_a_finding_even_when_the_template_ignores_errors(rules: Callable[[str], Path]) -> None:
    """Silence must mean that the rule looked."""
    rules(FAILING_RULE)
    ignoring = {"Metadata": {"cfn-lint": {"config": {"ignore_checks": ["E"]}}}, **GOOD}
    (finding,) = lint([sheet(ignoring)], cache=None, jobs=1)
    assert finding.rule == "E0002"
    assert "E9901" in finding.message


@pytest.mark.parametrize("error", [KeyError("Resources"), RecursionError("deep"), SystemExit(1)], ids=repr)
def test_cfn_lint_failing_on_a_document_is_a_finding(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises, and the other documents are linted all the same."""
    from cfnlint import runner

    lint([sheet(GOOD)], cache=None, jobs=1)
    real = runner.run_template_by_data

    def failing(template: Any, *rest: Any) -> Any:
        if "Description" in template:
            raise error
        return real(template, *rest)

    monkeypatch.setattr(runner, "run_template_by_data", failing)
    findings = lint([sheet(numbered(1), "bad"), sheet(UNKNOWN, "other")], cache=None, jobs=1)
    assert [(finding.sheet, finding.rule) for finding in findings] == [("bad", "E0002"), ("other", "E3002")]
    assert type(error).__name__ in findings[0].message


def test_a_failure_of_cfn_lint_is_not_kept(rules: Callable[[str], Path], tmp_path: Path) -> None:
    """It deserves another try."""
    rules(FAILING_RULE)
    assert linted([sheet(GOOD)], tmp_path / "cache") == 1
    assert linted([sheet(GOOD)], tmp_path / "cache") == 1


@pytest.mark.parametrize(
    "template", [pytest.param([], id="a list"), pytest.param({"Resources": []}, id="resources as a list")]
)
def test_what_is_no_template_is_found(template: Any) -> None:
    """It never passes for a good one."""
    assert lint([sheet(template)], cache=None, jobs=1)


# What the result depends on


@pytest.mark.parametrize("place", ["current", "home"])
@pytest.mark.parametrize("suffix", ["", ".yaml", ".yml"])
def test_a_cfnlintrc_changes_nothing(place: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the user's nor that of the current directory is read, right or wrong."""
    (tmp_path / f".cfnlintrc{suffix}").write_text("ignore_checks: [E, W, I]\nunknown: 1\n")
    monkeypatch.setenv("HOME", str(tmp_path if place == "home" else ROOT))
    monkeypatch.chdir(tmp_path if place == "current" else ROOT)
    assert rules_of(UNKNOWN) == {"E3002"}


def test_the_command_line_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`generate.py lint --ignore-checks E` is not a message to cfn-lint."""
    monkeypatch.setattr(sys, "argv", ["generate.py", "--ignore-checks", "E", "--nonsense"])
    assert rules_of(UNKNOWN) == {"E3002"}


def test_the_region_of_this_machine_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document without regions is linted for us-east-1 everywhere."""
    monkeypatch.setenv("AWS_REGION", "not-a-region")
    assert lint([sheet(GOOD, regions=())], cache=None, jobs=1) == ()


def test_schemas_that_somebody_downloaded_are_not_used(tmp_path: Path) -> None:
    """`cfn-lint --update-specs` leaves schemas in the home directory that cfn-lint prefers when newer."""
    schemas = tmp_path / "aws" / "cfn-lint" / "schemas"
    for part in ("providers", "resources"):
        (schemas / part).mkdir(parents=True)
    (schemas / "providers" / "us-east-1.json").write_text("{}")
    (schemas / "version.json").write_text('{"schema_date": "2999-01-01T00:00:00Z"}')
    used = "from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as m; print(m._providers_dir)"
    code = f"{PLAIN}; print(lint([Sheet('a', {GOOD}, {REGIONS})], cache=None, jobs=1)); {used}"
    printed = run(code, XDG_CACHE_HOME=str(tmp_path)).stdout.splitlines()
    assert printed[0] == "()"
    assert str(tmp_path) not in printed[1]


def test_the_order_of_documents_changes_nothing() -> None:
    """Findings are sorted, and no document changes what is found in another."""
    sheets = [sheet(UNKNOWN, "b"), sheet(QUEUE, "a", ("us-east-1",)), sheet(UNKNOWN | numbered(1), "c")]
    sheets += [sheet({"Resources": {"Topic": {"Type": "AWS::Nonsense"}}}, "d"), sheet(QUEUE, "e", ("cn-north-1",))]
    findings = lint(sheets, cache=None, jobs=1)
    assert lint(sheets[::-1], cache=None, jobs=1) == findings
    alone = [finding for one in sheets for finding in lint([one], cache=None, jobs=1)]
    assert sorted(alone) == list(findings) == sorted(findings)


# Our own rules


def test_our_own_rules_are_used(rules: Callable[[str], Path]) -> None:
    """A file in delivery/rules is a rule like any other."""
    rules(OWN_RULE)
    assert rules_of(GOOD) == {"E9901"}


@pytest.mark.parametrize("there", [True, False], ids=["empty", "missing"])
def test_no_rules_of_our_own_are_needed(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may be empty or absent."""
    if there:
        (tmp_path / "rules").mkdir()
    monkeypatch.setattr(gate, "RULES", tmp_path / "rules")
    assert rules_of(UNKNOWN) == {"E3002"}


@pytest.mark.parametrize("jobs", [1, 2], ids=["in this process", "in two"])
def test_a_rule_that_cannot_be_loaded_is_refused_with_its_reason(jobs: int, rules: Callable[[str], Path]) -> None:
    """A broken rule stops the gate, in one sentence."""
    rules("raise ImportError('the rule is broken')")
    with pytest.raises(Refused, match=r"cfn-lint does not start.*the rule is broken"):
        lint([sheet(numbered(1)), sheet(numbered(2))], cache=None, jobs=jobs)


def test_cfn_lint_that_is_not_installed_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken for a document without findings."""

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    with pytest.raises(Refused, match="cfn-lint is not installed"):
        lint([sheet(GOOD)], cache=None)


# What is remembered


def test_equal_documents_are_linted_once_and_reported_for_each_name() -> None:
    """Two environments with the same values give one document."""
    progress = Progress()
    reordered = {"Resources": {"Topic": dict(reversed(UNKNOWN["Resources"]["Topic"].items()))}}
    sheets = [sheet(UNKNOWN, "b"), sheet(copy.deepcopy(UNKNOWN), "a"), sheet(reordered, "c")]
    findings = lint(sheets, cache=None, jobs=1, progress=progress)
    assert [finding.sheet for finding in findings] == ["a", "b", "c"]
    assert progress.told == [(0, 1), (1, 1)]


def test_what_was_linted_is_not_linted_again(tmp_path: Path) -> None:
    """The findings are the same, from the cache, for whatever name."""
    first = lint([sheet(UNKNOWN, "a")], cache=tmp_path, jobs=1)
    progress = Progress()
    second = lint([sheet(UNKNOWN, "b")], cache=tmp_path, progress=progress)
    assert progress.told == []
    assert [(finding.rule, finding.place, finding.message) for finding in second] == [
        (finding.rule, finding.place, finding.message) for finding in first
    ]


def test_cfn_lint_is_not_imported_when_everything_is_known(tmp_path: Path) -> None:
    """It takes most of a second to import, and nothing of it is needed."""
    lint([sheet(UNKNOWN)], cache=tmp_path, jobs=1)
    code = f"""
import sys
{PLAIN}
print(len(lint([Sheet("x", {UNKNOWN}, {REGIONS})], cache=Path({str(tmp_path)!r}))), "cfnlint" in sys.modules)
"""
    assert run(code).stdout.split() == ["1", "False"]


def test_another_region_another_version_other_rules_and_another_format_are_linted_again(
    tmp_path: Path, rules: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that a result depends on is in its name."""
    cache = tmp_path / "cache"
    assert linted([sheet(GOOD)], cache) == 1
    assert linted([sheet(GOOD, regions=("eu-west-1", "us-east-1"))], cache) == 1
    rules(OWN_RULE)
    assert linted([sheet(GOOD)], cache) == 1
    rules(OWN_RULE + "# changed")
    assert linted([sheet(GOOD)], cache) == 1
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1.99")
    assert linted([sheet(GOOD)], cache) == 1
    monkeypatch.setattr(lint_cache, "FORMAT", lint_cache.FORMAT + 1)
    assert linted([sheet(GOOD)], cache) == 1
    assert linted([sheet(GOOD)], cache) == 0


def test_a_changed_rule_is_used_at_once(rules: Callable[[str], Path]) -> None:
    """Also in a process that has linted before."""
    rules(OWN_RULE)
    assert rules_of(GOOD) == {"E9901"}
    rules(OWN_RULE.replace("E9901", "E9902"))
    assert rules_of(GOOD) == {"E9902"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"key": ', id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[]", id="another shape"),
        pytest.param(b'{"key": "another", "found": []}', id="another key"),
        pytest.param(b'{"key": "KEY", "found": {}}', id="findings of another shape"),
        pytest.param(b'{"key": "KEY", "found": [["E1", "place"]]}', id="a finding cut short"),
        pytest.param(b'{"key": "KEY", "found": [["E1", "place", 3]]}', id="a message that is no text"),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_a_file_that_is_not_ours_is_as_if_absent(content: bytes, tmp_path: Path) -> None:
    """The document is linted again and the file replaced."""
    findings = lint([sheet(UNKNOWN)], cache=tmp_path, jobs=1)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content.replace(b"KEY", file.stem.encode()))
    assert lint([sheet(UNKNOWN)], cache=tmp_path, jobs=1) == findings
    assert linted([sheet(UNKNOWN)], tmp_path) == 0


def test_a_folder_in_place_of_a_file_is_as_if_absent(tmp_path: Path) -> None:
    """It can neither be read nor replaced, and that is all right."""
    findings = lint([sheet(UNKNOWN)], cache=tmp_path, jobs=1)
    (file,) = tmp_path.iterdir()
    file.unlink()
    (file / "inside").mkdir(parents=True)
    assert lint([sheet(UNKNOWN)], cache=tmp_path, jobs=1) == findings
    assert list(tmp_path.iterdir()) == [file]


def test_a_cache_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Here it is a file."""
    (tmp_path / "cache").write_text("a file")
    assert {finding.rule for finding in lint([sheet(UNKNOWN)], cache=tmp_path / "cache", jobs=1)} == {"E3002"}
    assert (tmp_path / "cache").read_text() == "a file"


def test_the_files_that_were_used_last_stay(tmp_path: Path) -> None:
    """Reading is using. What others keep in the folder stays too."""
    names = [f"{number:064x}" for number in range(20)]
    for age, name in enumerate(names):
        lint_cache.write(tmp_path, name, [])
        os.utime(tmp_path / f"{name}.json", (age, age))
    (tmp_path / "notes.json").write_text("{}")
    assert lint_cache.read(tmp_path, names[0]) == ()
    lint_cache.prune(tmp_path, keep=10)
    left = {file.stem for file in tmp_path.iterdir()}
    assert left == {"notes", names[0], *names[12:]}
    lint_cache.prune(tmp_path, keep=10)
    assert {file.stem for file in tmp_path.iterdir()} == left


# How it is shared out


def test_two_processes_find_what_one_finds(rules: Callable[[str], Path], capfd: pytest.CaptureFixture[str]) -> None:
    """With our own rules, and whatever these print; more processes than documents are not started."""
    rules(OWN_RULE)
    names = {"Description": "\N{SNOWMAN} \N{PILE OF POO} \x7f \ud800"}
    sheets = [sheet(UNKNOWN, "a"), sheet(GOOD | names, "b"), sheet(QUEUE, "c")]
    one = lint(sheets, cache=None, jobs=1)
    capfd.readouterr()
    progress = Progress()
    assert lint(sheets, cache=None, jobs=2, progress=progress) == one
    assert {finding.rule for finding in one} >= {"E9901", "E3002"}
    assert progress.told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("jobs", "documents", "size", "processes"),
    [
        pytest.param(0, 1, 100_000, 1, id="one document is linted here"),
        pytest.param(0, 9, 100, 1, id="small documents are linted here"),
        pytest.param(0, 9, 100_000, 4, id="many documents use the machine"),
        pytest.param(0, 3, 100_000, 3, id="never more processes than documents"),
        pytest.param(8, 3, 100, 3, id="never more processes than documents when asked"),
        pytest.param(2, 9, 100, 2, id="what is asked for"),
        pytest.param(1, 9, 100_000, 1, id="one is this process"),
    ],
)
def test_processes_are_started_when_they_pay(
    jobs: int, documents: int, size: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starting one costs a second and 150 MB."""
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    works = gate._works([sheet({"Description": "x" * size, "Metadata": number}) for number in range(documents)])
    assert gate._processes(jobs, works) == processes


@pytest.mark.parametrize(
    ("code", "how"),
    [
        pytest.param("import os; os.kill(os.getpid(), 9)", "was killed by signal 9", id="killed"),
        pytest.param("raise SystemExit(3)", "ended with status 3", id="ended"),
        pytest.param("import os; os.write(1, b'[[]')", "ended with status 0", id="ended in the middle of an answer"),
    ],
)
def test_a_process_that_dies_is_an_error_with_a_sentence(code: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the document, and nothing hangs."""
    monkeypatch.setattr(gate, "WORKER", code)
    with pytest.raises(Refused, match=f"that linted hello/[ab] {how}"):
        lint([sheet(numbered(1), "hello/a"), sheet(numbered(2), "hello/b")], cache=None, jobs=2)


@pytest.mark.skipif(sys.platform != "linux", reason="It looks for processes in /proc")
def test_ctrl_c_ends_everything_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    """One traceback, the parent's; no process stays; the next run continues."""
    slow = OWN_RULE.replace(
        "print(", "import time; time.sleep(int((cfn.template['Description'] != 'Document 0') * 60)); ("
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.py").write_text(slow)
    code = f"""
from pathlib import Path
from delivery import lint as gate
gate.RULES = Path({str(tmp_path / "rules")!r})
sheets = [gate.Sheet(str(n), {{"Description": f"Document {{n}}", **{GOOD}}}, {REGIONS}) for n in range(4)]
gate.lint(sheets, cache=Path({str(tmp_path / "cache")!r}), jobs=2, progress=lambda *done: print(done, flush=True))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "(0, 4)\n"
        assert process.stdout.readline() == "(1, 4)\n"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        before = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert time.monotonic() - before < 5
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert len(list((tmp_path / "cache").glob("*.json"))) == 1


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own in this checkout."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
