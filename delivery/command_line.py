"""How commands end: exit codes, sentences instead of tracebacks, a default command. Imports nothing heavy."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

DONE, FAILED, INTERRUPTED = 0, 1, 130


class Commands(click.Group):
    """A group whose first command needs no name: `generate.py hello` builds hello."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        debug = ["--debug"] * ("--debug" in args[:end])  # wherever it stands
        words = [word for word in args[:end] if word != "--debug"] + args[end:]
        if not words or (words[0] not in self.commands and words[0] not in ("--help", "-h", "--version")):
            words.insert(0, next(iter(self.commands)))
        return super().parse_args(ctx, debug + words)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def run(commands: click.Group, args: list[str] | None = None, program: str = "generate.py") -> int:
    """Run a command line and say how it ended."""
    words = sys.argv[1:] if args is None else args
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        result = commands.main(words, prog_name=program, standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BaseException as error:
        return _ended(error, program, debug="--debug" in words)
    return result if isinstance(result, int) else DONE


def _ended(error: BaseException, program: str, *, debug: bool) -> int:
    from delivery.credentials import hidden
    from delivery.problems import Refused

    if debug and not isinstance(error, (click.exceptions.Exit, SystemExit)):
        import traceback

        click.echo(hidden("".join(traceback.format_exception(error))), err=True, nl=False)
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAILED
        case KeyboardInterrupt() | click.Abort():
            _say("interrupted: nothing is half written")
            return INTERRUPTED
        case Refused():
            _say(str(error))
        case click.UsageError():
            _say(f"{error.format_message()} Run {program} --help to see the commands.")
        case click.ClickException():
            _say(error.format_message())
        case BrokenPipeError():
            _give_up_stdout()  # whoever read our output has gone
        case OSError():
            _give_up_stdout()
            _say(f"{error.filename or 'the output'} cannot be used: {(error.strerror or str(error)).lower()}")
        case MemoryError() | RecursionError():
            _say("the input is too large or too deep for this machine")
        case _:
            what = f"{type(error).__name__}: {error}"
            _say(f"a mistake of Stackwright's own: {what}. Run it again with --debug and report it.")
    return FAILED


def _give_up_stdout() -> None:
    """Nothing more is written there, not even what is still in the buffer."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    from delivery.credentials import hidden

    wanted = bool(os.environ.get("FORCE_COLOR")) or sys.stderr.isatty()
    with_color = wanted and not os.environ.get("NO_COLOR")
    prefix = click.style("Error:", fg="red", bold=True)
    for number, line in enumerate(hidden(sentence).splitlines() or [""]):
        click.echo(f"{prefix} {line}" if number == 0 else f"       {line}", err=True, color=with_color)


@contextmanager
def progress(what: str, least: int = 4) -> Iterator[Any]:
    """A progress bar on stderr, if that is a terminal and there are at least so many steps; else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= least)

        yield step
