"""Wildcards of IAM, where * is any text and ? is any one letter: what covers what, what meets what."""

import re

_RUN = re.compile(r"[*?]*\*[*?]*")


def tidy(pattern: str) -> str:
    """The same pattern with its wildcards in one order: `*?*` is `?*`."""
    return _RUN.sub(lambda run: "?" * run[0].count("?") + "*", pattern)


def has_wildcard(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


def covers(wide: str, narrow: str) -> bool:
    """Whether everything that `narrow` stands for is also meant by `wide`."""
    if wide in (narrow, "*"):
        return True
    if not has_wildcard(wide):
        return False
    at, read, star, mark = 0, 0, -1, 0
    while read < len(narrow):
        if at < len(wide) and wide[at] == "*":
            star, mark = at, read
            at += 1
        elif at < len(wide) and (wide[at] == narrow[read] or (wide[at] == "?" and narrow[read] != "*")):
            at, read = at + 1, read + 1
        elif star >= 0:
            mark += 1
            at, read = star + 1, mark
        else:
            return False
    return not wide[at:].strip("*")


def meet(one: str, other: str) -> bool:
    """Whether some text is meant by both."""
    if not has_wildcard(one) and not has_wildcard(other):
        return one == other
    seen: set[tuple[int, int]] = set()
    ahead = [(0, 0)]
    while ahead:
        place = ahead.pop()
        if place in seen:
            continue
        seen.add(place)
        left, right = place
        if left == len(one) and right == len(other):
            return True
        ahead += _steps(one, other, left, right)
    return False


def _steps(one: str, other: str, left: int, right: int) -> list[tuple[int, int]]:
    a, b = one[left : left + 1], other[right : right + 1]
    steps = []
    if a == "*":
        steps.append((left + 1, right))
    if b == "*":
        steps.append((left, right + 1))
    if a == "*" and b and b != "*":
        steps.append((left, right + 1))
    if b == "*" and a and a != "*":
        steps.append((left + 1, right))
    if a and b and "*" not in (a, b) and (a == b or "?" in (a, b)):
        steps.append((left + 1, right + 1))
    return steps
