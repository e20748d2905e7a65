"""Any valid application builds, lints clean and disturbs nobody; any damage is a sentence or still valid."""

import random
import re
from pathlib import Path
from tempfile import mkdtemp

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from delivery.build import build
from delivery.contents import contents
from delivery.lint import lint
from delivery.load import read, validate
from delivery.problems import Refused
from delivery.sheets import sheets
from templates.application import Application
from templates.stacks import render
from tests.conftest import ROOT, contents_of
from tests.strategies import applications, environments

SETTINGS = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "phases": (Phase.explicit, Phase.generate),  # an example is an application of a page: it is read as it is
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
}


def write(folder: Path, data: object) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))
    return folder


@st.composite
def written(draw, folder, most=2):
    """An application with environments, written as files."""
    data = draw(applications())
    templates = render(Application.model_validate(data))
    home = Path(mkdtemp(dir=folder)) / data["application"]
    write(home / "app.yaml", data)
    for number in range(draw(st.integers(1, most))):
        write(home / f"env{number}.yaml", draw(environments(templates, number)))
    return home


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    return tmp_path_factory.mktemp("workshop")


@settings(max_examples=8, **SETTINGS)
@given(st.data())
def test_every_valid_application_lints_clean(workshop, data):
    """As it is and with each environment's values in place, in each region: no error, warning or advice."""
    home = data.draw(written(workshop))
    built = build(home, Application, render)
    assert lint(list(sheets(built)), cache=workshop / "cache", jobs=1) == ()


@settings(max_examples=40, **SETTINGS)
@given(st.data())
def test_every_valid_application_is_read_as_it_was_written(workshop, data):
    """From model to YAML and back."""
    made = Application.model_validate(data.draw(applications()))
    plain = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert validate(read(write(workshop / "round" / "app.yaml", plain)), Application) == made


@settings(max_examples=20, **SETTINGS)
@given(st.data())
def test_every_valid_application_builds_to_the_same_bytes_twice(workshop, data):
    home = data.draw(written(workshop))
    assert contents(build(home, Application, render)) == contents(build(home, Application, render))


@settings(max_examples=10, **SETTINGS)
@given(st.data())
def test_one_application_more_changes_no_other(workshop, command, data):
    home = data.draw(written(workshop).filter(lambda home: home.name not in ("hello", "bring-your-own-vpc")))
    out = home.parent / "out"
    for name in ("hello", "bring-your-own-vpc"):
        (home.parent / name).symlink_to(ROOT / "parameters" / name)
    ended = command("build", "--no-lint", "--parameters", home.parent, "--out", out)
    assert ended.code == 0, ended.err
    for name in ("hello", "bring-your-own-vpc"):
        assert contents_of(out / name) == contents_of(ROOT / "out" / name)


ORDINARY = [ROOT / "parameters" / "hello" / name for name in ("app.yaml", "dev.yaml")]
PIECES = [
    "",
    " ",
    "\n",
    "\t",
    ":",
    "-",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "#",
    "&a ",
    "*a",
    "!!x ",
    "|",
    ">",
    "%",
    "@",
    "0",
    "-1",
]
PIECES += ["null", "true", "1e999", "\x00", "\ufeff", "é", "💥", "~", "{{resolve:ssm:/a}}", "../", "9" * 30, "x" * 300]


def damaged(text: str, seed: int) -> str:
    """One to four random cuts and insertions."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice([0, 0, 1, 3, 20]))
        text = text[:start] + chance.choice(PIECES) + text[end:]
    return text


@settings(max_examples=250, **SETTINGS)
@given(st.sampled_from(ORDINARY), st.integers(0, 10**9))
def test_damage_is_a_sentence_or_a_valid_build(workshop, file, seed):
    home = workshop / "damaged" / "hello"
    for name in ("app.yaml", "dev.yaml"):
        write(home / name, None).write_bytes((ROOT / "parameters" / "hello" / name).read_bytes())
    (home / file.name).write_text(damaged(file.read_text(), seed))
    try:
        assert "README.md" in contents(build(home, Application, render))
    except Refused as refused:
        for problem in refused.problems:
            assert re.search(r"\w+ \w+", problem.sentence)
            assert problem.file is not None, str(problem)
