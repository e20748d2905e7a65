"""The gates: what counts where, and that nothing passes in silence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audit import gates
from audit.engines import Outcome
from audit.exceptions import Exceptions, read_exceptions
from audit.findings import CheckFailed, Document, Finding
from audit.gates import Subject
from audit.report import Outcome as Gate
from audit.report import failed, report

WRITTEN = Document("out/a.json", "out/a.json", {"Resources": {}})
VALUES = Document("out/a.json with the values of dev", "out/a.json", {"Resources": {}})
SUBJECT = Subject([WRITTEN], [VALUES])
NAMES = ("cfn-lint", "validate", "checkov", "cdk-nag", "iam")


@dataclass
class Says:
    """A checker that says the same of every document, or fails."""

    name: str
    rules: Sequence[str] = ()
    failure: str = ""
    asked: list[str] = field(default_factory=list)

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        self.asked += [document.name for document in documents]
        if self.failure:
            raise CheckFailed(self.failure)
        return [tuple(Finding(one.name, rule, "R", "P", "found: do it") for rule in self.rules) for one in documents]

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        return list(self.check(documents))


def looked(subject: Subject = SUBJECT, exceptions: Exceptions | None = None, **says: Says) -> dict[str, Gate]:
    """Each gate by its name; a checker that is not given says nothing."""
    checkers = {name: says.get(name.replace("-", "_"), Says(name)) for name in NAMES}
    return {one.gate: one for one in gates.looked(subject, checkers, exceptions or Exceptions([]))}


def test_a_checker_that_does_not_work_is_a_failed_gate_with_its_sentence() -> None:
    """Both gates that it serves; the others have looked."""
    outcomes = looked(validate=Says("validate", failure="validate cannot be installed: try again"))
    assert outcomes["G2"].failed == outcomes["G3"].failed == ("validate cannot be installed: try again",)
    assert outcomes["G2"].checked == "nothing"
    assert not outcomes["G4"].failed
    assert failed(outcomes.values())


def test_each_rule_counts_in_its_own_gate() -> None:
    outcomes = looked(cfn_lint=Says("cfn-lint", ["E3012", "E9101"]), validate=Says("validate", ["v:E1", "CT.S3.PR.1"]))
    counts = {name: len(outcome.failed) for name, outcome in outcomes.items()}
    assert counts == {"G1": 2, "G6": 2, "G2": 2, "G3": 1, "G4": 0, "G5": 0, "G8": 0}


def test_control_tower_checkov_and_cdk_nag_see_templates_with_their_values() -> None:
    """What CloudFormation and its hooks see; the others see templates as they are, too."""
    checkov, lint = Says("checkov"), Says("cfn-lint")
    looked(checkov=checkov, cfn_lint=lint)
    assert checkov.asked == [VALUES.name]
    assert set(lint.asked) == {WRITTEN.name, VALUES.name}


def test_advice_on_writing_is_for_what_is_written() -> None:
    """Where values are in place an ARN is written out."""
    assert len(looked(validate=Says("validate", ["v:W9002"]))["G2"].failed) == 1


def test_a_file_from_elsewhere_is_looked_at_once_by_each_gate() -> None:
    outcomes = looked(Subject([WRITTEN], [WRITTEN]), checkov=Says("checkov", ["CKV_1"]), cfn_lint=Says("c", ["E1"]))
    assert (len(outcomes["G4"].failed), len(outcomes["G1"].failed)) == (1, 1)


def test_what_is_excepted_is_counted_and_does_not_fail(tmp_path: Path) -> None:
    file = tmp_path / "exceptions.toml"
    file.write_text('[[exception]]\nrules = ["CKV_1"]\nreason = "r"\nuntil = "u"\n', "utf-8")
    outcome = looked(exceptions=read_exceptions(file), checkov=Says("checkov", ["CKV_1", "CKV_2"]))["G4"]
    assert (len(outcome.failed), outcome.excepted) == (1, 1)


def test_a_finding_says_document_resource_place_rule_and_message() -> None:
    (line,) = looked(checkov=Says("checkov", ["CKV_1"]))["G4"].failed
    assert line == "out/a.json with the values of dev: R, P: CKV_1: found: do it"


def test_the_table_stands_under_the_findings() -> None:
    text = report([Gate("G1", "cfn-lint", "2 documents", ("a: b",), 3), Gate("G10", "x", "nothing", note="not asked")])
    assert text.splitlines() == [
        "G1 a: b",
        "",
        "gate  what looked  checked      failed  excepted",
        "G1    cfn-lint     2 documents       1         3",
        "G10   x            nothing           0         0",
        "G10: not asked",
    ]


@pytest.mark.parametrize("words", [("docs", "--check")])
def test_the_pages_are_current(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Rules, permissions and the bill of materials say what is."""
    from audit.__main__ import PROGRAM, commands
    from delivery.command_line import run

    assert run(commands, list(words), program=PROGRAM) == 0, capsys.readouterr().out


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    from audit.__main__ import PROGRAM, commands
    from delivery.command_line import run

    assert run(commands, ["nowhere.json"], program=PROGRAM) == 1
    assert capsys.readouterr().err == "Error: nowhere.json: there is no such file\n"
