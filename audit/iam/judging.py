"""Gate G8: every policy of every document before parliament and policy_sentry."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit import environment
from audit.engines.engine import FINDINGS, Engine, Outcome, all_checked
from audit.findings import CheckFailed, Document, Finding
from audit.iam.concrete import CannotAnalyse, concrete_documents
from audit.iam.policies import Policy, policies_in

UNREADABLE = "unreadable-policy"
"""The rule of a policy that nobody can judge."""

SERVE = Path(__file__).with_name("serve_iam.py")
SOURCES = (SERVE, SERVE.parents[1] / "engines" / "adapters" / "serving.py", environment.LOCKS / "iam.lock")


@dataclass(frozen=True)
class PolicyChecker:
    """Takes the policies out of templates and makes them plain, so that equal policies are judged once."""

    engine: Engine
    name: str = "iam"

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        """What is found in each document, in their order."""
        return all_checked(self.attempt(documents, jobs))

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        """One outcome for each document, in their order."""
        extracts = [_extract(document) for document in documents]
        judged = self.engine.attempt([document for document, _ in extracts], jobs)
        return [
            found if isinstance(found, CheckFailed) else tuple(sorted({*found, *unclear}))
            for found, (_, unclear) in zip(judged, extracts, strict=True)
        ]


def policy_checker(cache: Path | None = FINDINGS) -> PolicyChecker:
    """Parliament and policy_sentry, in their environment."""

    def command() -> tuple[str, ...]:
        return (str(environment.python_environment("iam")), "-E", "-s", str(SERVE))

    return PolicyChecker(Engine("iam", command, SOURCES, startup=1, speed=150_000, cache=cache))


def _extract(document: Document) -> tuple[Document, list[Finding]]:
    """The policies as they would be in the first region, and a finding for each that stays unclear."""
    region = next(iter(document.regions), "us-east-1")
    plain: list[dict[str, Any]] = []
    unclear: list[Finding] = []
    for policy in policies_in(document.template):
        place = "/".join(map(str, policy.place))
        try:
            found = concrete_documents(policy, document.template, region)
            plain += [_told(policy, place, one) for one in found]
        except CannotAnalyse as error:
            sentence = f"this policy cannot be judged, because {error}; write it out"
            unclear.append(Finding(document.name, UNREADABLE, policy.resource, place, sentence))
    return Document(document.name, document.file, {"policies": plain}, (region,)), unclear


def _told(policy: Policy, place: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"resource": policy.resource, "place": place, "kind": policy.kind, "document": document}
