"""Where measuring happens: a temporary folder with a copy of the program, so that the lint cache is its own."""

import compileall
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, run

ROOT = Path(__file__).parent.parent
"""The checkout."""

PROGRAM = ("generate.py", "delivery", "templates", "benchmarks")


@dataclass(frozen=True)
class Workplace:
    folder: Path
    rounds: int
    quick: bool

    @property
    def program(self) -> Path:
        return self.folder / "program"

    @property
    def lint_cache(self) -> Path:
        """What generate.py keeps beside itself."""
        return self.program / ".cache" / "lint"

    def generate(self, *words: str) -> Cost:
        """What a command of generate.py costs, process start included."""
        return run([sys.executable, "generate.py", *words], self.program)

    def build(self, parameters: Path, out: Path, *words: str) -> Cost:
        return self.generate("build", *words, "--parameters", str(parameters), "--out", str(out))

    def afresh(self, work: Callable[[Path], Cost]) -> Cost:
        """What something costs that writes into a folder that is not there yet; the folder goes afterwards."""
        out = Path(tempfile.mkdtemp(dir=self.folder)) / "out"
        try:
            return work(out)
        finally:
            shutil.rmtree(out.parent)


@contextmanager
def workplace(*, quick: bool) -> Iterator[Workplace]:
    with tempfile.TemporaryDirectory(prefix="stackwright-benchmarks-") as folder:
        place = Workplace(Path(folder).resolve(), 3 if quick else 5, quick)
        place.program.mkdir()
        for name in PROGRAM:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, place.program / name, ignore=shutil.ignore_patterns("__pycache__", "cdk"))
            else:
                shutil.copy2(source, place.program / name)
        compileall.compile_dir(place.program, quiet=1)  # even where the caller's Python writes no bytecode
        yield place
