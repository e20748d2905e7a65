"""What the documentation says is so: its commands run, its examples build, its output is real."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import tour
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a newcomer has after `make`, without the examples' output."""
    for name in ("delivery", "parameters", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "generate.py", tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def run(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euc", script], cwd=checkout, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_commands_for_an_application_of_ones_own_work(checkout):
    ended = run(checkout, blocks("sh")[1])
    assert ended.returncode == 0, ended.stderr
    assert "shop: 4 stacks" in ended.stdout
    assert (checkout / "out/shop/web.json").is_file()
    assert (checkout / "parameters/shop/environment.schema.json").is_file()


def write_shown_example(checkout: Path) -> None:
    app, environment = blocks("yaml")
    shop = checkout / "parameters/shop"
    shop.mkdir()
    (shop / "app.yaml").write_text(app)
    (shop / "dev.yaml").write_text(environment)


def test_the_shown_files_are_an_application_that_builds(checkout):
    write_shown_example(checkout)
    ended = run(checkout, ".venv/bin/python generate.py build shop --no-lint")
    assert ended.returncode == 0, ended.stderr


def test_the_shown_mistake_is_answered_as_shown(checkout):
    write_shown_example(checkout)
    environment = checkout / "parameters/shop/dev.yaml"
    environment.write_text(environment.read_text().replace("Memory: 1024", "Memory: 512"))
    ended = run(checkout, ".venv/bin/python generate.py build shop")
    assert ended.returncode == 1
    assert ended.stderr == blocks("text")[1]
    assert not (checkout / "out").exists()


def test_the_shown_folder_is_what_comes_out():
    names = re.findall(r"^ {4}(\S+\.(?:json|md))", blocks("text")[0], re.MULTILINE)
    assert sorted(names) == sorted(path.name for path in (ROOT / "out/hello").iterdir() if path.is_file())


def test_the_tour_shows_what_its_commands_print(tmp_path):
    tour.checkout(tmp_path)
    change, build, text, html = tour.commands()
    for line in (change, build):
        ended = tour.run(tmp_path, line)
        assert ended.returncode == 0, ended.stderr
    ended = tour.run(tmp_path, text)
    assert (ended.returncode, ended.stderr) == (3, "")
    assert ended.stdout == blocks("text")[2]
    assert tour.run(tmp_path, html).stderr == "written: review.html\n"


def test_the_picture_shows_the_page_that_the_tour_ends_with(tmp_path):
    assert tour.note_in(tour.PICTURE.read_bytes()) == tour.digest(tour.page(tmp_path)), "run python -m tests.tour"


def test_the_other_commands_of_the_tour_work(tmp_path):
    tour.checkout(tmp_path)
    for line in tour.commands()[:2]:
        tour.run(tmp_path, line)
    tour.run(tmp_path, "git commit -qam Second")
    shutil.copy2(ROOT / "tests/delivery/answers/image-rollout.json", tmp_path / "change-set.json")
    for name, days in (("old", 30), ("new", 60)):
        text = f"Resources: {{Logs: {{Type: AWS::Logs::LogGroup, Properties: {{RetentionInDays: {days}}}}}}}"
        (tmp_path / f"{name}.yaml").write_text(text)
    lines = [
        line.split("#")[0].replace("generate.py", ".venv/bin/python generate.py")
        for line in blocks("sh")[3].splitlines()
    ]
    ended = [tour.run(tmp_path, line) for line in lines]
    assert [(one.returncode, one.stderr) for one in ended] == [(0, ""), (3, ""), (2, "")]
    assert "RetentionInDays 30 → 60" in ended[0].stdout
    assert "<details" in ended[1].stdout
    assert "hello-prod-web" in ended[2].stdout


def test_the_readme_is_under_three_screens():
    assert len(README.splitlines()) < 150


def test_the_three_commands_are_the_makefiles_own():
    makefile = (ROOT / "Makefile").read_text()
    assert re.findall(r"^make *(\w*)", blocks("sh")[0], re.MULTILINE) == ["", "test", "audit"]
    for target in ("all", "test", "audit"):
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md"])
def test_links_lead_somewhere(document):
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        assert target.startswith("https://") or (path.parent / target).exists(), target


@pytest.mark.parametrize("command", ["build", "schema", "diff", "review"])
def test_every_command_says_what_it_is_for(command):
    from generate import commands

    assert commands.commands[command].help
    for parameter in commands.commands[command].params:
        is_argument = parameter.param_type_name == "argument"
        assert is_argument or getattr(parameter, "help", None), parameter.name


def test_the_lock_holds_a_version_inside_every_range():
    """setup.cfg says which versions may be, requirements.lock which one is."""
    from configparser import ConfigParser

    from packaging.requirements import Requirement

    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    wanted = config["options"]["install_requires"] + config["options.extras_require"]["dev"]
    lock = (ROOT / "requirements.lock").read_text().lower()
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;]+)", lock, re.MULTILINE))
    for line in wanted.strip().splitlines():
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked[requirement.name.lower()]), line


def test_neither_half_imports_the_other():
    for half, other in (("templates", "delivery"), ("delivery", "templates")):
        for path in (ROOT / half).rglob("*.py"):
            assert not re.search(rf"^\s*(from|import) {other}\b", path.read_text(), re.MULTILINE), path


def test_templates_never_import_boto3():
    for path in (ROOT / "templates").rglob("*.py"):
        assert "boto" not in path.read_text(), path
