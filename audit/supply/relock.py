"""Writes requirements.lock from the ranges in setup.cfg: `python -m audit.supply.relock`, with `--upgrade` newer ones.

uv resolves, as it locks for all platforms and versions of Python at once and takes every hash from the
index. It is no dependency: whoever locks anew installs it.
"""

import os
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

from audit.supply.locks import PRODUCT
from delivery.problems import refuse

ROOT = Path(__file__).parents[2]
OLDEST_PYTHON = "3.11"
HEADER = """\
# Exact versions for make, with the hash of each of their files; the ranges stand in setup.cfg, and a test holds the
# two together. Written by: python -m audit.supply.relock
"""
COMMAND = (
    *("uv", "pip", "compile", "--no-config", "--quiet", "--universal", "--python-version", OLDEST_PYTHON),
    *("--generate-hashes", "--no-header", "--no-annotate", "--output-file"),
)


def ranges(root: Path = ROOT) -> str:
    """What the product and its developers need, one range in each line."""
    config = ConfigParser()
    config.read(root / "setup.cfg")
    both = config["options"]["install_requires"] + config["options.extras_require"]["dev"]
    return both.strip() + "\n"


def relock(root: Path = ROOT, *, upgrade: bool = False) -> None:
    """Versions that are locked stay, as long as the ranges take them and no newer ones are asked for."""
    lock = root / PRODUCT
    command = (*COMMAND, PRODUCT, *(["--upgrade"] if upgrade else []), "-")
    try:
        done = subprocess.run(
            command, cwd=root, input=ranges(root), text=True, stderr=subprocess.PIPE, env=_environment(), check=False
        )
    except FileNotFoundError:
        raise refuse("uv is not there: install it, such as by pip install uv, and run this again") from None
    if done.returncode:
        raise refuse(f"uv could not lock: {done.stderr.strip()}")
    lock.write_text(HEADER + lock.read_text("utf-8"), "utf-8")


def _environment() -> dict[str, str]:
    """Where the index is may be configured; it is not written down."""
    return {name: value for name, value in os.environ.items() if name != "UV_EMIT_INDEX_URL"}


if __name__ == "__main__":
    from delivery.problems import Refused

    try:
        relock(upgrade="--upgrade" in sys.argv[1:])
    except Refused as refused:
        sys.exit(f"Error: {refused}")
