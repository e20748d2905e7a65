"""Templates from elsewhere: what the audit says of the CDK's load-balanced pattern as it comes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audit.environment import node_environment

ROOT = Path(__file__).parents[2]
PATTERN = Path(__file__).parent / "cdk" / "default_pattern.js"


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What `python -m audit FILE` says of the pattern, which the real CDK synthesizes."""
    folder = tmp_path_factory.mktemp("cdk")
    modules = node_environment() / "node_modules"
    made = folder / "pattern.json"
    environment = {**os.environ, "NODE_PATH": str(modules), "TMPDIR": str(folder)}
    subprocess.run(["node", str(PATTERN), str(made)], check=True, env=environment, timeout=120)
    done = subprocess.run(
        [sys.executable, "-m", "audit", str(made)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def rules(said: str, gate: str) -> list[str]:
    """The ids of the findings of a gate, in order."""
    return re.findall(rf"^{gate} \S+: [^:]*: ([^:]+(?:\[[^]]*\])?): ", said, re.MULTILINE)


def test_checkov_finds_eight_failures(said) -> None:
    assert sorted(rules(said, "G4")) == [f"CKV_AWS_{number}" for number in (103, 131, 158, 2, 260, 65, 66, 91)]


def test_cdk_nag_finds_four_rules_of_its_first_pack(said) -> None:
    found = {rule for rule in rules(said, "G5") if rule.startswith("AwsSolutions-")}
    assert found == {"AwsSolutions-EC23", "AwsSolutions-ECS4", "AwsSolutions-ELB2", "AwsSolutions-VPC7"}


def test_our_own_rules_find_what_none_of_them_does(said) -> None:
    """No circuit breaker, an image without a tag, roles that any account's tasks may take, the default drain."""
    assert {"E9118", "E9107", "E9402", "W9209"} <= set(rules(said, "G6"))


def test_a_finding_says_file_resource_property_and_what_to_do(said) -> None:
    line = next(line for line in said.splitlines() if "E9107" in line)
    assert re.match(
        r"G6 \S+pattern.json: ServiceTaskDef\w+, Properties/ContainerDefinitions/0/Image: E9107: "
        r"The container web runs an image with neither a tag nor a digest, .*\. Name the image by digest",
        line,
    )


def test_the_table_counts_what_each_gate_found(said) -> None:
    counts = dict(re.findall(r"^(G\d) .*1 document +(\d+) +0$", said, re.MULTILINE))
    assert set(counts) == {"G1", "G2", "G3", "G4", "G5", "G6", "G8"}
    found = {gate: len(re.findall(f"^{gate} .*pattern.json: ", said, re.MULTILINE)) for gate in counts}
    assert {gate: int(count) for gate, count in counts.items()} == found
