"""What is checked, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from delivery.problems import Problem, Refused


@dataclass(frozen=True)
class Document:
    """One template to check."""

    name: str
    """What the report calls it: 'out/hello/web.json with the values of prod'."""
    file: str
    """Where it is written: 'out/hello/web.json'."""
    template: Mapping[str, Any]
    """Plain JSON data."""
    regions: tuple[str, ...] = ("us-east-1",)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a checker has against a document."""

    document: str
    """The document's name."""
    rule: str
    """As the checker calls it: 'CKV_AWS_18', 'CT.S3.PR.8', 'AwsSolutions-IAM5[Resource::*]', 'E9101'."""
    resource: str
    """The logical id; empty where the finding is about the whole document."""
    place: str
    """Below the resource: 'Properties/BucketEncryption'; empty where the checker does not say."""
    message: str
    """What was found, one line."""


class CheckFailed(Refused):
    """A checker could not do its work: one sentence that says which, why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Problem(sentence))
