"""Counts the files of a folder that generate.py opens: `opened FOLDER REPORT WORDS...`.

A process of its own, because what watches a Python cannot be taken off again.
"""

import json
import os
import runpy
import sys
from pathlib import Path


def main(folder: str, report: str, *words: str) -> None:
    """Run generate.py with these words; the files of the folder that it opened go to the report, once each."""
    inside = os.path.realpath(folder) + os.sep
    opened: dict[str, None] = {}

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            path = os.path.realpath(arguments[0])
            if path.startswith(inside):
                opened.setdefault(path.removeprefix(inside))

    sys.argv = ["generate.py", *words]
    sys.addaudithook(watch)
    try:
        runpy.run_path("generate.py", run_name="__main__")
    finally:
        Path(report).write_text(json.dumps(list(opened)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
