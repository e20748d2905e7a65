"""What a proof found is true as long as nothing it looked at has changed, and need not be found again."""

import hashlib
import platform
from collections.abc import Callable, Iterable
from pathlib import Path

from delivery import lint_cache


def digest(sources: Iterable[Path]) -> str:
    """One name for the contents of files and folders, and for the Python that reads them."""
    total = hashlib.sha256(f"{platform.python_implementation()} {platform.python_version()}".encode())
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file() and "__pycache__" not in file.parts:
                name = file.relative_to(source.parent).as_posix()
                total.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def remembered(folder: Path, key: str, find: Callable[[], list[str]]) -> list[str]:
    """The sentences that were found. Only that nothing was found is remembered: the rest is looked at again."""
    if lint_cache.read(folder, key) == ():
        return []
    found = find()
    if not found:
        lint_cache.write(folder, key, ())
        lint_cache.prune(folder, keep=50)
    return found
