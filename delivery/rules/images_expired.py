import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World
from delivery.rules._written_text import written

POLICIES: Mapping[str, tuple[str, ...]] = {
    "AWS::ECR::Repository": ("LifecyclePolicy", "LifecyclePolicyText"),
    "AWS::ECR::RepositoryCreationTemplate": ("LifecyclePolicy",),
}
FEWEST = 10
"""So many releases back, a rollback still finds its image."""

PASSING = re.compile(r"(?:branch|build|cache|ci|dev|feature|mr|pr|pull|snapshot|temp|test|tmp)\b")
"""Tags of images that no environment of worth runs."""

VARIABLE = re.compile(r"\$\{[^}]*\}")


class ImagesExpired(Rule):
    id = "E9506"
    shortdesc = "No image that may be running is expired"
    description = (
        "ECR does not know which images tasks run. When it expires the image of a service that was not released for "
        "a while, the running tasks go on, but none can be started: scaling out, replacing a failed task and rolling "
        "back all fail."
    )
    advice = "Expire only untagged images by age; of the others keep the last ones by number, at least 10"
    source_url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"
    rows = ("REL-31",)
    subjects = tuple(POLICIES)

    def look(self, world: World) -> Iterator[Found]:
        for resource in world.of(*POLICIES):
            policy = resource.at(*POLICIES[resource.type])
            for rule in _rules(policy):
                reason = _reason(rule)
                if reason:
                    yield policy.says(f"Rule {rule.get('rulePriority')} {reason}")


def _rules(policy: Node) -> list[Mapping[str, Any]]:
    """As far as the text can be read; what is not known is null."""
    try:
        found = json.loads(VARIABLE.sub("null", written(policy)))
    except ValueError:
        return []
    rules = found.get("rules") if isinstance(found, dict) else None
    return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []


def _reason(rule: Mapping[str, Any]) -> str | None:
    chosen = rule.get("selection")
    if not isinstance(chosen, dict) or chosen.get("tagStatus") not in ("tagged", "any"):
        return None
    tags = [*(chosen.get("tagPrefixList") or ()), *(chosen.get("tagPatternList") or ())]
    if tags and all(PASSING.match(str(tag).lower()) for tag in tags):
        return None
    number = chosen.get("countNumber")
    if chosen.get("countType") in ("sinceImagePushed", "sinceImagePulled"):
        return f"expires {chosen['tagStatus']} images by age, after {number or 'some'} days"
    if chosen.get("countType") == "imageCountMoreThan" and isinstance(number, int) and number < FEWEST:
        return f"keeps only the last {number} of its images"
    return None
