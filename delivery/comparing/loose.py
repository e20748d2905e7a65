"""Templates in a folder that no manifest speaks of, with the values that lie beside them."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from delivery.comparing.files import LONGEST
from delivery.comparing.manifests import Application
from delivery.comparing.operands import Operand
from delivery.comparing.written import Couple, Stack, Written
from delivery.reading.document import shown

_TEMPLATE = re.compile(rb"""^["']?Resources["']?\s*:|[{,]\s*"Resources"\s*:""", re.MULTILINE)
_BESIDE = re.compile(r"\.(parameters|tags)$")


def loose_templates(old: Operand, new: Operand, ours: list[Application], theirs: list[Application]) -> Iterator[Couple]:
    """Templates that no manifest speaks of, by their path."""
    before, after = _templates(old, ours), _templates(new, theirs)
    for path in sorted({*before, *after}):
        # One that is a template on one side is compared with whatever is there on the other.
        yield Couple(
            shown(path, LONGEST), before.get(path) or _beside(old, path), after.get(path) or _beside(new, path)
        )


def _templates(side: Operand, there: list[Application]) -> dict[str, Stack]:
    folders = tuple(one.folder for one in there)
    return {
        path: stack
        for path, content in side.found.files.items()
        if not path.startswith(folders) and _TEMPLATE.search(content) and not _BESIDE.search(PurePosixPath(path).stem)
        for stack in (_beside(side, path),)
        if stack
    }


def _beside(side: Operand, path: str) -> Stack | None:
    """A template with the values and tags that lie beside it."""
    files = side.found.files
    if path not in files:
        return None
    template = Written(side.file(path), files[path])
    return Stack(template, _companion(side, path, "parameters"), _companion(side, path, "tags"))


def _companion(side: Operand, path: str, what: str) -> Written | None:
    """`web.parameters.json` is a companion of `web.yaml`."""
    stem = path[: -len(PurePosixPath(path).suffix)]
    for ending in (".json", ".yaml", ".yml"):
        name = f"{stem}.{what}{ending}"
        if name in side.found.files:
            return Written(side.file(name), side.found.files[name])
    return None
