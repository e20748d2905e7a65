"""The gates: which checker looks at which documents, and what its findings mean."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import click

from audit.documents import Stack
from audit.engines import Checker
from audit.exceptions import Exceptions
from audit.findings import CheckFailed, Document
from audit.report import Outcome, sentence

OWN = re.compile(r"[EW]9\d{3}")
ABOUT_WRITING = {"v:W9002", "v:W9013"}
"""Advice on how to write a template, that a document whose values are in place cannot follow."""


@dataclass(frozen=True)
class Look:
    """A gate that is a checker's findings: which of its rules, on which documents."""

    gate: str
    what: str
    checker: str
    rules: Callable[[str], bool]
    only_with_values: bool = False


LOOKS = (
    Look("G1", "cfn-lint", "cfn-lint", lambda rule: not OWN.fullmatch(rule)),
    Look("G2", "cloudformation-validate", "validate", lambda rule: rule.startswith("v:")),
    Look("G3", "Control Tower's rules", "validate", lambda rule: rule.startswith("CT."), only_with_values=True),
    Look("G4", "checkov", "checkov", lambda rule: True, only_with_values=True),
    Look("G5", "cdk-nag", "cdk-nag", lambda rule: True, only_with_values=True),
    Look("G6", "our own rules", "cfn-lint", lambda rule: bool(OWN.fullmatch(rule))),
    Look("G8", "policies", "iam", lambda rule: True),
)


@dataclass(frozen=True)
class Subject:
    """Everything that an audit looks at. A file from elsewhere stands in both lists."""

    as_written: Sequence[Document]
    with_values: Sequence[Document]

    @property
    def all(self) -> list[Document]:
        return list({document.name: document for document in (*self.as_written, *self.with_values)}.values())


def subject_of(stacks: Sequence[Stack]) -> Subject:
    return Subject(
        [stack.as_written for stack in stacks], [document for stack in stacks for document in stack.with_values]
    )


def looked(subject: Subject, checkers: Mapping[str, Checker], exceptions: Exceptions) -> list[Outcome]:
    """The gates that are a checker's findings. A checker that does not work is a failed gate."""
    return [guarded(look.gate, look.what, partial(_looked, look, subject, checkers, exceptions)) for look in LOOKS]


def guarded(gate: str, what: str, work: Callable[[], Outcome]) -> Outcome:
    """What the gate found; the sentence of a checker that could not do its work is a failure of the gate."""
    if sys.stderr.isatty():
        click.echo(f"{gate} {what}", err=True)
    try:
        return work()
    except CheckFailed as failure:
        return Outcome(gate, what, "nothing", (str(failure),))


def _looked(look: Look, subject: Subject, checkers: Mapping[str, Checker], exceptions: Exceptions) -> Outcome:
    documents = list(subject.with_values) if look.only_with_values else subject.all
    values = {document.name for document in subject.with_values} - {document.name for document in subject.as_written}
    found = [
        finding
        for findings in checkers[look.checker].check(documents)
        for finding in findings
        if look.rules(finding.rule) and not (finding.rule in ABOUT_WRITING and finding.document in values)
    ]
    named = {document.name: document for document in documents}
    told = exceptions.tell_apart(found, named)
    sentences = [sentence(finding, named[finding.document]) for finding in sorted(told.failed)]
    return Outcome(look.gate, look.what, counted(len(documents), "document"), sentences, len(told.accepted))


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
