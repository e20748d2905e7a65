"""Every command with every fault. A new command joins by itself; what a fault is stands in `faults`."""

import json
import os
import queue
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from audit.canaries import reviewed
from audit.canaries.attempt import Attempt, prepare
from audit.canaries.faults import NOTHING, Fault, faults
from audit.copies import PARTS
from audit.findings import CheckFailed
from audit.remembered import digest, remembered
from audit.report import Outcome

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "audit" / "canaries"
ADVICE = (
    "let what says or writes it go through hidden() of delivery/credentials.py, or refuse the value when it is read"
)
Task = tuple[Sequence[str], Fault]


def outcome(root: Path = ROOT) -> Outcome:
    """The gate."""
    lines, every = command_lines(root), list(faults())
    sources = [root / part for part in PARTS] + [Path(__file__).parent, root / "requirements.lock"]
    tasks = [*tasks_of(lines, every), *reviewed.tasks()]
    found = remembered(CACHE, digest(sources), lambda: check(root, tasks))
    return Outcome("G9", "canaries", f"{len(lines)} commands, {len(every)} faults, {len(tasks)} attempts", found)


def tasks_of(lines: Iterable[Sequence[str]], every: Sequence[Fault]) -> list[Task]:
    """Each command with each fault; with nothing wrong also in the other ways in which one can ask for it."""
    tasks: list[Task] = []
    for line in lines:
        tasks += [(["--debug", *line], fault) for fault in every]
        others = {tuple(line), (line[0],), (line[0], "--help")}
        tasks += [(words, NOTHING) for words in sorted(others)]
    return tasks


def check(root: Path, tasks: Sequence[Task]) -> list[str]:
    """A sentence for each secret that came out somewhere."""
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="canaries-") as folder:
        warm = _warm(root, Path(folder) / "warm")
        idle: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(workers):
            idle.put(Path(folder) / f"worker-{number}")
        with ThreadPoolExecutor(workers) as threads:
            found = list(threads.map(partial(_attempt, root, idle, warm.project / ".cache"), tasks))
    return [*_sentences([], NOTHING, warm), *(sentence for sentences in found for sentence in sentences)]


def command_lines(root: Path) -> list[list[str]]:
    """Each command that the program itself lists, with everything that it must have."""
    script = (
        "import json, generate\n"
        "def must(command):\n"
        "    return [word for one in command.params if one.required\n"
        "            for word in ([one.opts[0]] if one.opts[0].startswith('-') else []) + ['hello']]\n"
        "print(json.dumps([[name, must(command)] for name, command in generate.commands.commands.items()]))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise CheckFailed(f"The commands of generate.py cannot be listed ({last}): make it work first.")
    return [[name, *must] for name, must in json.loads(done.stdout)]


def _warm(root: Path, folder: Path) -> Attempt:
    """One whole run: what lint remembers of it spares the others from linting everything."""
    attempt = prepare(root, folder, [])
    attempt.run()
    if attempt.status:
        raise CheckFailed(
            "The canaries need a generate.py that works, and it fails although nothing is wrong: run it and mend that."
        )
    return attempt


def _attempt(root: Path, idle: "queue.SimpleQueue[Path]", cache: Path, task: Task) -> list[str]:
    words, fault = task
    folder = idle.get()
    try:
        attempt = prepare(root, folder, words, cache)
        fault.cause(attempt)
        attempt.run()
        return _sentences(words, fault, attempt)
    except subprocess.TimeoutExpired:
        return [f"{' '.join(('generate.py', *words))}, {fault.name}: it does not end: find out what it waits for"]
    finally:
        idle.put(folder)


def _sentences(words: Sequence[str], fault: Fault, attempt: Attempt) -> list[str]:
    return [f"{' '.join(('generate.py', *words))}, {fault.name}: {leak}: {ADVICE}" for leak in attempt.leaks]
