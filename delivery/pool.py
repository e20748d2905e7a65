"""Work shared out to processes: each gets its next piece when it is done with one."""

import queue
import subprocess
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol, TypeVar

P = TypeVar("P")
A = TypeVar("A")
P_contra = TypeVar("P_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)


class Worker(Protocol[P_contra, A_co]):
    """A child process that answers one piece of work after the other."""

    process: subprocess.Popen[str]

    def ask(self, piece: P_contra, /) -> A_co: ...

    def close(self) -> None:
        """Let go of a process that was killed."""


def share_out(
    start: Callable[[], Worker[P, A]], todo: Sequence[P], processes: int
) -> Generator[tuple[P, A], None, None]:
    """Each piece with its answer, as they come. All processes are gone when this ends, however it ends."""
    workers: list[Worker[P, A]] = []
    threads = ThreadPoolExecutor(processes)
    try:
        idle: queue.SimpleQueue[Worker[P, A]] = queue.SimpleQueue()
        for _ in range(processes):
            workers.append(start())
            idle.put(workers[-1])
        asked = {threads.submit(_ask, idle, piece): piece for piece in todo}
        for answer in as_completed(asked):
            yield asked[answer], answer.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.process.kill()
        threads.shutdown()
        for worker in workers:
            worker.close()


def _ask(idle: "queue.SimpleQueue[Worker[P, A]]", piece: P) -> A:
    """What an idle worker answers."""
    worker = idle.get()
    try:
        return worker.ask(piece)
    finally:
        idle.put(worker)
