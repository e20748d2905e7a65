"""The environments in which public checkers run: made from locked versions when first needed, then kept.

No checker is a dependency of the product, and none shares a package with it. An environment lies in a
folder that is named after the digest of its lock files, and counts only once its marker is there.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.findings import CheckFailed

LOCKS = Path(__file__).parent / "environments"
"""The locked versions."""

CACHE = Path(__file__).parents[1] / ".cache" / "audit" / "environments"

PYTHON = ("validate", "checkov", "iam", "supply")
"""The environments of Python, each with a lock file of its name."""

NODE = "nag"
"""The environment of Node.js, which also brings the Guard rules of Control Tower."""

MARKER = "ready"
"""The file in an environment that is written last."""

PATIENCE = 600
"""So many seconds may an installer take."""


def python_environment(name: str, locks: Path = LOCKS, cache: Path = CACHE) -> Path:
    """The Python of an environment that has all that its lock file names."""
    return _ready(_of_python(name, locks), cache) / "bin" / "python"


def node_environment(locks: Path = LOCKS, cache: Path = CACHE) -> Path:
    """The folder with node_modules."""
    return _ready(_of_node(locks), cache)


def make_all(locks: Path = LOCKS, cache: Path = CACHE) -> None:
    """All environments, at the same time, as installing is mostly waiting."""
    recipes = [_of_node(locks), *(_of_python(name, locks) for name in PYTHON)]
    with ThreadPoolExecutor(len(recipes)) as threads:
        for made in [threads.submit(_ready, recipe, cache) for recipe in recipes]:
            made.result()


@dataclass(frozen=True)
class _Recipe:
    """How to make an environment. In commands, {} stands for its folder."""

    name: str
    sources: tuple[Path, ...]
    """The files that say what is in it."""
    made_by: str
    """What makes it also decides what comes out."""
    steps: tuple[tuple[str, ...], ...]
    proof: str
    """A file that it has as long as it can be used."""


def _of_python(name: str, locks: Path) -> _Recipe:
    """Wheels alone, which run no code when they are installed. pip comes from the project's own Python."""
    lock = locks / f"{name}.lock"
    venv = (sys.executable, "-P", "-m", "venv", "--without-pip", "{}")
    pip = (sys.executable, "-P", "-m", "pip", "--python", "{}/bin/python", "--disable-pip-version-check", "install")
    flags = ("--quiet", "--no-input", "--no-compile", "--no-deps", "--only-binary", ":all:", "--require-hashes")
    made_by = f"{sys.implementation.cache_tag} {sysconfig.get_platform()}"
    return _Recipe(name, (lock,), made_by, (venv, (*pip, *flags, "--requirement", str(lock))), "bin/python")


def _of_node(locks: Path) -> _Recipe:
    sources = (locks / "package.json", locks / "package-lock.json")
    copies = ("cp", *map(str, sources), "{}")
    npm = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    return _Recipe(NODE, sources, "npm", (copies, npm), "node_modules")


def _ready(recipe: _Recipe, cache: Path) -> Path:
    """The folder of an environment that can be used."""
    try:
        folder = cache / f"{recipe.name}-{_digest(recipe)}"
        if not _usable(folder, recipe):
            cache.mkdir(parents=True, exist_ok=True)
            with _alone(cache / f"{recipe.name}.lock"):
                if not _usable(folder, recipe):  # another process may have made it meanwhile
                    _make(folder, recipe)
                _remove_others(folder, recipe)
        return folder
    except OSError as error:
        raise _failed(recipe, f"{error.strerror or error}: {error.filename}") from error


def _digest(recipe: _Recipe) -> str:
    total = hashlib.sha256(recipe.made_by.encode())
    for source in recipe.sources:
        total.update(hashlib.sha256(source.read_bytes()).digest())
    return total.hexdigest()[:16]


def _usable(folder: Path, recipe: _Recipe) -> bool:
    """A Python that was there and is gone leaves a link that leads nowhere."""
    return (folder / MARKER).exists() and (folder / recipe.proof).exists()


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One process at a time, and one thread."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(folder: Path, recipe: _Recipe) -> None:
    _remove(folder)
    folder.mkdir()
    for step in recipe.steps:
        _run([part.replace("{}", str(folder)) for part in step], folder, recipe)
    (folder / MARKER).touch()


def _run(command: Sequence[str], folder: Path, recipe: _Recipe) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except FileNotFoundError as error:
        advice = " Install Node.js 20 or newer, which brings npm." if command[0] == "npm" else ""
        raise _failed(recipe, f"{command[0]} was not found.{advice}") from error
    except subprocess.TimeoutExpired as error:
        raise _failed(recipe, f"the installer was not done after {PATIENCE} seconds.") from error
    if done.returncode:
        raise _failed(recipe, f"the installer said '{_said(done.stdout + done.stderr, done.returncode)}'.")


def _said(output: str, status: int) -> str:
    """The line or two that say what went wrong."""
    lines = [" ".join(line.split()) for line in output.splitlines() if line.strip() and "complete log" not in line]
    errors = [line for line in lines if line.startswith(("ERROR", "npm error", "npm ERR!"))]
    return " ".join(errors[:2] or lines[-1:] or [f"nothing, and ended with status {status}"])[:300]


def _failed(recipe: _Recipe, why: str) -> CheckFailed:
    return CheckFailed(
        f"The environment '{recipe.name}' for checkers was not made: {why} Look whether the registry of packages "
        "answers and the disk has room, then run again; when a hash does not match, find out why before going on."
    )


def _remove_others(folder: Path, recipe: _Recipe) -> None:
    """What was made from other versions is of no use any more."""
    for other in folder.parent.glob(f"{recipe.name}-*"):
        if other != folder:
            _remove(other)


def _remove(folder: Path) -> None:
    """The marker first, so that what is left by an interruption does not count."""
    (folder / MARKER).unlink(missing_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
