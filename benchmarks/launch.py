"""Runs one command and writes down what it cost: `launch.py REPORT COMMAND...`.

A process of its own, and a small one, because Linux counts the memory of whoever starts a program as that
program's own until it has replaced it: started from a large process, everything would look large.
"""

import json
import os
import sys
import time


def main(report: str, *command: str) -> int:
    """Exit as the command does; wall seconds, CPU seconds of it and its children, and peak bytes go to the report."""
    out = os.open(os.devnull, os.O_WRONLY)
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * 1024}
    with open(report, "w", encoding="utf-8") as file:
        json.dump(cost, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
