"""Our own rules as a checker of their own, without the rest of cfn-lint: quick enough for thousands of documents."""

import functools
from collections.abc import Sequence
from types import SimpleNamespace

from audit.engines.engine import Outcome
from audit.findings import Document, Finding
from delivery.rulebook import own_rules
from delivery.rules._rule import Rule


class OwnRules:
    """A rule asks cfn-lint for nothing but the template."""

    name = "our own rules"

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        """One outcome for each document, in their order."""
        known: dict[int, tuple[Finding, ...]] = {}
        for document in documents:
            if id(document) not in known:
                known[id(document)] = tuple(_found(document))
        return [known[id(document)] for document in documents]

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        """As attempt: a rule that crashes is a mistake of ours, and ends the audit."""
        return [tuple(_found(document)) for document in documents]


def _found(document: Document) -> list[Finding]:
    cfn = SimpleNamespace(template=document.template)
    found = []
    for rule in _rules():
        for match in rule.match(cfn):
            below = [str(step) for step in match.path]
            resource, place = ("", below) if below[:1] != ["Resources"] else (below[1], below[2:])
            found.append(Finding(document.name, str(rule.id), resource, "/".join(place), str(match.message)))
    return found


@functools.cache
def _rules() -> list[Rule]:
    return [rule() for rule in own_rules()]
