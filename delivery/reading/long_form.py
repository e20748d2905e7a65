"""The long form of functions that templates may write shorter."""

from typing import Any

_LOGIC = ("And", "Equals", "If", "Not", "Or")
_RULES = ("Contains", "EachMemberEquals", "EachMemberIn", "RefAll", "ValueOf", "ValueOfAll")
_TEXTS = ("Base64", "Join", "Split", "Sub", "ToJsonString")
_LOOKUPS = ("Cidr", "FindInMap", "GetAZs", "GetAtt", "GetStackOutput", "ImportValue", "Length", "Select", "Transform")
FUNCTIONS = frozenset((*_LOGIC, *_RULES, *_TEXTS, *_LOOKUPS))


def name_of_tag(tag: str) -> str | None:
    """`Fn::Sub` for `!Sub`; None for a tag that is no function."""
    word = tag.removeprefix("!")
    if word in ("Ref", "Condition"):
        return word
    return f"Fn::{word}" if word in FUNCTIONS else None


def in_long_form(mapping: dict[str, Any]) -> dict[str, Any]:
    """`Fn::GetAtt: A.B` becomes a list; everything else is as it should be."""
    if len(mapping) == 1 and isinstance(path := mapping.get("Fn::GetAtt"), str):
        name, dot, attribute = path.partition(".")
        return {"Fn::GetAtt": [name, attribute]} if dot else mapping
    return mapping
