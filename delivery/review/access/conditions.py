"""The conditions of a statement: which is stricter, whether they say who somebody must be, and their words."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.review.access.found import clean, listed
from delivery.review.access.globs import covers, tidy

_UNKNOWN = re.compile(rf"{re.escape(KNOWN_AFTER_APPLY)}|‹[^›]*›")


class Condition(NamedTuple):
    """One key with what it is compared to. Operator and key are in lower case."""

    operator: str
    key: str
    values: tuple[str, ...]  # sorted

    @property
    def parts(self) -> tuple[str, str, bool]:
        """forallvalues or foranyvalue, the bare operator, and whether it holds where the key is not given."""
        prefix, _, name = self.operator.rpartition(":")
        return prefix, name.removesuffix("ifexists"), name.endswith("ifexists")


def read_conditions(block: Any) -> tuple[tuple[Condition, ...], dict[str, str]] | None:
    """The conditions, and how their keys are spelled; None where they cannot be read."""
    if not isinstance(block, Mapping):
        return None
    found: set[Condition] = set()
    spelled: dict[str, str] = {}
    for operator, asked in block.items():
        if not isinstance(operator, str) or not isinstance(asked, Mapping):
            return None
        for key, value in asked.items():
            given = value if isinstance(value, list) else [value]
            if not isinstance(key, str) or not all(isinstance(item, str | int | float) for item in given):
                return None
            found.add(Condition(operator.lower(), key.lower(), _values(operator.lower(), given)))
            spelled[key.lower()] = min(key, spelled.get(key.lower(), key))
    return tuple(sorted(found)), spelled


def _values(operator: str, given: list[Any]) -> tuple[str, ...]:
    texts = {str(item).lower() if isinstance(item, bool) else str(item) for item in given}
    if "bool" in operator or "null" in operator:
        texts = {text.lower() for text in texts}
    return tuple(sorted(tidy(text) if "like" in operator else text for text in texts))


def _same(wide: str, narrow: str) -> bool:
    return wide == narrow


def _same_in_any_case(wide: str, narrow: str) -> bool:
    return wide.casefold() == narrow.casefold()


def _network_within(wide: str, narrow: str) -> bool:
    try:
        outer, inner = (ipaddress.ip_network(text, strict=False) for text in (wide, narrow))
    except ValueError:
        return wide == narrow
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]


_Within = Callable[[str, str], bool]
# (the stricter one, the one that follows from it): how a value of the one lies within a value of the other.
_IS: dict[tuple[str, str], _Within] = {
    **{(name, name): _same for name in ("stringequals", "numericequals", "dateequals", "bool", "binaryequals", "null")},
    ("stringequals", "stringlike"): covers,
    ("stringequals", "stringequalsignorecase"): _same_in_any_case,
    ("stringequalsignorecase", "stringequalsignorecase"): _same_in_any_case,
    ("stringlike", "stringlike"): covers,
    **{(one, other): covers for one in ("arnequals", "arnlike") for other in ("arnequals", "arnlike")},
    ("ipaddress", "ipaddress"): _network_within,
}
_IS_NOT: dict[tuple[str, str], _Within] = {
    **{(name, name): _same for name in ("stringnotequals", "numericnotequals", "datenotequals")},
    ("stringnotlike", "stringnotequals"): covers,
    ("stringnotequalsignorecase", "stringnotequals"): _same_in_any_case,
    ("stringnotequalsignorecase", "stringnotequalsignorecase"): _same_in_any_case,
    ("stringnotlike", "stringnotlike"): covers,
    **{(one, other): covers for one in ("arnnotequals", "arnnotlike") for other in ("arnnotequals", "arnnotlike")},
    ("notipaddress", "notipaddress"): _network_within,
}
_BELOW = ("numericlessthan", "numericlessthanequals")
_ABOVE = ("numericgreaterthan", "numericgreaterthanequals")
_POSITIVE = frozenset(name for pair in _IS for name in pair)


def implies(strict: Condition, loose: Condition) -> bool:
    """Whether `loose` holds wherever `strict` does."""
    if strict == loose:
        return True
    prefix, name, if_exists = strict.parts
    other_prefix, other_name, other_if_exists = loose.parts
    if strict.key != loose.key or prefix != other_prefix or (if_exists and not other_if_exists):
        return False
    if within := _IS.get((name, other_name)):
        return all(any(within(wide, narrow) for wide in loose.values) for narrow in strict.values)
    if within := _IS_NOT.get((name, other_name)):
        return all(any(within(wide, narrow) for wide in strict.values) for narrow in loose.values)
    return name == other_name and _is_nearer(name, strict.values, loose.values)


def _is_nearer(name: str, strict: tuple[str, ...], loose: tuple[str, ...]) -> bool:
    """Whether a bound on a number is the tighter one."""
    if strict == loose:
        return True
    try:
        tight, wide = [float(value) for value in strict], [float(value) for value in loose]
    except ValueError:
        return False
    if len(tight) != 1 or len(wide) != 1:
        return False
    return (name in _BELOW and tight[0] <= wide[0]) or (name in _ABOVE and tight[0] >= wide[0])


def can_be_parted(condition: Condition) -> bool:
    """Whether it means the same as one condition for each of its values, any of which is enough."""
    prefix, name, if_exists = condition.parts
    return len(condition.values) > 1 and prefix != "forallvalues" and not if_exists and name in _POSITIVE


_SAYS_WHO = frozenset(
    (
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:sourcearn",
        "aws:sourceaccount",
        "aws:sourceowner",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourceip",
        "aws:vpcsourceip",
        "aws:userid",
        "aws:username",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "lambda:sourcefunctionarn",
    )
)


def says_who(condition: Condition) -> bool:
    """Whether it keeps the public out."""
    prefix, name, if_exists = condition.parts
    if condition.key not in _SAYS_WHO or if_exists or prefix == "forallvalues" or name not in _POSITIVE:
        return False
    if name == "null" or (name == "bool" and "false" in condition.values):
        return False
    return all(_is_somebody(value) for value in condition.values)


def says_whose_token(condition: Condition) -> bool:
    """Whether it says which token of an identity provider is taken."""
    prefix, name, if_exists = condition.parts
    ours = condition.key.endswith(":sub") or condition.key == "cognito-identity.amazonaws.com:aud"
    if not ours or if_exists or prefix == "forallvalues" or name not in _POSITIVE or name == "null":
        return False
    return all(value.rpartition("repo:")[2].strip("*?:/") for value in condition.values)


def _is_somebody(value: str) -> bool:
    """Whether a value leaves most of the world out."""
    value = _UNKNOWN.sub("x", value)
    if not value.strip("*?:/"):
        return False
    if value.startswith("arn:"):
        account, resource = [*value.split(":", 5), "", "", "", "", ""][4:6]
        return not set(account) & set("*?") if account else bool(resource.strip("*?:/"))
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return True
    return network.prefixlen >= (8 if network.version == 4 else 16)


_WORDS = {
    **dict.fromkeys(("stringequals", "arnequals", "numericequals", "dateequals", "bool", "binaryequals"), "is"),
    **dict.fromkeys(("stringnotequals", "arnnotequals", "numericnotequals", "datenotequals"), "is not"),
    "stringequalsignorecase": "in any case is",
    "stringnotequalsignorecase": "in any case is not",
    **dict.fromkeys(("stringlike", "arnlike"), "is like"),
    **dict.fromkeys(("stringnotlike", "arnnotlike"), "is not like"),
    "ipaddress": "is in",
    "notipaddress": "is not in",
    "numericlessthan": "is below",
    "numericlessthanequals": "is at most",
    "numericgreaterthan": "is above",
    "numericgreaterthanequals": "is at least",
    "datelessthan": "is before",
    "datelessthanequals": "is at the latest",
    "dategreaterthan": "is after",
    "dategreaterthanequals": "is at the earliest",
}
_EACH = {"forallvalues": "every value of ", "foranyvalue": "some value of "}


def in_words(condition: Condition, spelled: Mapping[str, str]) -> str:
    """`aws:SourceAccount is 111122223333`."""
    prefix, name, if_exists = condition.parts
    key = clean(spelled.get(condition.key, condition.key))
    if name == "null" and condition.values in (("true",), ("false",)) and not prefix:
        return f"{key} is {'absent' if condition.values == ('true',) else 'given'}"
    subject = (
        f"{_EACH.get(prefix, f'{clean(prefix)} ' if prefix else '')}{key}{', where it is given,' if if_exists else ''}"
    )
    # Values with wildcards let most in: they come first, so that none is left out.
    wild = sorted(value for value in condition.values if "*" in value)
    shown = [clean(value) or "empty" for value in (*wild, *(value for value in condition.values if value not in wild))]
    values = listed(shown, always=len(wild)) or "nothing"
    return f"{subject} {_WORDS.get(name, f'({clean(name)})')} {'one of ' if len(shown) > 1 else ''}{values}"
