"""One side of a comparison: a template with what it is deployed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Side:
    """A stack as it is, or as it would be."""

    template: Mapping[str, Any]  # as written, intrinsic functions in their long form
    values: Mapping[str, str] = field(default_factory=dict)  # of parameters; what is missing has its default
    tags: Mapping[str, str] = field(default_factory=dict)
    pseudo: Mapping[str, str] = field(default_factory=dict)  # AWS::Region and the like, as far as known
    file: Path | None = field(default=None, compare=False)  # where the template was read


@dataclass(frozen=True)
class Pair:
    """A stack before and after. None is a stack that is not there."""

    name: str  # hello-prod-web, or the name of a file
    before: Side | None
    after: Side | None
