"""CloudFormation's limits on one template, and how near a template is to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INLINE_BYTES = 51_200  # more must be uploaded to S3 first
LIMITS = {"Bytes": 1_000_000, "Resources": 500, "Parameters": 200, "Outputs": 200, "Mappings": 200}


@dataclass(frozen=True)
class Use:
    what: str
    used: int
    limit: int


def uses(template: Mapping[str, Any], text: str) -> Iterator[Use]:
    """How much of each limit a template uses."""
    yield Use("Bytes", len(text.encode()), LIMITS["Bytes"])
    for section in ("Resources", "Parameters", "Outputs", "Mappings"):
        yield Use(section, len(template.get(section, {})), LIMITS[section])
