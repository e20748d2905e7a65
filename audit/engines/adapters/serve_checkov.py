"""Serves checkov: its checks of CloudFormation, and its search for secrets.

Skips that a template asks for are not obeyed. No secret is repeated in what is found.
"""

import json
import linecache
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from serving import Check, Row, lines, serve

os.environ["CHECKOV_PARALLELIZATION_TYPE"] = "none"  # one process for one document

from checkov.cloudformation.runner import Runner as TemplateRunner
from checkov.runner_filter import RunnerFilter
from checkov.secrets.runner import Runner as SecretsRunner

SKIP = " (The template asks to skip this, which an audit does not do.)"

PRAGMA = re.compile(r"pragma(?=:)", re.IGNORECASE)
"""The word with which a line asks the search for secrets to look away."""

REMEMBER = 5_000
"""So many searched parts are remembered: templates under test differ in one resource from each other."""


class Complaints(logging.Handler):
    """What checkov logs when it goes on without something that it should have done."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or "could not process" in record.getMessage():
            self.heard.append(record.getMessage())

    def raise_first(self) -> None:
        """Fail when there was one."""
        heard, self.heard = self.heard, []
        if heard:
            raise RuntimeError(heard[0])


class Checkov:
    """Checks templates, and remembers what was found in parts of them."""

    def __init__(self) -> None:
        self.complaints = Complaints()
        logging.getLogger().addHandler(self.complaints)
        self.searched: dict[str, list[Row]] = {}

    def check(self, template: dict[str, Any], regions: list[str]) -> Iterator[Row]:
        """Whatever the regions: checkov knows none."""
        if not isinstance(template.get("Resources"), dict):
            raise ValueError("The template has no Resources.")
        yield from self._template(_unconditional(template))
        rest = {name: value for name, value in template.items() if name != "Resources"}
        yield from self._secrets("", rest)
        for name, resource in template["Resources"].items():
            yield from self._secrets(name, {"Resources": {name: resource}})

    def _template(self, template: dict[str, Any]) -> Iterator[Row]:
        runner = TemplateRunner()
        run = runner.graph_registry.run_check_parallel

        def run_or_complain(check: Any, *others: Any) -> None:
            try:
                run(check, *others)
            except Exception as error:  # which checkov would drop
                self.complaints.heard.append(f"{check.id}: {type(error).__name__}: {error}")

        runner.graph_registry.run_check_parallel = run_or_complain
        try:
            report = self._run(runner, "cloudformation", _text(template))
        finally:
            runner.graph_registry.run_check_parallel = run
        known = {resource.rsplit(".", 1)[-1] for resource in report.resources}
        if report.parsing_errors or known != set(template["Resources"]):
            raise ValueError("The template, or one of its resources, is not as checkov understands it.")
        for record, skip in _records(report):
            yield record.check_id, record.resource.rsplit(".", 1)[-1], _place(record), record.check_name + skip

    def _secrets(self, resource: str, part: dict[str, Any]) -> list[Row]:
        text = PRAGMA.sub("pragma ", _text(part))
        if text not in self.searched:
            if len(self.searched) >= REMEMBER:
                self.searched.clear()
            report = self._run(SecretsRunner(), "secrets", text)
            places = ["/".join(path) for path in lines(part)]
            self.searched[text] = [
                (
                    record.check_id,
                    resource,
                    places[record.file_line_range[0] - 1].removeprefix(f"Resources/{resource}/"),
                    f"What stands here looks like a secret: {record.check_name}{skip}",
                )
                for record, skip in _records(report)
            ]
        return self.searched[text]

    def _run(self, runner: Any, framework: str, text: str) -> Any:
        """The report on a text. checkov reads files, and remembers their lines by their names."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "template.json"
            file.write_text(text, encoding="utf-8")
            only = RunnerFilter(framework=[framework], show_progress_bar=False)
            report = runner.run(None, files=[str(file)], runner_filter=only)
        linecache.clearcache()
        self.complaints.raise_first()
        return report


def _text(part: dict[str, Any]) -> str:
    """One value in each line, as people write templates."""
    return json.dumps(part, indent=2, ensure_ascii=False)


def _unconditional(template: dict[str, Any]) -> dict[str, Any]:
    """With all of its resources: checkov leaves out those that the default values of parameters leave out."""
    resources = {
        name: {part: value for part, value in resource.items() if part != "Condition"}
        if isinstance(resource, dict)
        else resource
        for name, resource in template["Resources"].items()
    }
    return template | {"Resources": resources}


def _records(report: Any) -> Iterator[tuple[Any, str]]:
    """What failed, and what would have been skipped."""
    yield from ((record, "") for record in report.failed_checks)
    yield from ((record, SKIP) for record in report.skipped_checks)


def _place(record: Any) -> str:
    """The first property that the check looked at, when checkov says it."""
    for key in record.check_result.get("evaluated_keys") or []:
        path = str(key).replace("[", "").replace("]", "")
        if path.startswith("Properties"):
            return path.strip("/")
    return ""


def start() -> Check:
    """Checks are loaded with the first template."""
    checkov = Checkov()
    list(checkov.check({"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}}}, []))
    return checkov.check


if __name__ == "__main__":
    serve(start)
