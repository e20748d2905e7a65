#!/usr/bin/env python3
"""Stackwright's door: one command per step. `generate.py` alone builds everything."""

import gc
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `run` takes over, Ctrl-C ends this without a traceback
    gc.set_threshold(50_000, 20, 50)  # a program that ends soon gains little from looking for garbage

try:
    import click
except ModuleNotFoundError:
    sys.exit("Error: this Python lacks what Stackwright needs: run make, then .venv/bin/python generate.py")

from delivery.command_line import FAILED, Commands, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from delivery.gate import Gate
    from delivery.review.model import Review
    from delivery.review.stack_policy import StackPolicy

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # nothing that happens to be installed changes the output
HERE = Path(os.path.relpath(Path(__file__).parent))
Folder = click.Path(path_type=Path)
parameters_option = click.option("--parameters", type=Folder, default=HERE / "parameters", help="Where people write.")
FACES = ("text", "markdown", "json", "html")
out_option = click.option("--out", type=Folder, default=HERE / "out", help="Where templates go.")


def review_options(command: "Callable[..., int]") -> "Callable[..., int]":
    """What every command takes that shows a review."""
    for option in reversed(
        [
            click.option("--format", "face", type=click.Choice(FACES), default="text", help="How to show it."),
            click.option("--output", type=Folder, help="Write it to this file."),
            click.option("--exit-code", is_flag=True, help="End with 2 if there are changes."),
            click.option("--stack-policy", type=Folder, help="What this policy denies is blocked."),
            click.option("--verbose", "-v", is_flag=True, help="Show every difference of routine changes, too."),
        ]
    ):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option("0.1.0", prog_name="stackwright")
@click.option("--debug", is_flag=True, help="Show where in the code an error comes from.")
def commands(debug: bool) -> None:
    """Write, lint, review and deploy the CloudFormation that runs containers on AWS Fargate."""


@commands.command()
@click.argument("apps", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail when out/ is not current.")
@parameters_option
@out_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes to use; 0 means one per core.")
@click.option("--lint/--no-lint", "linted", default=True, help="Lint, or leave that out.")
def build(apps: tuple[str, ...], check: bool, parameters: Path, out: Path, jobs: int, linted: bool) -> int:
    """parameters/ becomes out/, linted. All applications, or those named."""
    from delivery.build import application_names
    from delivery.build import build as build_one
    from delivery.making import make, make_all
    from delivery.problems import Problem, refuse_all
    from delivery.summary import outcome
    from delivery.writing import Writing
    from templates.application import Application
    from templates.stacks import render

    names = application_names(parameters, apps)
    gate = _gate() if linted else None
    lines: list[str] = []
    problems: list[Problem] = []
    with Writing(out, check=check) as writing:
        folders = [parameters / name for name in names]
        for made in make_all(folders, partial(make, model=Application, render=render), jobs):
            problems += made.problems
            if not problems:
                writing.application(made.name, made.files)
                lines.append(made.line)
                if gate:
                    gate.add(made, partial(build_one, parameters / made.name, Application, render))
        refuse_all(problems)
        if gate:
            lines.append(gate.let_through(jobs))
        if not apps:
            writing.forget_all_but(names)
        writing.carry_out()
    click.echo("\n".join([*lines, *outcome(writing)]))
    return FAILED if check and writing.paths else 0


@commands.command()
@click.argument("apps", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail when a schema is not current.")
@parameters_option
def schema(apps: tuple[str, ...], check: bool, parameters: Path) -> int:
    """Write the JSON Schemas that editors complete app.yaml and environment files from."""
    from delivery.build import application_names, application_of
    from delivery.editor_schemas import APP_SCHEMA, ENVIRONMENT_SCHEMA, application_schema, environment_schema
    from delivery.json_text import to_text
    from delivery.writing import Writing
    from templates.application import Application
    from templates.stacks import render

    with Writing(parameters, check=check) as writing:
        writing.file(APP_SCHEMA, to_text(application_schema(Application)).encode())
        for name in application_names(parameters, apps):
            described = environment_schema(name, render(application_of(parameters / name, Application)))
            writing.file(f"{name}/{ENVIRONMENT_SCHEMA}", to_text(described).encode())
        writing.carry_out()
    for path in writing.paths:
        click.echo(f"{'stale' if check else 'written'}: {parameters / path}")
    return FAILED if check and writing.paths else 0


@commands.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--env", "environments", multiple=True, help="Only this environment; may be given several times.")
@click.option("--parameters", type=Folder, multiple=True, help="Values for a template; twice: OLD's, then NEW's.")
@click.option("--parameter", "values", multiple=True, metavar="NAME=VALUE", help="One value, for both sides.")
@click.option("--region", help="Where the stacks are, if nothing else says so.")
@click.option("--account", help="Whose the stacks are, if nothing else says so.")
@out_option
@review_options
def diff(old: str | None, new: str | None, out: Path, **options: Any) -> int:
    """What would change, and how dangerous that is, without an account.

    OLD and NEW are two templates, two folders such as out/, or revisions of Git (HEAD~1: or HEAD~1:out/hello). Of one
    alone, what Git has committed of it is the other side; with neither, out/ is compared with what is committed.
    """
    from delivery.comparing import Wanted, compared
    from delivery.diff import diff as reviewed

    places = {name: options.pop(name) for name in ("environments", "parameters", "values", "region", "account")}
    found = compared(Wanted(old, new, out, **places))
    return _show(lambda policy: reviewed(found, policy), **options)


@commands.command()
@click.option("--saved", type=Folder, multiple=True, required=True, help="What describe-change-set printed.")
@review_options
def review(saved: tuple[Path, ...], **options: Any) -> int:
    """What a change set would do, from the answer of describe-change-set as the AWS CLI saves it.

    All pages and the change sets of nested stacks may be given, each with a --saved of its own.
    """
    from delivery.diff import review_saved

    return _show(lambda policy: review_saved(saved, policy), **options)


def _show(made: "Callable[[StackPolicy | None], Review]", **options: Any) -> int:
    from delivery.showing import exit_code, show

    policy = None
    if options["stack_policy"] is not None:
        from delivery.reading.files import text_of
        from delivery.review.stack_policy import read_policy

        policy = read_policy(text_of(options["stack_policy"], 64 * 1024), options["stack_policy"])
    found = made(policy)
    show(found, options["face"], options["output"], verbose=options["verbose"])
    return exit_code(found, tells_changes=options["exit_code"])


def _gate() -> "Gate":
    from delivery.gate import Gate

    return Gate(HERE / ".cache" / "lint")


if __name__ == "__main__":
    ended = run(commands)
    gc.freeze()  # nothing of what is left needs to be looked through once more
    sys.exit(ended)
