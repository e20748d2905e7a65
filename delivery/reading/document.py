"""A file that a person wrote: its plain data, and where everything stands in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delivery.credentials import hidden

Place = tuple[str | int, ...]

LONGEST_ECHO = 60
_ORDINARY_KEY = re.compile(r"[\w/*<-]+")


@dataclass(frozen=True)
class Document:
    """Plain data with the line of every key and list item, and every scalar as it was written."""

    path: Path
    data: Any
    lines: Mapping[Place, int]
    texts: Mapping[Place, str]

    def line_of(self, place: Place) -> int:
        """The line of a place or, when nothing is written there, of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def name_of(place: Place) -> str:
    """A place as people write it: `services.web.command[0]`."""
    name = ""
    for step in place:
        if isinstance(step, int):
            name += f"[{step}]"
        else:
            key = shown(step) if _ORDINARY_KEY.fullmatch(step) else f'"{shown(step)}"'
            name += f".{key}" if name else key
    return name or "the file"


def shown(text: str, longest: int = LONGEST_ECHO) -> str:
    """Somebody's text, fit for one line of a terminal: no credential, not long, nothing that moves the cursor."""
    text = hidden(text)
    short = text if len(text) <= longest else text[:longest] + "..."
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in short)
