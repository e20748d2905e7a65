"""Policy documents, read into grants: one principal, one action, one resource, and the conditions."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from delivery.review.access.conditions import Condition, read_conditions
from delivery.review.access.found import canonical, is_unknown
from delivery.review.access.globs import tidy

LIMIT = 4_000  # more grants than any policy within AWS's limits has in earnest; beyond it comparing takes minutes
PUBLIC = "*"
_DOCUMENT = frozenset(("Version", "Id", "Statement"))
_STATEMENT = frozenset(
    (
        "Sid",
        "Effect",
        "Condition",
        *(f"{no}{name}" for no in ("", "Not") for name in ("Principal", "Action", "Resource")),
    )
)
_ACCOUNT = re.compile(r"arn:.+?:iam::([^/]+):root|([0-9]+)")


class Part(NamedTuple):
    """One pattern, or everything but some."""

    words: tuple[str, ...]
    but: bool = False


NOTHING = Part(("",))  # a statement need not name a principal or a resource


class Grant(NamedTuple):
    """What one statement says, taken apart."""

    allow: bool
    who: Part
    what: Part  # in lower case
    which: Part
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Document:
    """What one or several documents say together."""

    grants: frozenset[Grant] = frozenset()
    unread: frozenset[str] = frozenset()  # what could not be read, as JSON
    spelled: Mapping[str, str] = field(default_factory=dict)  # actions and keys in lower case -> as they are written


def looks_like_a_policy(value: Any) -> bool:
    """Whether a value is a policy document by its shape."""
    if not isinstance(value, Mapping):
        return False
    statements = value.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    return any(isinstance(item, Mapping) and "Effect" in item for item in listed)


def from_json(value: Any) -> Any:
    """A document that may be JSON text, as what the text says; text that is not JSON stays what it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def read(values: Iterable[Any], here: bool = False) -> Document:
    """Documents as one. `here`: a resource of `*` means the very thing that the policy hangs on."""
    grants: set[Grant] = set()
    unread: set[str] = set()
    spelled: dict[str, str] = {}
    for value in values:
        document = from_json(value)
        for statement in _statements(document, unread):
            found = _grants(statement, here, spelled)
            if found is None:
                unread.add(canonical(statement))
            else:
                grants.update(found)
    if len(grants) > LIMIT:
        return Document(frozenset(), frozenset({*unread, canonical(sorted(map(repr, grants)))}), spelled)
    return Document(frozenset(grants), frozenset(unread), spelled)


def _statements(document: Any, unread: set[str]) -> list[Any]:
    if document in (None, "") or (isinstance(document, Mapping) and not document):
        return []
    if not isinstance(document, Mapping) or any(key not in _DOCUMENT for key in document):
        unread.add(canonical(document))
        return []
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _grants(statement: Any, here: bool, spelled: dict[str, str]) -> list[Grant] | None:
    """The grants of one statement; None where it cannot be read."""
    if not isinstance(statement, Mapping) or any(key not in _STATEMENT for key in statement):
        return None
    effect, conditions = statement.get("Effect"), read_conditions(statement.get("Condition", {}))
    who, what = _principals(statement), _patterns(statement, "Action")
    which = _patterns(statement, "Resource") if {"Resource", "NotResource"} & set(statement) else [NOTHING]
    if effect not in ("Allow", "Deny") or conditions is None or who is None or what is None or which is None:
        return None
    if len(who) * len(what) * len(which) > LIMIT:
        return None
    when, keys = conditions
    _remember(spelled, {**keys, **{word.lower(): word for part in what for word in part.words}})
    lowered = {_lowered(part) for part in what}
    if here:
        which = [NOTHING if part == Part(("*",)) else part for part in which]
    return [
        Grant(effect == "Allow", a, b, c, when) for a, b, c in product(set(who), sorted(lowered), sorted(set(which)))
    ]


def _remember(spelled: dict[str, str], more: Mapping[str, str]) -> None:
    for word, written in more.items():
        spelled[word] = min(written, spelled.get(word, written))


def _lowered(part: Part) -> Part:
    words = {tidy("*" if word == "*:*" else word.lower()) for word in part.words}
    return Part(tuple(sorted(words)), part.but)


def _patterns(statement: Mapping[str, Any], name: str) -> list[Part] | None:
    """What a statement has under `Action` or `NotAction`; None where that is neither or both."""
    if (name in statement) == (f"Not{name}" in statement):
        return None
    but = name not in statement
    texts = _texts(statement[f"Not{name}" if but else name])
    if texts is None:
        return None
    tidied = {tidy(text) for text in texts}
    return [Part(tuple(sorted(tidied)), True)] if but else [Part((text,)) for text in sorted(tidied)]


def _texts(value: Any) -> list[str] | None:
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in given):
        return None
    return [str(item) for item in given]


def _principals(statement: Mapping[str, Any]) -> list[Part] | None:
    if "Principal" in statement and "NotPrincipal" in statement:
        return None
    but = "NotPrincipal" in statement
    if not but and "Principal" not in statement:
        return [NOTHING]
    value = statement["NotPrincipal" if but else "Principal"]
    by_kind = value if isinstance(value, Mapping) else {"AWS": value}
    found: set[str] = set()
    for kind, listed in by_kind.items():
        texts = _texts(listed)
        if texts is None or not isinstance(kind, str):
            return None
        found.update(_principal(kind, text) for text in texts)
    return [Part(tuple(sorted(found)), True)] if but else [Part((word,)) for word in sorted(found)]


def _principal(kind: str, text: str) -> str:
    """A principal as a person names it."""
    if kind == "AWS":
        account = _ACCOUNT.fullmatch(text)
        return f"account {account[1] or account[2]}" if account else text
    if kind == "Service":
        return text
    named = {"Federated": "sign-ins through", "CanonicalUser": "canonical user"}
    return f"{named.get(kind, kind)} {text}"


def is_unknown_document(value: str) -> bool:
    """Whether what could not be read is only missing because it is not known yet."""
    return is_unknown(from_json(value) if isinstance(from_json(value), str) else "")
