"""A stack as it is written on one side: bytes that nobody has understood yet, and how they become a Side."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delivery.comparing.given import Given, parameters_in, tags_in
from delivery.problems import refuse
from delivery.reading.document import shown
from delivery.sides import Pair, Side

Template = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """A file, wherever it was found."""

    file: Path
    content: bytes


@dataclass(frozen=True)
class Stack:
    """A template with what it is deployed with."""

    template: Written
    parameters: Written | None = None
    tags: Written | None = None
    name: str = ""  # as AWS knows it; empty where nothing says so
    region: str | None = None
    account: str | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for two stacks that need not be compared."""
        texts = tuple(one and one.content for one in (self.template, self.parameters, self.tags))
        return (*texts, self.name, self.region, self.account)


@dataclass(frozen=True)
class Couple:
    """A stack on both sides, or on one."""

    name: str
    before: Stack | None
    after: Stack | None
    environment: str = ""

    @property
    def is_unchanged(self) -> bool:
        return self.before is not None and self.after is not None and self.before.identity == self.after.identity


@dataclass(frozen=True)
class Coupled:
    """What there is to compare in two folders."""

    couples: tuple[Couple, ...]
    notes: tuple[str, ...]
    has_manifests: bool


class Reading:
    """Understands couples: each text once, however many stacks share it, and what there is to say about them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._templates: dict[bytes, Template] = {}
        self._given: dict[Written, Given] = {}
        self._names: dict[str, tuple[set[str], set[str]]] = {}  # source: what it gives, what templates take
        self._notes: dict[str, None] = {}

    def pair(self, couple: Couple) -> Pair:
        before = self._side(couple.before) if couple.before else None
        return Pair(couple.name, before, self._side(couple.after) if couple.after else None)

    def notes(self) -> tuple[str, ...]:
        """Values that are not known, and those that no template takes."""
        unused = (
            f"{source}: {', '.join(sorted(shown(name) for name in names - taken))} is given, but the template "
            "has no such parameter"
            for source, (names, taken) in self._names.items()
            if names - taken
        )
        return (*self._notes, *unused)

    def _side(self, stack: Stack) -> Side:
        template = self._template(stack.template)
        given = self._of(stack.parameters) if stack.parameters else Given()
        declared = template.get("Parameters")
        taken = set(declared) if isinstance(declared, Mapping) else set()
        if stack.parameters:
            self._compare_names(str(stack.parameters.file), given.values, taken)
        if self._values:
            self._compare_names("--parameter", self._values, taken)
        for note in given.notes:
            self._notes.setdefault(note)
        tags = tags_in(stack.tags.content, stack.tags.file) if stack.tags else {}
        pseudo = {"AWS::AccountId": stack.account, "AWS::Region": stack.region, "AWS::StackName": stack.name}
        known = {name: value for name, value in pseudo.items() if value}
        values = {name: value for name, value in {**given.values, **self._values}.items() if name in taken}
        return Side(template, values, {**given.tags, **tags}, known, stack.template.file)

    def _template(self, written: Written) -> Template:
        if written.content not in self._templates:
            from delivery.reading.template import parse_template

            self._templates[written.content] = parse_template(_text(written), written.file)
        return self._templates[written.content]

    def _of(self, written: Written) -> Given:
        if written not in self._given:
            self._given[written] = parameters_in(written.content, written.file)
        return self._given[written]

    def _compare_names(self, source: str, names: Mapping[str, str], taken: set[str]) -> None:
        given, known = self._names.setdefault(source, (set(), set()))
        given.update(names)
        known.update(taken)


def _text(written: Written) -> str:
    try:
        return written.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.content.count(b"\n", 0, error.start) + 1
        raise refuse("this is not UTF-8 text: save the file as UTF-8", written.file, line) from None
