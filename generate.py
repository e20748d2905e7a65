#!/usr/bin/env python3
"""Stackwright's door: one command per step. `generate.py` alone builds everything."""

import gc
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `run` takes over, Ctrl-C ends this without a traceback
    gc.set_threshold(50_000, 20, 50)  # a program that ends soon gains little from looking for garbage

try:
    import click
except ModuleNotFoundError:
    sys.exit("Error: this Python lacks what Stackwright needs: run make, then .venv/bin/python generate.py")

from delivery.command_line import FAILED, Commands, run

if TYPE_CHECKING:
    from delivery.gate import Gate

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # nothing that happens to be installed changes the output
HERE = Path(os.path.relpath(Path(__file__).parent))
Folder = click.Path(path_type=Path)
parameters_option = click.option("--parameters", type=Folder, default=HERE / "parameters", help="Where people write.")
out_option = click.option("--out", type=Folder, default=HERE / "out", help="Where templates go.")


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
    from delivery.json_text import to_text
    from delivery.schema import APP_SCHEMA, ENVIRONMENT_SCHEMA, application_schema, environment_schema
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


def _gate() -> "Gate":
    from delivery.gate import Gate

    return Gate(HERE / ".cache" / "lint")


if __name__ == "__main__":
    sys.exit(run(commands))
