"""What the figures depend on: the class of the machine and the versions."""

import json
import os
import platform
import shutil
import subprocess
from importlib.metadata import version

from benchmarks.workplace import ROOT

LIBRARIES = ("troposphere", "awacs", "pydantic", "PyYAML", "cfn-lint", "click")


def machine() -> str:
    """One paragraph; it names no machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, load average {os.getloadavg()[0]:.1f} before the run "
        f"(0 is a machine with nothing else to do). Python {platform.python_version()}, {libraries}{_node()}."
    )


def _node() -> str:
    package = ROOT / "benchmarks" / "cdk" / "node_modules" / "aws-cdk-lib" / "package.json"
    if not shutil.which("node") or not package.is_file():
        return ""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return f"; node {node.removeprefix('v')}, aws-cdk-lib {json.loads(package.read_text('utf-8'))['version']}"
