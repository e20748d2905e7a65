"""JSON as people like to read it: short things on one line, long ones opened up; ASCII, always the same bytes."""

import json
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

WIDTH = 110


def to_text(data: Any) -> str:
    """The whole document, with a newline at its end."""
    return _render(data, "", 0) + "\n"


def _render(value: Any, indent: str, used: int) -> str:
    """`value` as it stands behind `indent` and `used` further characters."""
    if isinstance(value, str):
        return quoted(value)
    if not isinstance(value, (dict, list)) or not value:
        return json.dumps(value)
    inner = indent + "  "
    if isinstance(value, dict):
        names = [quoted(key) for key in value]
        items = [
            f"{name}: {_render(item, inner, len(name) + 3)}" for name, item in zip(names, value.values(), strict=True)
        ]
        opening, closing = "{", "}"
    else:
        items = [_render(item, inner, 1) for item in value]
        opening, closing = "[", "]"
    room = WIDTH - len(indent) - used - 2
    if sum(map(len, items)) + 2 * (len(items) - 1) <= room and not any("\n" in item for item in items):
        return opening + ", ".join(items) + closing
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        items = _filled(items, WIDTH - len(inner))
    return f"{opening}\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}{closing}"


def _filled(items: list[str], width: int) -> list[str]:
    """Many short words: as many on a line as there is room for."""
    lines = [items[0]]
    for item in items[1:]:
        if len(lines[-1]) + len(item) + 3 <= width:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return lines
