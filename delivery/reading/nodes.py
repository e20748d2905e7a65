"""The parser's events, cleaned: one document, no tags, and what an alias stands for instead of the alias."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from yaml import events as kinds

from delivery.problems import Refused, refuse
from delivery.reading.document import shown

MOST_EVENTS = 50_000


def nodes(events: Iterable[Any], path: Path) -> Iterator[Any]:
    """The scalars, beginnings and ends of the only document; raises Refused for more than plain data."""
    aliases = _Aliases(path)
    count = documents = 0
    for event in events:
        if isinstance(event, kinds.NodeEvent | kinds.CollectionEndEvent):
            for node in aliases.resolved(event):
                count += 1
                if count > MOST_EVENTS:
                    raise _refuse(
                        f"this file holds too much, or its aliases do: at most {MOST_EVENTS} parts", event, path
                    )
                yield node
        elif isinstance(event, kinds.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refuse(
                    "a second document begins here: remove the ---, or make it a file of its own", event, path
                )


class _Aliases:
    """Remembers the events of anchored nodes, in which aliases are resolved already."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tape: list[Any] = []
        self._open: list[tuple[str | None, int]] = []
        self._anchors: dict[str, slice | None] = {}

    def resolved(self, event: Any) -> list[Any]:
        piece = self._tape[self._target(event)] if isinstance(event, kinds.AliasEvent) else [event]
        here = len(self._tape)
        if isinstance(event, kinds.CollectionEndEvent):
            anchor, start = self._open.pop()
            if anchor is not None:
                self._anchors[anchor] = slice(start, here + 1)
        elif not isinstance(event, kinds.AliasEvent):
            if event.tag is not None:
                tag = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
                raise _refuse(f"the tag {tag} is not taken here: write the plain value", event, self._path)
            whole = isinstance(event, kinds.ScalarEvent)
            if event.anchor is not None:
                self._anchors[event.anchor] = slice(here, here + 1) if whole else None
            if not whole:
                self._open.append((event.anchor, here))
        self._tape += piece
        return piece

    def _target(self, event: Any) -> slice:
        name = shown(event.anchor)
        if event.anchor not in self._anchors:
            advice = f"put it in quotes if it is text, or write &{name} above"
            raise _refuse(f"*{name} stands for something that is not there: {advice}", event, self._path)
        target = self._anchors[event.anchor]
        if target is None:
            raise _refuse(f"*{name} stands inside what it stands for: write the value out", event, self._path)
        return target


def _refuse(sentence: str, event: Any, path: Path) -> Refused:
    return refuse(sentence, path, event.start_mark.line + 1)
