"""What a build made, in a few lines for a person."""

from delivery.build import Built
from delivery.credentials import hidden
from delivery.writing import Writing

_SHOWN = 20


def line_of(built: Built) -> str:
    """One application."""
    environments = ", ".join(one.name for one in built.environments)
    return f"{built.name}: {len(built.templates)} stacks ({', '.join(built.templates)}) for {environments}"


def outcome(writing: Writing) -> list[str]:
    """What happened to the folder, or would happen, and what to do next."""
    out = writing.out
    lines = [f"kept {out / hidden(path)}: no longer generated, but changed by hand" for path in writing.kept]
    if not writing.paths:
        return [*lines, f"{out} is current."]
    if not writing.check:
        return [*lines, f"{out}: {_count(writing)}. Look at the change with: git diff {out}"]
    shown = [f"  {hidden(path)}" for path in writing.paths[:_SHOWN]]
    more = [f"  and {len(writing.paths) - _SHOWN} more"] if len(writing.paths) > _SHOWN else []
    return [*lines, f"{out} is not current:", *shown, *more, "Bring it up to date with: generate.py build"]


def _count(writing: Writing) -> str:
    parts = [(len(writing.written), "written"), (len(writing.removed), "removed")]
    return ", ".join(f"{count} file{'s' if count > 1 else ''} {what}" for count, what in parts if count)
