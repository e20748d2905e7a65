"""What pydantic finds wrong, as sentences about the file that somebody wrote."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from delivery.problems import Problem, nearest
from delivery.reading.document import LONGEST_ECHO, Document, name_of, shown
from delivery.reading.scalars import Lossy, plain
from delivery.reading.whereabouts import Spot, keys_of, spot

# The errors that say nothing but that another type was wanted.
_WANTED = {
    **dict.fromkeys(("string_type", "string_sub_type"), "text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), "a mapping (key: value)"),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), "a list such as [a, b]"),
    "none_required": "left empty",
}
_LONGEST_SENTENCE = 1000
_LITERALS: tuple[Any, ...] = (Literal,)
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "multiple_of": ("a multiple of", "multiple_of"),
}


@dataclass(frozen=True)
class _Finding:
    """An error of pydantic's, and what it is about."""

    error: Any
    spot: Spot
    text: str

    @property
    def kind(self) -> str:
        return str(self.error["type"])

    @property
    def context(self) -> Mapping[str, Any]:
        return self.error.get("ctx") or {}

    @property
    def subject(self) -> str:
        place = self.spot.place
        return f'the name "{shown(str(place[-1]))}" in {name_of(place[:-1])}' if self.spot.of_key else name_of(place)

    @property
    def value(self) -> Any:
        return self.spot.place[-1] if self.spot.of_key else self.spot.value


def problems(document: Document, model: type[BaseModel], errors: Iterable[Any]) -> list[Problem]:
    """One problem for each mistake that a person made, in the order of the lines."""
    findings = []
    for error in errors:
        found = spot(error["loc"], document.data, model)
        findings.append(_Finding(error, found, document.texts.get(found.place, "")))
    kept: dict[tuple[int, str], Problem] = {}
    for union, group in groupby(findings, key=lambda finding: finding.spot.union):
        for finding, sentence in _alone(group) if union is None else _merged(list(group)):
            at = finding.context.get("at", ()) if finding.kind == "stackwright" else ()
            line = document.line_of((*finding.spot.place, *at))
            kept.setdefault((line, sentence), Problem(sentence, document.path, line))
    return sorted(kept.values(), key=lambda problem: problem.line or 0)


def _alone(findings: Iterable[_Finding]) -> list[tuple[_Finding, str]]:
    return [(finding, _sentence(finding)) for finding in findings if not _follows(finding)]


def _merged(findings: list[_Finding]) -> list[tuple[_Finding, str]]:
    """Of the shapes that were tried, the one that was meant; when none is near, what all of them want."""
    branches: dict[str, list[_Finding]] = {}
    for finding in findings:
        branches.setdefault(finding.spot.branch, []).append(finding)
    meant = [branch for branch in branches.values() if not all(_only_type(finding) for finding in branch)]
    if meant:
        return _alone(sorted(meant, key=_distance)[0])
    wanted = list(dict.fromkeys(_wanted(finding) for finding in findings))
    if "a number" in wanted and "a whole number" in wanted:
        wanted.remove("a whole number")
    if len(wanted) == 1:
        return _alone(findings[:1])
    first, comma = findings[0], "," if len(wanted) > 2 else ""
    return [(first, f"{first.subject} is {_found(first)}: it must be {', '.join(wanted[:-1])}{comma} or {wanted[-1]}")]


def _distance(branch: list[_Finding]) -> tuple[bool, int]:
    """How unlikely it is that this shape was meant; a wrong choice often tells shapes apart."""
    return any(finding.kind == "literal_error" for finding in branch), len(branch)


def _only_type(finding: _Finding) -> bool:
    return finding.spot.place == finding.spot.union and bool(_wanted(finding))


def _follows(finding: _Finding) -> bool:
    """Whether a list is too short only because the items that are wrong were not counted."""
    return finding.kind == "too_short" and _size(finding) >= int(finding.context["min_length"])


def _sentence(finding: _Finding) -> str:
    if _wanted(finding) and finding.kind != "literal_error":
        return _wrong_type(finding)
    if finding.kind in _BOUNDS:
        words, key = _BOUNDS[finding.kind]
        bound = finding.context[key]
        whole = isinstance(bound, float) and bound.is_integer()
        return f"{finding.subject} is {shown(finding.text)}: it must be {words} {int(bound) if whole else bound}"
    tell = _TELL.get(finding.kind)
    return tell(finding) if tell else _in_pydantics_words(finding)


def _wanted(finding: _Finding) -> str:
    """What should stand there, for an error that says no more than that."""
    if finding.kind in ("literal_error", "enum"):
        return str(finding.context["expected"]).replace("'", "")
    return _WANTED.get(finding.kind, "")


def _found(finding: _Finding) -> str:
    value = finding.value
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return f"{'a' if value else 'an empty'} {'mapping' if isinstance(value, dict) else 'list'}"
    if isinstance(value, bool):
        return shown(finding.text)
    if isinstance(value, int | float):
        return f"the number {shown(finding.text)}"
    if not value:
        return "an empty text"
    return f'the {"text" if re.search(r"[^A-Za-z]", value) else "word"} "{shown(value)}"'


def _wrong_type(finding: _Finding) -> str:
    wanted, value, subject = _wanted(finding), finding.value, f"{finding.subject} is {_found(finding)}"
    if wanted == "text" and isinstance(value, bool | int | float):
        return f"{subject}: put it in quotes"
    if isinstance(value, str) and wanted in _UNQUOTED and _is(_UNQUOTED[wanted], value):
        return f"{subject}: remove the quotes"
    return f"{subject}: it must be {wanted}"


def _is(kinds: tuple[type, ...], text: str) -> bool:
    try:
        return type(plain(text)) in kinds
    except Lossy:
        return False


def _missing(finding: _Finding) -> str:
    return f"{finding.subject} has no {shown(str(finding.error['loc'][-1]))}: add one"


def _unknown(finding: _Finding) -> str:
    known = keys_of(finding.spot.around)
    advice = nearest(str(finding.spot.place[-1]), known) if known else "remove it"
    return f"{finding.subject} is not known: {advice}"


def _not_among(finding: _Finding) -> str:
    kinds: list[Any] = [kind for kind in finding.spot.types if get_origin(kind) in _LITERALS]
    choices = [str(choice) for kind in kinds for choice in get_args(kind)]
    advice = f"it must be {_wanted(finding)}"
    if isinstance(finding.value, str) and choices:
        advice = nearest(finding.value, choices)
    return f"{finding.subject} is {_found(finding)}: {advice}"


def _mismatch(finding: _Finding) -> str:
    value, pattern = str(finding.value), str(finding.context["pattern"])
    does = "does not fit" if finding.spot.of_key else f'is "{shown(value)}"'
    meaning = f" ({finding.spot.description})" if finding.spot.description and not finding.spot.of_key else ""
    example = next((f", such as {shown(near)}" for near in _near(value) if _fits(pattern, near)), "")
    return f"{finding.subject} {does}: it must match {pattern}{meaning}{example}"


def _near(value: str) -> tuple[str, ...]:
    """What a person may have meant who did not know the pattern."""
    short = value.strip()[:LONGEST_ECHO]
    return short, short.lower(), re.sub(r"[^a-z0-9]+", "-", short.lower()).strip("-"), f"/{short}"


def _fits(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:  # pydantic's patterns are those of Rust
        return False


def _length(finding: _Finding) -> str:
    text, least = isinstance(finding.value, str), finding.kind.endswith("short")
    bound, length = finding.context["min_length" if least else "max_length"], _size(finding)
    if not length:
        return f"{finding.subject} is empty: {'write something' if text else 'add at least one entry'}"
    unit = "character" if text else "entry"
    units = unit if length == 1 else {"character": "characters", "entry": "entries"}[unit]
    return f"{finding.subject} has {length} {units}: write at {'least' if least else 'most'} {bound}"


def _size(finding: _Finding) -> int:
    return len(finding.value) if isinstance(finding.value, str | list | dict) else 0


def _own(finding: _Finding) -> str:
    return shown(str(finding.context["sentence"]), _LONGEST_SENTENCE)


def _in_pydantics_words(finding: _Finding) -> str:
    words = re.sub(r"^(Value error|Assertion failed), ", "", str(finding.error["msg"]))
    return f"{finding.subject}: {shown(words[:1].lower() + words[1:], _LONGEST_SENTENCE)}"


_UNQUOTED: Mapping[str, tuple[type, ...]] = {
    "a whole number": (int,),
    "a number": (int, float),
    "true or false": (bool,),
}
_TELL: Mapping[str, Callable[[_Finding], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _not_among,
    "string_pattern_mismatch": _mismatch,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "too_long": _length,
    "stackwright": _own,
}
