"""The lint gate over applications."""

from functools import partial
from pathlib import Path

import pytest

from delivery.build import build
from delivery.gate import Gate
from delivery.lint import Finding
from delivery.making import make
from delivery.problems import Refused
from templates.application import Application
from templates.stacks import render


@pytest.fixture
def hello(project):
    """The example, made anew at each call, and how to build it again."""
    folder = project / "parameters" / "hello"
    return lambda: (make(folder, Application, render), partial(build, folder, Application, render))


@pytest.fixture
def linted(monkeypatch):
    """What was given to cfn-lint; it finds what a test puts into `finds`."""
    seen: list[str] = []
    finds: list[Finding] = []

    def lint(sheets, **_):
        seen.extend(sheet.name for sheet in sheets)
        return tuple(finds)

    monkeypatch.setattr("delivery.lint.lint", lint)
    return seen, finds


def passed(gate, *applications):
    for made, again in applications:
        gate.add(made, again)
    assert gate.let_through(1) == f"{gate.documents} documents linted: nothing found."
    return gate.documents


def test_each_template_is_linted_as_it_is_and_with_each_environments_values(hello, linted, tmp_path):
    assert passed(Gate(tmp_path / "cache"), hello()) == 16
    assert len(linted[0]) == 16
    assert "hello/web" in linted[0]
    assert "hello/web with the values of prod" in linted[0]


def test_what_was_clean_and_did_not_change_is_not_linted_again(hello, linted, tmp_path):
    passed(Gate(tmp_path / "cache"), hello())
    linted[0].clear()
    assert passed(Gate(tmp_path / "cache"), hello()) == 16
    assert linted[0] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("MaxCapacity: 10", "MaxCapacity: 11"), ("region: eu-west-1", "region: eu-central-1")],
    ids=["a value", "a region"],
)
def test_what_changed_is_linted_again(hello, linted, project, tmp_path, old, new):
    passed(Gate(tmp_path / "cache"), hello())
    linted[0].clear()
    path: Path = project / "parameters/hello/dev.yaml"
    path.write_text(path.read_text().replace(old, new))
    passed(Gate(tmp_path / "cache"), hello())
    assert len(linted[0]) == 16


def test_other_tools_lint_again(hello, linted, tmp_path, monkeypatch):
    """Another version of cfn-lint, or other code of ours."""
    passed(Gate(tmp_path / "cache"), hello())
    linted[0].clear()
    monkeypatch.setattr("delivery.lint_cache.digest", lambda folder: "other")
    passed(Gate(tmp_path / "cache"), hello())
    assert len(linted[0]) == 16


def test_what_was_refused_is_linted_again(hello, linted, tmp_path):
    linted[1].append(Finding("hello/web", "E3012", "Resources/Service", "is wrong"))
    with pytest.raises(Refused, match="hello/web: E3012 at Resources/Service: is wrong"):
        passed(Gate(tmp_path / "cache"), hello())
    linted[0].clear()
    linted[1].clear()
    passed(Gate(tmp_path / "cache"), hello())
    assert len(linted[0]) == 16


def test_without_a_cache_everything_is_linted_every_time(hello, linted):
    for _ in range(2):
        linted[0].clear()
        passed(Gate(None), hello())
        assert len(linted[0]) == 16


def test_a_finding_refuses_the_build_and_leaves_out_as_it_was(build_linted, project):
    """For real: the reference to a resource that is not there."""
    ended = build_linted
    assert ended.code == 1
    assert "E1010" in ended.err or "E1020" in ended.err
    assert not (project / "fresh").exists()


@pytest.fixture
def build_linted(command, project, monkeypatch):
    import templates.stacks

    real = templates.stacks.render

    def broken(application):
        rendered = dict(real(application))
        body = {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": {"Ref": "Nobody"}}}
        rendered["network"] = {**rendered["network"], "Resources": {**rendered["network"]["Resources"], "Bad": body}}
        return rendered

    monkeypatch.setattr(templates.stacks, "render", broken)
    return command(
        "build", "bring-your-own-vpc", "--jobs", 1, "--parameters", project / "parameters", "--out", project / "fresh"
    )
