"""Exceptions: what is accepted, where, and that none stays longer than it is needed."""

from pathlib import Path

import pytest

from audit.exceptions import Exceptions, read_exceptions
from audit.findings import CheckFailed, Document, Finding

DEV = Document(
    "web with dev", "out/hello/web.json", {"Metadata": {"Stackwright": {"ValuesOf": "dev"}}, "Resources": {}}
)
PROD = Document(
    "web with prod", "out/hello/web.json", {"Metadata": {"Stackwright": {"ValuesOf": "prod"}}, "Resources": {}}
)
DOCUMENTS = {DEV.name: DEV, PROD.name: PROD}
IAM5 = "AwsSolutions-IAM5[Resource::*]"


def entries(tmp_path: Path, text: str) -> Exceptions:
    file = tmp_path / "exceptions.toml"
    file.write_text(f'[[exception]]\nreason = "Because. More."\nuntil = "never"\n{text}\n', "utf-8")
    return read_exceptions(file)


def finding(rule: str, resource: str = "Bucket", document: Document = PROD) -> Finding:
    return Finding(document.name, rule, resource, "", "found")


@pytest.mark.parametrize(
    ("entry", "one", "accepted"),
    [
        ('rules = ["CKV_1"]', finding("CKV_1"), True),
        ('rules = ["CKV_1"]', finding("CKV_10"), False),
        ('rules = ["*-S3"]', finding("NIST-S3"), True),
        (f'rules = ["{IAM5}"]', finding(IAM5), True),
        ('rules = ["AwsSolutions-IAM5[Action::*]"]', finding(IAM5), False),
        ('rules = ["CKV_1"]\nresources = ["Bucket"]', finding("CKV_1", "Other"), False),
        ('rules = ["CKV_1"]\nenvironments = ["dev"]', finding("CKV_1"), False),
        ('rules = ["CKV_1"]\nenvironments = ["dev"]', finding("CKV_1", document=DEV), True),
        ('rules = ["CKV_1"]\nfiles = ["out/hello/*"]', finding("CKV_1"), True),
        ('rules = ["CKV_1"]\nfiles = ["out/other/*"]', finding("CKV_1"), False),
    ],
)
def test_an_entry_accepts_what_it_names_and_nothing_else(
    tmp_path: Path, entry: str, one: Finding, accepted: bool
) -> None:
    told = entries(tmp_path, entry).tell_apart([one], DOCUMENTS)
    assert (told.accepted, told.failed) == (([one], []) if accepted else ([], [one]))


def test_an_exception_that_no_longer_applies_is_named(tmp_path: Path) -> None:
    """Each rule of an entry must be needed."""
    known = entries(tmp_path, 'rules = ["CKV_1", "CKV_2"]')
    known.tell_apart([finding("CKV_1")], DOCUMENTS)
    assert known.not_needed() == ["exceptions.toml: the exception for CKV_2 (Because) no longer applies: remove it"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[exception]]\nrules = ["A"]\nreason = "r"', "lacks or does not know until"),
        ('[[exception]]\nrules = []\nreason = "r"\nuntil = "u"', "has an empty rule list"),
        ('[[exception]]\nrules = ["A"]\nreason = " "\nuntil = "u"', "has an empty rule list, reason or until"),
        ('[[exception]]\nrules = ["A"]\nreason = "r"\nuntil = "u"\nowner = "me"', "does not know owner"),
        ("[[exception", "cannot be read"),
    ],
)
def test_an_entry_without_a_reason_or_an_end_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "exceptions.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(CheckFailed, match=complaint):
        read_exceptions(file)
