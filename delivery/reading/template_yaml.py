"""Reads the YAML of a template: its short forms become long ones, its aliases what they stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import events as kinds

from delivery.problems import Refused, refuse
from delivery.reading.document import shown
from delivery.reading.faults import ESCAPE, fault
from delivery.reading.long_form import in_long_form, name_of_tag
from delivery.reading.template_scalars import Endless, has_half_character, scalar

MOST_PARTS = 500_000
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = "tag:yaml.org,2002:"
_MERGE = "<<"
_PLAIN_TAGS = ("", "!", "str", "int", "float", "bool", "null", "map", "seq", "timestamp")


def plain_yaml(text: str, path: Path, most_levels: int, loader: Any = _FASTEST) -> Any:
    """The data of the only document in a text; raises Refused."""
    try:
        return _Builder(path, most_levels).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        sentence, line = fault(error, text)
        raise refuse(sentence, path, line) from None
    except yaml.reader.ReaderError as error:
        sign = chr(error.character) if isinstance(error.character, int) else str(error.character)
        sentence = f"there is a control character, {shown(sign)}: remove it"
        raise refuse(sentence, path, _line_of(text, error)) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise refuse(ESCAPE, path) from None


def _line_of(text: str, error: Any) -> int | None:
    at = error.position
    return text.count("\n", 0, at) + 1 if isinstance(at, int) and at >= 0 else None


@dataclass
class _Open:
    """A mapping or list whose end has not come yet; in a mapping, the key that waits for its value."""

    value: Any
    function: str | None
    anchor: str | None
    line: int
    before: int
    key: str | None = None
    merging: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    merged: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class _Anchored:
    value: Any
    weight: int


class _Builder:
    def __init__(self, path: Path, most_levels: int) -> None:
        self.path = path
        self.most_levels = most_levels
        self.open: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.parts = 0
        self.root: Any = None

    def build(self, events: Iterable[Any]) -> Any:
        documents = 0
        for event in events:
            if isinstance(event, kinds.ScalarEvent):
                self.count(event)
                self.scalar(event)
            elif isinstance(event, kinds.CollectionStartEvent):
                self.count(event)
                self.begin(event)
            elif isinstance(event, kinds.CollectionEndEvent):
                self.end(event)
            elif isinstance(event, kinds.AliasEvent):
                self.alias(event)
            elif isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse("a second document begins here: make it a file of its own", event)
        if not documents:
            raise refuse("this file is empty: name a CloudFormation template", self.path)
        return self.root

    def count(self, event: Any, parts: int = 1) -> None:
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise self.refuse(f"this file holds too much, or its aliases do: at most {MOST_PARTS} parts", event)

    def scalar(self, event: Any) -> None:
        around = self.open[-1] if self.open else None
        text: str = event.value
        if not text.isascii() and has_half_character(text):
            raise self.refuse(ESCAPE, event)
        if around is not None and isinstance(around.value, dict) and around.key is None:
            if event.anchor is not None:
                self.anchors[event.anchor] = _Anchored(text, 1)
            if not text and not event.style:
                raise self.refuse("a key is empty: write a word, or put it in quotes", event)
            self.key(text, event, merges=text == _MERGE and not event.style)
            return
        function = self.function(event)
        try:
            value: Any = text if function else scalar(text, plain=not event.style and event.tag is None, tag=event.tag)
        except Endless:
            raise self.refuse(f"{shown(text)} is no number that JSON has: put it in quotes", event) from None
        if function:
            value = in_long_form({function: value})
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, 1)
        self.put(value, event)

    def function(self, event: Any) -> str | None:
        """The function that a tag stands for."""
        tag = event.tag
        if tag is None or tag == "!" or tag.startswith(_YAML):
            word = (tag or "").removeprefix(_YAML)
            if word not in _PLAIN_TAGS:
                raise self.refuse(f"the tag !!{shown(word)} is not taken here: write the plain value", event)
            return None
        if name := name_of_tag(tag):
            return name
        advice = "write Fn::ForEach::Name as a key" if tag == "!ForEach" else "write a function that it knows"
        raise self.refuse(f"{shown(tag)} is no function of CloudFormation: {advice}", event)

    def begin(self, event: Any) -> None:
        around = self.open[-1] if self.open else None
        if around is not None and isinstance(around.value, dict) and around.key is None:
            raise self.refuse("a key is a list or a mapping: write a word", event)
        if len(self.open) >= self.most_levels:
            raise self.refuse(f"this is nested deeper than {self.most_levels} levels: make it flatter", event)
        value: Any = {} if isinstance(event, kinds.MappingStartEvent) else []
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        line = event.start_mark.line + 1
        self.open.append(_Open(value, self.function(event), event.anchor, line, self.parts - 1))

    def end(self, event: Any) -> None:
        done = self.open.pop()
        value = done.value
        if isinstance(value, dict):
            if done.merged:
                value = self.with_merged(done, event)
            value = in_long_form(value)
        if done.function:
            value = {done.function: value}
        if done.anchor is not None:
            self.anchors[done.anchor] = _Anchored(value, self.parts - done.before)
        self.put(value, event)

    def alias(self, event: Any) -> None:
        name = shown(event.anchor)
        if event.anchor not in self.anchors:
            advice = f"put it in quotes if it is text, or write &{name} above"
            raise self.refuse(f"*{name} stands for something that is not there: {advice}", event)
        target = self.anchors[event.anchor]
        if target is None:
            raise self.refuse(f"*{name} stands inside what it stands for: write the value out", event)
        self.count(event, target.weight)
        around = self.open[-1]
        if isinstance(around.value, dict) and around.key is None:
            if not isinstance(target.value, str):
                raise self.refuse(f"*{name} is a key here and no text: write a word", event)
            self.key(target.value, event, merges=False)
        else:
            self.put(target.value, event)

    def key(self, text: str, event: Any, *, merges: bool) -> None:
        around = self.open[-1]
        line = event.start_mark.line + 1
        if not merges and text in around.lines:
            lines = f"in lines {around.lines[text]} and {line}"
            raise self.refuse(f"{shown(text)} is written twice, {lines}: keep one", event)
        if not merges:
            around.lines[text] = line
        around.key, around.merging = text, merges

    def put(self, value: Any, event: Any) -> None:
        """A whole value goes where it belongs."""
        if not self.open:
            self.root = value
            return
        around = self.open[-1]
        if isinstance(around.value, list):
            around.value.append(value)
            return
        key, around.key = str(around.key), None
        if around.merging:
            around.merged += value if isinstance(value, list) else [value]
        else:
            around.value[key] = value

    def with_merged(self, done: _Open, event: Any) -> dict[str, Any]:
        """What << brings, where the mapping does not say it itself; the first of several wins."""
        found: dict[str, Any] = {}
        for mapping in done.merged:
            if not isinstance(mapping, dict):
                raise refuse("<< merges mappings, and this is none: write the keys out", self.path, done.line)
            self.count(event, len(mapping))
            found = {**mapping, **found}
        return {**found, **done.value}

    def refuse(self, sentence: str, event: Any) -> Refused:
        return refuse(sentence, self.path, event.start_mark.line + 1)
