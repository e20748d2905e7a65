"""What is secret must not stand in a file that people commit: refused before anything looks at it or repeats it."""

import re
from collections.abc import Iterator

from delivery.credentials import kind_of
from delivery.problems import Problem
from delivery.reading.document import Document, Place, name_of
from delivery.rules._secret_words import may_be_secret, names_a_secret

_RIGHT = "under secrets: in app.yaml, which says where its value comes from"
_REVOKE = f"take it out, make it invalid where it was issued, and name a variable {_RIGHT}"
_MOVE = f"name the variable {_RIGHT}"
_MAYBE = re.compile("pass|secret|token|key|credential|pwd", re.IGNORECASE)


def literal_secrets(document: Document) -> list[Problem]:
    """One problem for each credential and each plain value of a name that says secret; never with the value."""
    found = dict((*_by_name(document), *_by_shape(document)))
    return [
        Problem(f"{name_of(place)} {what}", document.path, document.line_of(place))
        for place, what in sorted(found.items(), key=lambda item: document.line_of(item[0]))
    ]


def _by_shape(document: Document) -> Iterator[tuple[Place, str]]:
    keys = {place: place[-1] for place in document.lines if place and isinstance(place[-1], str)}
    if kind_of("\n".join((*document.texts.values(), *map(str, keys.values())))) is None:
        return
    for place, key in keys.items():
        if kind := kind_of(str(key)):
            yield place, f"is a name that looks like {kind}: {_REVOKE}"
    for place, text in document.texts.items():
        if kind := kind_of(text):
            yield place, f"holds what looks like {kind}: {_REVOKE}"


def _by_name(document: Document) -> Iterator[tuple[Place, str]]:
    for place, text in document.texts.items():
        names = [step for step in place if isinstance(step, str)]
        if names[-1:] == ["default"]:
            names.pop()  # of a variable that environments may set
        if not names or not text:
            continue
        if _MAYBE.search(names[-1]) and names_a_secret(names[-1]) and may_be_secret(text):
            yield place, f"is plain text under a name that says secret: {_MOVE}, or rename it"
        elif names[2:3] == ["secrets"] and len(names) <= 4:  # services, its name, secrets, the variable
            yield place, f"is a value where only its source may stand: {_MOVE}"
