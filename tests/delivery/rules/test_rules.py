"""What is true of every rule of ours."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from delivery.rulebook import own_rules
from delivery.rules._rule import Rule

FOLDER = Path(__file__).parents[3] / "delivery" / "rules"
FILES = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))
each = pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)


def test_one_file_holds_one_rule_and_has_one_mirror_test() -> None:
    assert [
        rule.__module__.rsplit(".", 1)[1] for rule in sorted(own_rules(), key=lambda rule: rule.__module__)
    ] == FILES
    mirrors = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert set(FILES) == mirrors - {"rules", "world"}


def test_no_two_rules_have_one_id() -> None:
    ids = [rule.id for rule in own_rules()]
    assert len(set(ids)) == len(ids)


@each
def test_a_rule_states_its_facts(rule: type[Rule]) -> None:
    """The id is of the range that cfn-lint leaves to others; sentences end as the generated page needs it."""
    assert re.fullmatch(r"[EW]9[1-9]\d\d", rule.id)
    assert rule.rows
    assert rule.subjects
    assert rule.shortdesc
    assert not rule.shortdesc.endswith(".")
    assert rule.description.endswith(".")
    assert rule.advice
    assert not rule.advice.endswith(".")
    assert rule.source_url.startswith("https://")


def test_cfn_lint_itself_takes_our_rules_for_anybodys_template(tmp_path: Path) -> None:
    """As docs/rules.md says: the command line of cfn-lint, in another folder."""
    template = tmp_path / "template.json"
    template.write_text(
        json.dumps(
            {
                "Resources": {
                    "Service": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": "web:1"}},
                    "Image": {"Type": "AWS::ECR::Repository", "Properties": {"EmptyOnDelete": True}},
                }
            }
        )
    )
    command = [
        Path(sys.executable).parent / "cfn-lint",
        "--append-rules",
        FOLDER,
        "--format",
        "parseable",
        "--",
        template,
    ]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert {"E9118", "W9502"} <= set(re.findall(r":([EW]9\d{3}):", done.stdout)), done.stderr
