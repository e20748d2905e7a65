"""How checkers are run: once for each distinct document, in order, kept, and never silently."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.engines import ADAPTERS
from audit.engines.engine import Engine
from audit.engines.process import Launch, Work, answers
from audit.findings import CheckFailed, Document, Finding

SERVED = f"""
import os, sys, time
sys.path.insert(0, {str(ADAPTERS)!r})
from serving import serve
def check(template, regions):
    print("noise that is no answer")
    with open({{log!r}}, "a") as file:
        file.write(f"{{{{os.getpid()}}}} {{{{','.join(template['Resources'])}}}}\\n")
{{body}}
serve(lambda: check)
"""
FIND = """
    return [("R1", name, "Properties/X", f"found in {regions}") for name in template["Resources"]]
"""

Make = Callable[..., Engine]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the checker of a test writes what it is asked: one line with its process and the resources."""
    return tmp_path / "asked.txt"


@pytest.fixture
def make(tmp_path: Path, log: Path) -> Make:
    """A checker whose adapter has this body, or is this script."""

    def engine(body: str = FIND, script: str = "", regional: bool = False) -> Engine:
        file = tmp_path / "adapter.py"
        file.write_text(script or SERVED.format(log=str(log), body=body))
        command = (sys.executable, "-E", "-s", str(file))
        return Engine("toy", lambda: command, (file,), 1, 1000, regional=regional, cache=tmp_path / "kept")

    return engine


def document(name: str, *resources: str, regions: tuple[str, ...] = ("us-east-1",)) -> Document:
    return Document(name, f"{name}.json", {"Resources": {resource: {} for resource in resources}}, regions)


def asked(log: Path) -> list[str]:
    return sorted(line.split()[1] for line in log.read_text().splitlines()) if log.exists() else []


def processes(log: Path) -> set[int]:
    return {int(line.split()[0]) for line in log.read_text().splitlines()}


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in ten seconds")


def test_findings_come_in_the_order_of_the_documents(make: Make, log: Path) -> None:
    documents = [document(f"d{number}", f"Resource{number}" * (1 + number % 3)) for number in range(20)]
    found = make().check(documents, jobs=4)
    assert [finding.document for (finding,) in found] == [document.name for document in documents]
    assert [finding.resource for (finding,) in found] == [
        next(iter(document.template["Resources"])) for document in documents
    ]
    assert len(processes(log)) > 1


def test_what_a_checker_finds_is_told_in_full(make: Make) -> None:
    assert make().check([document("one", "A")]) == [(Finding("one", "R1", "A", "Properties/X", "found in []"),)]


def test_equal_documents_are_checked_once(make: Make, log: Path) -> None:
    first, second = make().check([document("one", "A", "B"), document("two", "B", "A")])
    assert asked(log) == ["A,B"]
    assert [finding.document for finding in first] == ["one", "one"]
    assert [finding.document for finding in second] == ["two", "two"]


def test_the_same_template_in_other_regions_is_another_document_for_a_checker_that_looks_at_them(
    make: Make, log: Path
) -> None:
    documents = [document("one", "A"), document("two", "A", regions=("eu-west-1", "eu-central-1"))]
    found = make(regional=True).check(documents)
    assert [finding.message for (finding,) in found] == [
        "found in ['us-east-1']",
        "found in ['eu-central-1', 'eu-west-1']",
    ]
    make(regional=False).check(documents)
    assert asked(log) == ["A", "A", "A"]


def test_what_was_found_before_needs_no_process_and_no_environment(make: Make, tmp_path: Path) -> None:
    def no_environment() -> tuple[str, ...]:
        raise CheckFailed("it cannot be made")

    documents = [document("one", "A"), document("two")]
    before = make().check(documents)
    kept = Engine("toy", no_environment, (tmp_path / "adapter.py",), 1, 1000, cache=tmp_path / "kept")
    assert kept.check(documents) == before
    assert before[1] == ()
    with pytest.raises(CheckFailed, match="it cannot be made"):
        kept.check([*documents, document("three", "C")])


def test_another_adapter_is_asked_again(make: Make, log: Path, tmp_path: Path) -> None:
    make().check([document("one", "A")])
    other = tmp_path / "versions.lock"
    other.write_text("newer")
    engine = make()
    (finding,) = Engine("toy", engine.command, (*engine.sources, other), 1, 1000, cache=engine.cache).check(
        [document("one", "A")]
    )[0]
    assert finding.resource == "A"
    assert asked(log) == ["A", "A"]


def test_a_document_that_cannot_be_checked_is_a_sentence_and_is_tried_again(make: Make, log: Path) -> None:
    body = '\n    if "Bad" in template["Resources"]: raise ValueError("not this one")' + FIND
    documents = [document("good", "A"), document("odd", "Bad")]
    good, odd = make(body).attempt(documents)
    assert [finding.resource for finding in good] == ["A"]
    assert str(odd) == "toy could not check odd: ValueError: not this one"
    with pytest.raises(CheckFailed, match="could not check odd"):
        make(body).check(documents)
    assert asked(log) == ["A", "Bad", "Bad"]


def test_a_killed_process_is_a_sentence(make: Make) -> None:
    with pytest.raises(CheckFailed) as failure:
        make("    os.kill(os.getpid(), 9)").check([document("one", "A")])
    assert str(failure.value) == (
        "toy was killed by signal 9 while it checked one. Run again, and look whether memory runs out."
    )


@pytest.mark.parametrize(
    "answer",
    [
        "garbage",
        "{}",
        "null",
        '{"key": "another", "findings": []}',
        '{"key": "KEY"}',
        '{"key": "KEY", "findings": [["R1", "A"]]}',
        '{"key": "KEY", "findings": [["R1", "A", "", null]]}',
        '{"key": "KEY", "findings": null}',
    ],
)
def test_what_is_no_answer_is_a_sentence(make: Make, answer: str) -> None:
    script = f"""
import json, sys
print(json.dumps({{"ready": True}}), flush=True)
for line in sys.stdin:
    print({answer!r}.replace("KEY", json.loads(line)["key"]), flush=True)
"""
    with pytest.raises(CheckFailed) as failure:
        make(script=script).check([document("one", "A")])
    assert str(failure.value) == (
        "toy gave something that is no answer while it checked one. Run again, and look whether memory runs out."
    )


def test_a_checker_that_does_not_start_is_a_sentence_with_its_last_words(make: Make) -> None:
    with pytest.raises(CheckFailed) as failure:
        make(script="import no_such_package").check([document("one", "A")])
    assert str(failure.value) == (
        "toy ended with status 1 while it started. Its last words: "
        "ModuleNotFoundError: No module named 'no_such_package'. "
        "Remove .cache/audit/environments and run again."
    )


def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    engine = Engine("toy", lambda: ("no-such-program",), (), 1, 1000, cache=tmp_path)
    with pytest.raises(CheckFailed, match=r"^toy did not start: no-such-program: No such file"):
        engine.check([document("one", "A")])


def test_a_checker_that_hangs_is_ended_and_is_a_sentence(make: Make, log: Path) -> None:
    launch = Launch("toy", make("    time.sleep(600)").command(), patience=1)
    with pytest.raises(CheckFailed, match=r"^toy took too long to answer while it checked one"):
        list(answers(launch, [Work("key", "one", '{"Resources": {"A": {}}}', (), ())], 1))
    assert not any(map(alive, processes(log)))


def test_no_process_outlives_the_check(make: Make, log: Path) -> None:
    make().check([document("one", "A")])
    assert not any(map(alive, processes(log)))


def test_an_interrupt_ends_the_processes(make: Make, log: Path, tmp_path: Path) -> None:
    make("    time.sleep(600)")
    script = f"""
import sys
from pathlib import Path
from audit.engines.engine import Engine
from audit.findings import Document
file = Path({str(tmp_path)!r}) / "adapter.py"
engine = Engine("toy", lambda: (sys.executable, "-E", "-s", str(file)), (file,), 1, 1000, cache=None)
engine.check([Document("one", "one.json", {{"Resources": {{"A": {{}}}}}})])
"""
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL) as run:
        until(log.exists)
        run.send_signal(signal.SIGINT)
        assert run.wait(10) == -signal.SIGINT
    until(lambda: not any(map(alive, processes(log))))


def test_a_checker_sees_nothing_of_the_callers_environment(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    monkeypatch.setenv("CKV_IGNORED_DIRECTORIES", "canary")
    body = '    return [("R1", "", "", f"{name}={value}") for name, value in os.environ.items()]'
    (found,) = make(body).check([document("one", "A")])
    names = {finding.message.partition("=")[0] for finding in found}
    assert names - {"LC_CTYPE"} == {"PATH", "HOME", "TMPDIR"}
    assert "canary" not in "".join(finding.message for finding in found)
