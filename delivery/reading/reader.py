"""Reads a YAML file into plain data that knows its lines. Nothing in a file is run, and no file can make it hang."""

import re
from pathlib import Path
from typing import Any

import yaml

from delivery.problems import Problem, Refused, refuse
from delivery.reading.builder import build
from delivery.reading.document import Document, shown
from delivery.reading.faults import ESCAPE, fault
from delivery.reading.files import text_of
from delivery.reading.nodes import nodes

MOST_BYTES = 1024 * 1024
# What YAML forbids, and what editors and YAML disagree about: the line ends of other systems, a byte order mark inside.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile("^%", re.MULTILINE)
# The two loaders disagree about these, so that one machine would take a file that another refuses: tabs between words,
# {a?b: 1}, {a:{b: 1}} and |#. A text that may hold one goes to the Python loader everywhere.
_DISPUTED = re.compile(r"[\t?]|:[,[\]{}]|[|>][-+0-9]*#")
FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Document:
    """The document in a file; raises Refused with what is wrong with it."""
    return parse(text_of(path, MOST_BYTES), path)


def parse(text: str, path: Path, loader: Any = FASTEST) -> Document:
    """The document in a text. Either of PyYAML's loaders gives the same."""
    text = text.replace("\r\n", "\n")
    if found := _FORBIDDEN.search(text):
        raise _at(found, f"there is a control character, {shown(found[0])}: remove it", path)
    if found := _DIRECTIVE.search(text):
        raise _at(found, "a line begins with %, which is an order to the parser: remove it", path)
    events = yaml.parse(text, Loader=yaml.SafeLoader if _DISPUTED.search(text) else loader)
    try:
        return build(nodes(events, path), path)
    except yaml.MarkedYAMLError as error:
        sentence, line = fault(error, text)
        raise refuse(sentence, path, line) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # The Python loader leaves it to chr() to refuse an escape such as \UFFFFFFFF.
        raise refuse(ESCAPE, path) from None


def _at(found: re.Match[str], sentence: str, path: Path) -> Refused:
    return Refused(Problem(sentence, path, found.string.count("\n", 0, found.start()) + 1))
