"""JSON as people like to read it: short things on one line, long ones opened up; ASCII, always the same bytes."""

import json
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

WIDTH = 110


def to_text(data: Any) -> str:
    """The whole document, with a newline at its end."""
    return _render(data, "", 0) + "\n"


def _render(value: Any, indent: str, used: int) -> str:
    """`value` as it stands behind `indent`, with `used` further characters before and behind it on its line."""
    if isinstance(value, str):
        return quoted(value)
    if not isinstance(value, (dict, list)) or not value:
        return json.dumps(value)
    inner = indent + "  "
    if isinstance(value, dict):
        items = []
        for key, item in value.items():
            name = quoted(key)
            text = quoted(item) if isinstance(item, str) else _render(item, inner, len(name) + 3)
            items.append(f"{name}: {text}")
        opening, closing = "{", "}"
    else:
        items = [quoted(item) if isinstance(item, str) else _render(item, inner, 1) for item in value]
        opening, closing = "[", "]"
    line = ", ".join(items)
    if len(indent) + used + len(line) + 2 <= WIDTH and "\n" not in line:
        return f"{opening}{line}{closing}"
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
