"""cfn-lint as a gate: every error, warning and informational finding counts.

The result depends on the documents, the version of cfn-lint and our own rules, and on nothing else:
no .cfnlintrc, no command line, no environment, no schemas that somebody downloaded, no other document.

cfn-lint takes a second to start and half a second for a template of 40 KB. So equal documents are
linted once, results are kept, and many documents are shared out to processes. These are plain child
processes that talk in lines of JSON: a fork would be as fast, but is unsafe when the caller has threads.
"""

import functools
import gc
import importlib.metadata
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delivery import lint_cache
from delivery.lint_cache import Found
from delivery.pool import share_out
from delivery.problems import Refused, refuse

RULES = Path(__file__).parent / "rules"
"""Our own rules, written as cfn-lint rules."""

CRASHED = "E0002"
"""The rule that cfn-lint names when one of its rules fails."""

WORTH_A_PROCESS = 20_000
"""So many characters of template take a third of a second, which is what makes a process pay."""

WORKER = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from delivery.lint import serve; serve()"
"""What a child process runs. It finds modules where this process does."""

Results = Generator[tuple[str, tuple[Found, ...]], None, None]
"""The keys of documents with what was found in them, as they come."""


@dataclass(frozen=True)
class Sheet:
    """One document to lint."""

    name: str
    """What findings call it: 'hello/web', 'hello/web with the values of prod'."""
    template: Mapping[str, Any]
    """Plain JSON data."""
    regions: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that cfn-lint has against a document."""

    sheet: str
    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        where = f" at {self.place}" if self.place else ""
        return f"{self.sheet}: {self.rule}{where}: {self.message}"


@dataclass(frozen=True)
class _Work:
    """One distinct document, as a worker needs it."""

    key: str
    name: str
    text: str
    regions: tuple[str, ...]
    rules: str
    digest: str


def lint(
    sheets: Sequence[Sheet],
    *,
    cache: Path | None,
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """All findings in these documents, sorted, whatever the order of the documents.

    `progress` is told how many of the distinct documents that are not in the cache are done: first
    none of them, then each; nothing when all are in the cache. An interrupted run keeps what it has.
    """
    works = _works(sheets)
    distinct = {work.key: work for work in works}
    known = {key: lint_cache.read(cache, key) for key in distinct}
    found = {key: hit for key, hit in known.items() if hit is not None}
    todo = sorted((distinct[key] for key in distinct if key not in found), key=lambda work: (-len(work.text), work.key))
    tell = progress or (lambda done, total: None)
    if todo:
        tell(0, len(todo))
        with closing(_results(todo, _processes(jobs, todo))) as results:
            for done, (key, result) in enumerate(results, 1):
                found[key] = result
                if all(rule != CRASHED for rule, _, _ in result):  # a crash deserves another try
                    lint_cache.write(cache, key, result)
                tell(done, len(todo))
        lint_cache.prune(cache)
    return tuple(
        sorted(
            {Finding(sheet.name, *row) for sheet, work in zip(sheets, works, strict=True) for row in found[work.key]}
        )
    )


def _works(sheets: Sequence[Sheet]) -> list[_Work]:
    """One for each sheet; equal sheets have equal keys."""
    try:
        version = importlib.metadata.version("cfn-lint")
    except importlib.metadata.PackageNotFoundError:
        raise refuse("cfn-lint is not installed: run make, which installs it") from None
    digest = lint_cache.digest(RULES)
    works = []
    for sheet in sheets:
        text = json.dumps(sheet.template, sort_keys=True, separators=(",", ":"))
        regions = tuple(sorted(set(sheet.regions))) or ("us-east-1",)  # never the region of this machine
        key = lint_cache.key(text, regions, version, digest)
        works.append(_Work(key, sheet.name, text, regions, str(RULES), digest))
    return works


def _processes(jobs: int, todo: Sequence[_Work]) -> int:
    """How many processes to use: never more than documents, and by ourselves never more than pay."""
    paying = 1 + sum(len(work.text) for work in todo) // WORTH_A_PROCESS
    return max(1, min(jobs or min(os.cpu_count() or 1, paying), len(todo)))


def _results(todo: Sequence[_Work], processes: int) -> Results:
    """What is found, in this process or in others."""
    if processes > 1:
        with closing(share_out(_Worker, todo, processes)) as answers:  # the biggest go first
            yield from ((work.key, found) for work, found in answers)
        return
    for work in todo:
        with _few_collections():
            found = _found(work.text, work.regions, work.rules, work.digest)
        yield work.key, found


# One document.


def _found(text: str, regions: Sequence[str], rules: str, digest: str) -> tuple[Found, ...]:
    """What cfn-lint finds in one document. When it fails, that is what it finds."""
    rulebook = _rulebook(rules, digest)
    from cfnlint.runner import run_template_by_data

    try:
        document = _nodes(json.loads(text))
        matches = list(run_template_by_data(document, _config(regions), rulebook))
    except (Exception, SystemExit) as crash:
        return ((CRASHED, "", _line(f"cfn-lint failed on this document: {type(crash).__name__}: {crash}")),)
    rows = {(match.rule.id, "/".join(map(str, getattr(match, "path", ()))), _line(match.message)) for match in matches}
    return tuple(sorted(rows))


def _line(message: object) -> str:
    return " ".join(str(message).split())


def _config(regions: Sequence[str], append_rules: Sequence[str] = ()) -> Any:
    """Settings that come from here alone.

    A named configuration file, which is empty, stops the search for .cfnlintrc in the current and the
    home directory. That a rule failed is reported even when the template ignores all errors.
    """
    from cfnlint.config import ConfigMixIn

    return ConfigMixIn(
        [],
        config_file=os.devnull,
        include_checks=["I"],
        mandatory_checks=["E000"],
        regions=list(regions),
        append_rules=list(append_rules),
    )


@functools.lru_cache(maxsize=1)
def _rulebook(rules: str, digest: str) -> Any:
    """cfn-lint's rules and ours. Loading takes a second, and one rulebook serves all documents."""
    try:
        from cfnlint.runner import Runner

        _use_shipped_schemas()
        return Runner(_config(("us-east-1",), [rules] if os.path.isdir(rules) else [])).rules
    except Exception as error:
        raise refuse(f"cfn-lint does not start: {type(error).__name__}: {_line(error)}") from error


def _use_shipped_schemas() -> None:
    """Not those that `cfn-lint --update-specs` left in somebody's home, which win when newer."""
    import cfnlint
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as MANAGER

    shipped = Path(cfnlint.__file__).parent / "data" / "schemas"
    if not Path(MANAGER._providers_dir).samefile(shipped / "providers"):
        MANAGER._providers_dir, MANAGER._resources_dir = shipped / "providers", shipped / "resources"
        MANAGER.reset()


def _nodes(document: Any) -> Any:
    """The document as cfn-lint's decoder would give it, with a line of its own for each key and value.

    cfn-lint takes two matches with one message on one line for one.
    """
    from cfnlint.decode.mark import Mark
    from cfnlint.decode.node import dict_node, list_node, str_node

    lines = itertools.count(1)

    def node(kind: Any, content: Any) -> Any:
        mark = Mark(next(lines), 1)
        return kind(content, mark, mark)

    def nodes(value: Any) -> Any:
        match value:
            case dict():
                return node(dict_node, {node(str_node, name): nodes(item) for name, item in value.items()})
            case list():
                return node(list_node, [nodes(item) for item in value])
            case str():
                return node(str_node, value)
            case _:
                return value

    return nodes(document)


@contextmanager
def _few_collections() -> Iterator[None]:
    """cfn-lint makes many objects that stay; looking through them for garbage is a tenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


# Many documents.


class _Worker:
    """A child process that lints one document after the other."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", WORKER, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="ascii",
            process_group=0,  # Ctrl-C is for the parent, which ends its workers
        )

    def ask(self, work: _Work) -> tuple[Found, ...]:
        """What it finds; a sentence when it dies."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps([work.text, work.regions, work.rules, work.digest]) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if not answer.endswith("\n"):
            raise self._died(work)
        found, refusal = json.loads(answer)
        if refusal:
            raise refuse(refusal)
        return tuple((rule, place, message) for rule, place, message in found)

    def _died(self, work: _Work) -> Refused:
        status = self.process.wait()
        how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        return refuse(
            f"The process that linted {work.name} {how}. Lint again; if it happens again, lint with one job "
            "to see what it says, and look whether memory runs out."
        )

    def close(self) -> None:
        """Let go of a process that was killed."""
        with suppress(BrokenPipeError), self.process:
            pass


def serve() -> None:
    """What a child process does: for each line with a document, a line with what was found in it."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a rule prints is no answer
    with _few_collections():
        for line in sys.stdin:
            try:
                answer = (_found(*json.loads(line)), "")
            except Refused as refusal:
                answer = ((), str(refusal))
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
