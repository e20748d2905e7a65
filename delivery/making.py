"""All applications of a build, one after the other or, where there are many, on all cores."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from delivery.build import Render, build
from delivery.contents import contents
from delivery.problems import Problem, Refused
from delivery.summary import line_of

if TYPE_CHECKING:
    from pydantic import BaseModel

MANY = 24  # from here on starting processes pays
CHUNK = 8


@dataclass(frozen=True)
class Made:
    """What became of one application: its files, or what is wrong with what was written."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    line: str = ""
    documents: int = 0
    problems: tuple[Problem, ...] = ()


def make(folder: Path, model: "type[BaseModel]", render: Render) -> Made:
    """One application, from its folder."""
    try:
        built = build(folder, model, render)
        documents = len(built.templates) * (1 + len(built.environments))
        return Made(built.name, contents(built), line_of(built), documents)
    except Refused as refused:
        return Made(folder.name, problems=refused.problems)


def make_all(folders: Sequence[Path], make_one: Callable[[Path], Made], jobs: int) -> Iterator[Made]:
    """Every application, in the order of the folders; `jobs` as of the command line."""
    processes = jobs or os.cpu_count() or 1
    if len(folders) < MANY or processes == 1 or not hasattr(os, "fork"):
        yield from map(make_one, folders)
    else:
        yield from _on_all_cores(folders, make_one, processes)


def _on_all_cores(folders: Sequence[Path], make_one: Callable[[Path], Made], processes: int) -> Iterator[Made]:
    """Forked workers have everything loaded; no more than a few results wait, so that memory stays small."""
    import multiprocessing
    import signal
    from concurrent.futures import Future, ProcessPoolExecutor

    ignore = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    context = multiprocessing.get_context("fork")
    rest = iter(folders)
    under_way: deque[Future[list[Made]]] = deque()
    pool = ProcessPoolExecutor(processes, context, signal.signal, ignore)
    try:
        while chunk := list(islice(rest, CHUNK)):
            under_way.append(pool.submit(_make_chunk, make_one, chunk))
            if len(under_way) > 2 * processes:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _make_chunk(make_one: Callable[[Path], Made], chunk: Sequence[Path]) -> list[Made]:
    return [make_one(folder) for folder in chunk]
