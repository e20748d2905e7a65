"""The lint gate over applications: one that was found clean and has not changed since is not looked at again."""

import hashlib
import importlib.metadata
from collections.abc import Callable
from pathlib import Path

from delivery import lint_cache
from delivery.build import Built
from delivery.command_line import progress
from delivery.making import Made
from delivery.problems import Problem, refuse_all
from delivery.writing import MANIFEST

HERE = Path(__file__).parent


class Gate:
    """Collects what must be linted, then lets everything through or nothing."""

    def __init__(self, cache: Path | None) -> None:
        self.cache = cache
        self.documents = 0
        self._clean = None if cache is None else cache / "applications"
        self._waiting: list[tuple[str, Callable[[], Built]]] = []
        # Whatever could change a finding: cfn-lint, our rules, how values are put in place.
        self._tools = f"{importlib.metadata.version('cfn-lint')} {lint_cache.digest(HERE)}".encode()

    def add(self, made: Made, again: Callable[[], Built]) -> None:
        """One application; its manifest holds the digest of every file and every region."""
        self.documents += made.documents
        key = hashlib.sha256(self._tools + made.files[MANIFEST]).hexdigest()
        if lint_cache.read(self._clean, key) != ():
            self._waiting.append((key, again))

    def let_through(self, jobs: int) -> str:
        """Lint what is left and say that nothing was found; raises Refused with every finding."""
        if self._waiting:
            from delivery.lint import lint
            from delivery.sheets import sheets

            documents = [sheet for _, again in self._waiting for sheet in sheets(again())]
            with progress("Linting") as step:
                found = lint(documents, cache=self.cache, jobs=jobs, progress=step)
            refuse_all(Problem(str(finding)) for finding in found)
            lint_cache.prune(self._clean)
            for key, _ in self._waiting:
                lint_cache.write(self._clean, key, ())
        return f"{self.documents} documents linted: nothing found."
