"""The lint gate over applications: one that was found clean and has not changed since is not looked at again."""

import hashlib
import importlib.metadata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from delivery import lint_cache
from delivery.build import Built
from delivery.problems import Problem, refuse_all
from delivery.writing import MANIFEST

if TYPE_CHECKING:
    from delivery.lint import Sheet

HERE = Path(__file__).parent


class Gate:
    """Collects what must be linted, then lets everything through or nothing."""

    def __init__(self, cache: Path | None) -> None:
        self.cache = cache
        self.documents = 0
        self._sheets: list[Sheet] = []
        self._applications: list[str] = []
        # Whatever could change a finding: cfn-lint, our rules, how values are put in place.
        self._tools = f"{importlib.metadata.version('cfn-lint')} {lint_cache.digest(HERE)}".encode()

    def add(self, built: Built, files: Mapping[str, bytes]) -> None:
        """One application with its files; its manifest holds the digest of every one and every region."""
        self.documents += len(built.templates) * (1 + len(built.environments))
        key = hashlib.sha256(self._tools + files[MANIFEST]).hexdigest()
        if lint_cache.read(self.cache, key) == ():
            return
        from delivery.sheets import sheets

        self._sheets.extend(sheets(built))
        self._applications.append(key)

    @property
    def is_waiting(self) -> bool:
        """Whether anything has to be linted."""
        return bool(self._sheets)

    def pass_or_refuse(self, jobs: int, progress: Callable[[int, int], None] | None) -> None:
        """Lint what is left; raises Refused with every finding."""
        from delivery.lint import lint

        found = lint(self._sheets, cache=self.cache, jobs=jobs, progress=progress)
        refuse_all(Problem(str(finding)) for finding in found)
        for key in self._applications:
            lint_cache.write(self.cache, key, ())
