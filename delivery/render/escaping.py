"""Text from elsewhere inside Markdown: it stays text, whatever Markdown, HTML or GitHub would make of it."""

import re
from collections.abc import Callable

from delivery.render.visible import cut_middle, visible

# GitHub leaves what is in a code element alone: mentions, issues, commits, emoji, mathematics. So a word in which
# anything could be meant otherwise becomes code, and copying it still gives what it is.
_RISKY = re.compile(r"[\\`*_{}\[\]<>#+|~@&:$=^!]|www\.|gh-\d|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
_AT_START = re.compile(r"^(-+|\d+[.)])$")  # would begin a list or a rule
_WORD = re.compile(r"^([(\"']*)(.*?)([.,;:!?)\"']*)$", re.DOTALL)
_PUNCTUATION = {code: f"&#{code};" for code in range(33, 127) if not chr(code).isalnum()}
_IN_HTML = {ord(here): f"&#{ord(here)};" for here in "&<>\"'"}


def code(text: str, room: int = 200) -> str:
    """A name or a value in Markdown, also in a cell of a table."""
    return _code(cut_middle(visible(text), room))


def _code(shown: str) -> str:
    if not shown.strip() or shown != shown.strip() or "`" in shown or "|" in shown:
        return f"<code>{shown.translate(_PUNCTUATION)}</code>"
    return f"`{shown}`"


def html_code(text: str, room: int = 200) -> str:
    """The same inside HTML."""
    return _html_code(cut_middle(visible(text), room))


def _html_code(shown: str) -> str:
    return f"<code>{shown.translate(_IN_HTML)}</code>"


def sentence(text: str, room: int = 600) -> str:
    """A sentence in Markdown: words stay words, anything else is code."""
    return _in_words(text, room, _code)


def html_sentence(text: str, room: int = 600) -> str:
    """The same inside HTML."""
    return _in_words(text, room, _html_code)


def _in_words(text: str, room: int, as_code: Callable[[str], str]) -> str:
    found = [word for word in cut_middle(visible(text), room).split(" ") if word]
    return " ".join(_word(word, as_code, first=not index) for index, word in enumerate(found))


def _word(word: str, as_code: Callable[[str], str], *, first: bool) -> str:
    if first and _AT_START.match(word):
        return as_code(word)
    match = _WORD.match(word)
    before, inner, after = match.groups() if match else ("", word, "")
    if not _RISKY.search(inner):
        return word.replace("!", "&#33;")
    if "(" in inner:
        inner, after = inner + after, ""
    return f"{before}{as_code(inner)}{after}"
