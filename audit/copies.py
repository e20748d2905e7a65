"""Copies of the project, so that a proof can do with one what it likes."""

import shutil
from pathlib import Path

PARTS = ("generate.py", "delivery", "templates", "parameters", "out", "app")
"""What of the repository a command works with."""


def copy_project(root: Path, copy: Path) -> None:
    """What the commands need; no caches."""
    copy.mkdir(parents=True)
    for part in PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, copy / part)
