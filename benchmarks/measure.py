"""What a process or a function costs, and medians of that. The sides of a comparison take turns."""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Cost:
    """Seconds that went by, seconds of processors, and the peak memory in bytes (0 where that is not measured)."""

    wall: float
    cpu: float
    memory: int = 0


Side = Callable[[], Cost]


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """What a command costs with all processes that it starts, from its start to its end."""
    with tempfile.TemporaryDirectory() as temporary:
        report = Path(temporary, "report.json")
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(LAUNCHER), str(report), *command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return Cost(**json.loads(report.read_text()))


def call(work: Callable[[], object]) -> Cost:
    """What a function costs in this process."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def interleaved(sides: Mapping[str, Side], rounds: int) -> dict[str, Cost]:
    """The median cost of every side, measured A, B, A, B and so on, so that a busy minute hits all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for number in range(1, rounds + 1):
        for name, side in sides.items():
            costs[name].append(side())
            tell(f"  {name}, {number} of {rounds}: {costs[name][-1].wall:.2f} s")
    return {name: median(of_side) for name, of_side in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        round(statistics.median(cost.memory for cost in costs)),
    )


def tell(line: str) -> None:
    """Progress, for whoever waits."""
    print(line, file=sys.stderr, flush=True)
