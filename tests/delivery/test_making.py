"""Many applications are made on all cores; nobody can tell from the result."""

import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from delivery.making import MANY, make, make_all
from templates.application import Application
from templates.stacks import render
from tests.conftest import ROOT, contents_of

MAKE = partial(make, model=Application, render=render)


@pytest.fixture
def many(tmp_path):
    """More applications than one process makes alone."""
    folders = []
    for number in range(MANY + 3):
        folder = tmp_path / "parameters" / f"app-{number:02}"
        shutil.copytree(ROOT / "parameters" / "bring-your-own-vpc", folder)
        app: Path = folder / "app.yaml"
        app.write_text(app.read_text().replace("bring-your-own-vpc", folder.name).replace("8080", str(8000 + number)))
        folders.append(folder)
    return folders


def test_several_processes_make_what_one_makes_in_the_same_order(many):
    assert list(make_all(many, MAKE, jobs=3)) == list(make_all(many, MAKE, jobs=1))


def process_of(folder):
    return os.getpid()


@pytest.mark.parametrize(("count", "jobs", "alone"), [(MANY, 2, False), (MANY, 1, True), (MANY - 1, 2, True)])
def test_processes_are_started_where_they_pay(many, count, jobs, alone):
    made_by = set(make_all(many[:count], process_of, jobs))
    assert (made_by == {os.getpid()}) is alone


def test_mistakes_of_all_are_told_in_order(many):
    for folder in (many[2], many[20]):
        (folder / "dev.yaml").write_text("region: nowhere")
    made = list(make_all(many, MAKE, jobs=2))
    assert [one.name for one in made if one.problems] == [many[2].name, many[20].name]


def test_a_build_of_many_writes_the_same_whatever_the_jobs(many, command):
    parameters = many[0].parent
    for jobs in (1, 2):
        out = parameters.parent / f"out{jobs}"
        ended = command("build", "--no-lint", "--jobs", jobs, "--parameters", parameters, "--out", out)
        assert ended.code == 0, ended.err
    assert contents_of(parameters.parent / "out1") == contents_of(parameters.parent / "out2")


def test_a_worker_that_fails_is_no_silence(many):
    with pytest.raises(ZeroDivisionError):
        list(make_all(many, fails, jobs=2))


def fails(folder):
    return 1 / 0
