"""Lines for a terminal: words flow into a width, colours come last, nothing from elsewhere reaches the screen raw."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from delivery.render.visible import Visible, cells, cut_middle, in_ascii, split_at, visible

NARROWEST = 40
_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
    "alarm": "1;31",
}
_WORDS = re.compile(r" +|[^ ]+")

Piece = tuple[str, str]  # text, and the name of a colour or nothing


@dataclass(frozen=True)
class Sheet:
    """What is written on."""

    width: int
    color: bool
    unicode: bool

    def clean(self, text: str) -> Visible:
        """The text as it may be shown."""
        return visible(text) if self.unicode else in_ascii(visible(text))

    def short(self, text: str, room: int) -> Visible:
        """A name in so many columns, cut in its middle if it must be."""
        return Visible(cut_middle(self.clean(text), max(8, room), "…" if self.unicode else "..."))


def flow(sheet: Sheet, pieces: Iterable[Piece], *, first: int = 0, hang: int = 0) -> Iterator[str]:
    """Lines of these pieces: the first is indented by `first` columns, the others by `hang`."""
    line: list[Piece] = [(" " * first, "")]
    used, indent, gap = first, first, 0
    for text, style in _words(sheet, pieces):
        if text[0] == " ":
            gap = len(text)
            continue
        size = cells(text)
        if used > indent and used + gap + size > sheet.width:
            yield _painted(line, sheet.color)
            line, used, indent, gap = [(" " * hang, "")], hang, hang, 0
        if gap and used > indent:
            line.append((" " * gap, ""))
            used += gap
        gap = 0
        while used + size > sheet.width:
            head, text = split_at(text, sheet.width - used)  # noqa: PLW2901
            yield _painted([*line, (head, style)], sheet.color)
            line, used, indent, size = [(" " * hang, "")], hang, hang, cells(text)
        line.append((text, style))
        used += size
    if used > indent:
        yield _painted(line, sheet.color)


def _words(sheet: Sheet, pieces: Iterable[Piece]) -> Iterator[Piece]:
    for text, style in pieces:
        for found in _WORDS.finditer(sheet.clean(text)):
            yield found[0], style


def size_of(sheet: Sheet, pieces: Iterable[Piece]) -> int:
    """How many columns these pieces take in one line."""
    return sum(cells(sheet.clean(text)) for text, _ in pieces)


def _painted(line: Iterable[Piece], color: bool) -> str:
    if not color:
        return "".join(text for text, _ in line)
    return "".join(f"\x1b[{_CODES[style]}m{text}\x1b[0m" if style else text for text, style in line)
