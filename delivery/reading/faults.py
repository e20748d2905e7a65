"""What PyYAML's scanner and parser complain of, said for people who write parameters, not parsers.

The two loaders word their complaints differently, so each is known by a few words that both use.
"""

from typing import Any

from delivery.reading.document import shown

ESCAPE = "there is no such escape in double quotes: double the backslash, or use single quotes"
_TAB = "there is a tab where YAML wants spaces: replace the tab by spaces"
_FITS = "this line does not fit the ones above it: check its indentation and its quotes"
_QUOTE = "text that begins with {} means something else without quotes: put it in quotes"
# Words of the complaint, and the sentence for it; the first that fits counts.
_SENTENCES = (
    ("scanning an alias", _QUOTE.format("*")),
    ("scanning an anchor", _QUOTE.format("&")),
    ("scanning a tag", _QUOTE.format("!")),
    ("parsing a tag", _QUOTE.format("!")),
    ("undefined tag handle", _QUOTE.format("!")),
    ("scanning a block scalar", "after | or > nothing may follow: put the text in quotes, or into the next lines"),
    ("escape", ESCAPE),
    ("hex", ESCAPE),
    ("sequence entries are not allowed", "a list cannot begin here: move the - to a line of its own"),
    ("parsing a block mapping", _FITS),
    ("parsing a block collection", _FITS),
    ("document start", _FITS),
)
# The same, where the line to look at is the one in which something begins.
_BEGINNINGS = (
    ("quoted scalar", "a quote is opened here and never closed: close it"),
    ("parsing a flow sequence", "a comma or the closing ] is missing after this [: add it"),
    ("parsing a flow mapping", "a comma or the closing } is missing after this {: add it"),
    ("could not find expected ':'", "this line is neither key: value nor part of a list: add what is missing"),
)


def fault(error: Any, text: str) -> tuple[str, int]:
    """A sentence for one of PyYAML's errors that have a mark, and the line that it is about."""
    lines = text.split("\n")
    line, column = error.problem_mark.line, error.problem_mark.column
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    rest = lines[line][column:]
    words = f"{error.context or ''} {error.problem}"
    before = lines[line][:column]
    if rest.startswith("\t") or (before.isspace() and "\t" in before):
        return _TAB, line + 1
    if rest.startswith("?"):
        return "text with a ? needs quotes here: put it in quotes", line + 1
    for known, sentence in _SENTENCES:
        if known in words:
            return sentence, line + 1
    for known, sentence in _BEGINNINGS:
        if known in words:
            return sentence, (error.context_mark or error.problem_mark).line + 1
    if "mapping values are not allowed" in words:
        return _second_colon(before), line + 1
    if "flow node" in words and rest[:1] in ("", "[", "{"):
        return "a bracket or brace is still open here: close it", line + 1
    if rest and ("cannot start any token" in words or "node content" in words):
        return f"a value cannot begin with {shown(rest[0])}: put it in quotes", line + 1
    return "this is not YAML: check the line, its indentation and its quotes", line + 1


def _second_colon(before: str) -> str:
    if ": " in before:
        return "there is a second colon in this line: put the text in quotes"
    if not before[:1].isspace():
        return "the line above this one is neither key: value nor part of a list: add what is missing"
    return "this line is indented as if it belonged to the value above it: check the indentation"
