"""The audit's door: `python -m audit` for all of out/, `python -m audit FILE...` for templates from elsewhere."""

import sys
from pathlib import Path

import click

from delivery.command_line import DONE, FAILED, Commands, run

ROOT = Path(__file__).parents[1]
PROGRAM = "python -m audit"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--debug", is_flag=True, help="Show where in the code an error comes from.")
def commands(debug: bool) -> None:
    """Prove that nothing insecure or fragile leaves."""


@commands.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--release", is_flag=True, help="Everything must have been checked, also what needs the internet.")
def check(files: tuple[Path, ...], release: bool) -> int:
    """Every gate on all of out/; or, on templates from elsewhere, the gates that are about a template."""
    from audit.report import failed, report
    from audit.whole import audit_files, audit_project
    from delivery.credentials import hidden

    outcomes = audit_files(files) if files else audit_project(ROOT, release=release)
    click.echo(hidden(report(outcomes)))  # a template from elsewhere may hold a secret that a checker quotes
    return FAILED if failed(outcomes) else DONE


@commands.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a page is not current.")
def docs(only_check: bool) -> int:
    """Write the pages that are generated: the rules, who may do what, what the product is made of."""
    from audit.pages import pages
    from delivery.writing import Writing

    with Writing(ROOT / "docs", check=only_check) as writing:
        for name, text in pages(ROOT).items():
            writing.file(name, text.encode())
        writing.carry_out()
    for path in writing.paths:
        click.echo(f"{'stale' if only_check else 'written'}: docs/{path}")
    return FAILED if only_check and writing.paths else DONE


if __name__ == "__main__":
    sys.exit(run(commands, program=PROGRAM))
