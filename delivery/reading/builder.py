"""Builds plain data from nodes, without recursion, and writes down where each piece stood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import events as kinds

from delivery.problems import Refused, refuse
from delivery.reading.document import Document, Place, name_of, shown
from delivery.reading.faults import ESCAPE
from delivery.reading.scalars import Lossy, plain

MOST_LEVELS = 50
_SURROGATE = re.compile("[\ud800-\udfff]")


def build(nodes: Iterable[Any], path: Path) -> Document:
    """The mapping that the nodes make; raises Refused when it is not one, or not readable in one way only."""
    builder = _Builder(path)
    for node in nodes:
        if isinstance(node, kinds.CollectionEndEvent):
            builder.open.pop()
        else:
            builder.take(node, node.start_mark.line + 1)
    return builder.document()


@dataclass
class _Open:
    """A mapping or a list whose end has not come yet; in a mapping, the key that waits for its value."""

    value: Any
    place: Place
    key: str | None = None


class _Builder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Any = None
        self.lines: dict[Place, int] = {(): 1}
        self.texts: dict[Place, str] = {}
        self.open: list[_Open] = []

    def take(self, node: Any, line: int) -> None:
        """The next key, value, or beginning of a mapping or list."""
        around = self.open[-1] if self.open else None
        if around is None:
            self.data = self.value(node, (), line)
        elif isinstance(around.value, list):
            place = (*around.place, len(around.value))
            self.lines[place] = line
            around.value.append(self.value(node, place, line))
        elif around.key is None:
            around.key = self.key(node, around.place, line)
        else:
            key, around.key = around.key, None
            around.value[key] = self.value(node, (*around.place, key), line)

    def value(self, node: Any, place: Place, line: int) -> Any:
        if isinstance(node, kinds.ScalarEvent):
            self.texts[place] = text = self.text(node, line)
            if node.style:
                return text
            try:
                return plain(text)
            except Lossy as loss:
                raise self.refuse(f"{name_of(place)} is {shown(text)}, which {loss}: put it in quotes", line) from None
        value: Any = {} if isinstance(node, kinds.MappingStartEvent) else []
        self.open.append(_Open(value, place))
        if len(self.open) > MOST_LEVELS:
            raise self.refuse(f"this is nested deeper than {MOST_LEVELS} levels: make it flatter", line)
        return value

    def key(self, node: Any, around: Place, line: int) -> str:
        if not isinstance(node, kinds.ScalarEvent):
            raise self.refuse(f"a key in {name_of(around)} is a list or a mapping: write a word", line)
        key = self.text(node, line)
        if not node.style:
            if key in ("", "~", "null", "Null", "NULL"):
                raise self.refuse(f"a key in {name_of(around)} is empty: write a word, or put it in quotes", line)
            if key == "<<":
                raise self.refuse(f"<< in {name_of(around)} would merge mappings: write the keys out", line)
        place = (*around, key)
        if place in self.lines:
            lines = f"in lines {self.lines[place]} and {line}"
            raise self.refuse(f"{name_of(place)} is written twice, {lines}: keep one", line)
        self.lines[place] = line
        return key

    def text(self, node: Any, line: int) -> str:
        text: str = node.value
        if not text.isascii() and _SURROGATE.search(text):
            raise self.refuse(ESCAPE, line)
        return text

    def refuse(self, sentence: str, line: int) -> Refused:
        return refuse(sentence, self.path, line)

    def document(self) -> Document:
        if self.data is None:
            raise self.refuse("this file is empty: write at least one line such as key: value", 1)
        if not isinstance(self.data, dict):
            kind = "a list" if isinstance(self.data, list) else "a single value"
            raise self.refuse(f"this file is {kind}: write lines such as key: value", 1)
        return Document(self.path, self.data, self.lines, self.texts)
