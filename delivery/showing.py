"""A review reaches a person: in one of its four faces, on the terminal or in a file, with the exit code that fits."""

import contextlib
import os
import sys
from pathlib import Path

import click

from delivery.command_line import DONE
from delivery.problems import refuse
from delivery.review.model import Level, Review

CHANGED, STOPPED = 2, 3
"""Exit codes: changes were found (only when asked for), something is blocked or loses data."""
_NARROW = 100
"""Columns where nobody looks at a terminal."""


def show(review: Review, face: str, output: Path | None, *, verbose: bool) -> None:
    """Print a review, or write it to a file: all of it or nothing."""
    to_terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    text = _drawn(review, face, to_terminal=to_terminal, to_file=output is not None, verbose=verbose)
    if output is None:
        click.echo(text, nl=False, color=True)
    else:
        _write(output, text)
        click.echo(f"written: {output}", err=True)


def exit_code(review: Review, *, tells_changes: bool) -> int:
    """3 for what is blocked or loses data, 2 for changes if that was asked for, else 0."""
    if review.level in (Level.BLOCKED, Level.DATA_LOSS):
        return STOPPED
    return CHANGED if tells_changes and review.changes else DONE


def _drawn(review: Review, face: str, *, to_terminal: bool, to_file: bool, verbose: bool) -> str:
    if face == "html":
        from delivery.render.html import html

        return html(review)
    if face == "markdown":
        from delivery.render.markdown import markdown

        return markdown(review)
    if face == "json":
        from delivery.render.as_json import as_json

        return as_json(review)
    from delivery.render.text import text

    forced = bool(os.environ.get("FORCE_COLOR")) and not to_file
    color = (forced or to_terminal) and not os.environ.get("NO_COLOR")
    width = _NARROW if to_file else _columns()
    return text(review, width=width, color=color, verbose=verbose, unicode=to_file or _speaks_unicode())


def _columns() -> int:
    """As wide as whoever reads it has it."""
    with contextlib.suppress(ValueError):
        if (given := int(os.environ.get("COLUMNS", "0"))) > 0:
            return given
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _NARROW
    except (AttributeError, OSError, ValueError):
        return _NARROW


def _speaks_unicode() -> bool:
    try:
        "→‹›←…".encode(sys.stdout.encoding or "ascii")
    except (AttributeError, LookupError, UnicodeEncodeError):
        return False
    return True


def _write(output: Path, text: str) -> None:
    """Beside its place first, then moved there."""
    if output.is_dir():
        raise refuse("is a folder: name a file for --output", output)
    import tempfile

    beside = ""
    try:
        with tempfile.NamedTemporaryFile("wb", dir=output.parent, prefix=".review-", delete=False) as file:
            beside = file.name
            file.write(text.encode("utf-8", "backslashreplace"))
        Path(beside).chmod(0o644)
        os.replace(beside, output)
    except OSError as error:
        if beside:
            with contextlib.suppress(OSError):
                os.unlink(beside)
        raise refuse(f"cannot be written: {(error.strerror or str(error)).lower()}", output) from None
