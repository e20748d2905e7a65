"""Proof that generation and lint need no network and no credentials: they run where there is neither."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audit.copies import PARTS, copy_project
from audit.findings import CheckFailed
from audit.remembered import digest, remembered
from audit.report import Outcome

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "audit" / "offline"
PATIENCE = 300
"""So many seconds may a command take."""

_NAMESPACES = (("unshare", "--net", "--"), ("unshare", "--map-root-user", "--net", "--"))
_KNOCK = "import socket, sys\nsocket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5)"
# As `python generate.py`, where what would look for credentials cannot be imported. Its files may be read.
_WITHOUT_BOTO = """
import runpy, sys
def refuse(event, what):
    if event == "import" and what[0].partition(".")[0] in ("boto3", "botocore"):
        raise ImportError(f"{what[0]} is imported, which looks for credentials")
sys.addaudithook(refuse)
sys.argv[0] = "generate.py"
runpy.run_path("generate.py", run_name="__main__")
"""


def outcome(root: Path = ROOT) -> Outcome:
    """The gate."""
    space = namespace()
    key = digest([*(root / part for part in PARTS), Path(__file__), root / "requirements.lock"])
    found = remembered(CACHE, key, lambda: prove(root, space))
    return Outcome("S4", "no network", "generation, lint", found)


def namespace() -> tuple[str, ...]:
    """What is put before a command so that it runs without a network, proved by a door that nobody can knock on."""
    space = next((space for space in _NAMESPACES if _ends_well((*space, "true"))), None)
    if space is None:
        raise CheckFailed(
            "Nothing was proved about the network: this machine lets nobody make a network namespace. Run the audit on "
            "Linux as root, or where user namespaces are allowed (unshare --map-root-user --net true must work)."
        )
    with socket.create_server(("127.0.0.1", 0)) as door:
        knock = (sys.executable, "-c", _KNOCK, *map(str, door.getsockname()))
        if not _ends_well(knock):
            raise CheckFailed("Nothing was proved about the network: this machine cannot even reach itself.")
        if _ends_well((*space, *knock)):
            raise CheckFailed(f"Nothing was proved about the network: '{' '.join(space)}' leaves it in place.")
    return space


def prove(root: Path, space: Sequence[str]) -> list[str]:
    """What does not work, or comes out differently, without network and credentials."""
    with tempfile.TemporaryDirectory(prefix="offline-") as folder:
        project, home = Path(folder) / "project", Path(folder) / "home"
        copy_project(root, project)
        home.mkdir()
        shutil.rmtree(project / "out", ignore_errors=True)
        wrong, said = _run(space, project, home, "build")
        if not wrong and "linted: nothing found" not in said:
            wrong = [f"generate.py build did not say that it linted anything ('{said}'): look why"]
        wrong += _run(space, project, home, "schema", "--check")[0]
        return wrong or _differences(root / "out", project / "out")


def _run(space: Sequence[str], project: Path, home: Path, *words: str) -> tuple[list[str], str]:
    """What is wrong, and what was said."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(home)}
    command = (*space, sys.executable, "-c", _WITHOUT_BOTO, *words)
    try:
        done = subprocess.run(
            command,
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"generate.py {' '.join(words)} does not end without a network: let it ask nobody"], ""
    said = " ".join((done.stdout + done.stderr).decode(errors="replace").split())
    if done.returncode:
        return [
            f"generate.py {' '.join(words)} fails without network and credentials: '{said[-300:]}': let it ask nobody"
        ], said
    return [], said


def _differences(expected: Path, found: Path) -> list[str]:
    paths = {path.relative_to(folder) for folder in (expected, found) for path in folder.rglob("*") if path.is_file()}
    return [
        f"out/{path} comes out differently without network and credentials, or is not current: run generate.py build"
        for path in sorted(paths)
        if _content(expected / path) != _content(found / path)
    ]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _ends_well(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
