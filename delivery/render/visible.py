"""Text from elsewhere, made safe to show: what would act on a screen or hide on it becomes visible."""

import re
import unicodedata

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Printable by their category, and yet nothing is seen of them: fillers, joiners, selectors of variants.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_ESCAPE_LIKE = re.compile(r"\\(?=[\\nrtxuU])")
_IN_ASCII = {
    "→": "->",
    "←": "<-",
    "⟲": "@",
    "…": "...",
    "•": "*",
    "\u2039": "<",  # the angles around a named unknown
    "\u203a": ">",
}


class Visible(str):
    """A text that hides nothing any more."""

    __slots__ = ()


def visible(text: str) -> Visible:
    r"""The text with control characters, direction marks and what cannot be seen written as \n, \x1b, \u202e."""
    if isinstance(text, Visible):
        return text
    if text.isascii() and text.isprintable() and "\\" not in text:
        return Visible(text)
    if text.isprintable() and not _UNSEEN.search(text):
        return Visible(_ESCAPE_LIKE.sub(r"\\\\", text))
    pieces = []
    for here, after in zip(text, text[1:] + " ", strict=True):
        if _hides(here):
            pieces.append(_escaped(here))
        elif here == "\\" and (after in "\\nrtxuU" or _hides(after)):
            pieces.append("\\\\")  # so that a written \n and a real line break never look the same
        else:
            pieces.append(here)
    return Visible("".join(pieces))


def in_ascii(text: Visible) -> Visible:
    """The text for an output that can carry nothing but ASCII."""
    if text.isascii():
        return text
    return Visible("".join(here if here.isascii() else _IN_ASCII.get(here) or _escaped(here) for here in text))


def escaped(text: Visible) -> Visible:
    """The text with everything that is not ASCII written as its code."""
    return Visible("".join(here if here.isascii() else _escaped(here) for here in text))


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def cut_middle(text: str, room: int, mark: str = "…") -> str:
    """The text in so many columns: of one that is too long, its beginning and its end."""
    if cells(text) <= room:
        return text
    left = max(0, room - cells(mark))
    tail = _fitting(text[::-1], left // 2)[::-1]
    head = _fitting(text, left - cells(tail))
    return f"{head}{mark}{tail}"


def split_at(text: str, room: int) -> tuple[str, str]:
    """What fits into so many columns, at least one character, and the rest."""
    head = _fitting(text, room) or text[:1]
    return head, text[len(head) :]


def _fitting(text: str, room: int) -> str:
    if text.isascii():
        return text[: max(0, room)]
    used = 0
    for index, here in enumerate(text):
        used += _cells_of(here)
        if used > room:
            return text[:index]
    return text


def _cells_of(here: str) -> int:
    if unicodedata.category(here) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(here) in "WF" else 1


def _hides(here: str) -> bool:
    return not here.isprintable() or _UNSEEN.match(here) is not None


def _escaped(here: str) -> str:
    code = ord(here)
    if here in _SHORT:
        return _SHORT[here]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
