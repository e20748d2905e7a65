"""What the checkers written in Python have in common: a line of JSON asks, a line of JSON answers.

It runs in the environment of a checker, which knows nothing of this repository's other modules.
"""

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Row = tuple[str, str, str, str]
"""Rule, resource, place below the resource, message."""

Check = Callable[[dict[str, Any], list[str]], Iterable[Row]]
"""What is found in a template in these regions."""


def serve(start: Callable[[], Check]) -> None:
    """Start a checker, say so, and answer until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a checker prints is no answer
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    check = start()
    _collect_less()
    _say(answers, {"ready": True})
    for line in requests:
        _say(answers, _answer(check, json.loads(line)))


def _answer(check: Check, request: dict[str, Any]) -> dict[str, Any]:
    try:
        rows = check(request["template"], request["regions"])
        return {"key": request["key"], "findings": sorted({tuple(map(one_line, row)) for row in rows})}
    except (Exception, SystemExit) as error:
        return {"key": request["key"], "broken": one_line(f"{type(error).__name__}: {error}")[:500]}


def _say(answers: Any, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _collect_less() -> None:
    """What a checker loads stays; looking through it for garbage is a fifth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def one_line(text: object) -> str:
    """Without line breaks."""
    return " ".join(str(text).split())


def lines(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path to what stands in each line of json.dumps(value, indent=...)."""
    yield path
    if value and isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            yield from lines(item, (*path, str(name)))
        yield path
