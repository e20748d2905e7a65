"""What AWS's documentation says of changes of properties, to hold the prediction to.

Each type has its page, properties before, and changes of them, one at a time. `states` is what the page says of an
update: Replacement, In place (no interruption, or some), Depends (some interruptions, and replaced in some cases).
`seen` is where it was looked up: `specification` is the documentation as AWS publishes it for programs (resource
specification 186.0.0, whose words are Immutable, Mutable and Conditional); `text` is a sentence on the page.
"""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

STATES = {"Replacement": "True", "In place": "False", "Depends": "Conditional"}
SEEN = ("specification", "text")


class Case(NamedTuple):
    """One change of one resource."""

    type: str
    before: dict[str, Any]
    after: dict[str, Any]
    states: str
    seen: str
    page: str

    @property
    def id(self) -> str:
        (name,) = (key for key in self.after if self.before.get(key) != self.after[key])
        return f"{self.type.removeprefix('AWS::')} {name}"


def cases() -> list[Case]:
    files = sorted(Path(__file__).parent.glob("*.toml"))
    types = {type_: body for file in files for type_, body in tomllib.loads(file.read_text(encoding="utf-8")).items()}
    return [
        Case(
            type_, body["properties"], body["properties"] | change["to"], change["states"], change["seen"], body["page"]
        )
        for type_, body in types.items()
        for change in body["changes"]
    ]
