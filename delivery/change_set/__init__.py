"""A change set as CloudFormation describes it, typed: from AWS, from a saved answer, or predicted.

Whatever the answer holds is kept: a member or a word that this module does not know never makes it fail.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from delivery.change_set.words import NOTHING_CHANGES

KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""What stands in a value for something that is only known when the change has been made."""
HIDDEN = "****"
"""What stands for a value that must not be shown."""


@dataclass(frozen=True)
class Drift:
    """A property that was changed behind CloudFormation's back: what was deployed, and what is there."""

    previous: str | None
    actual: str | None


@dataclass(frozen=True)
class Detail:
    """One reason why a resource changes, with the property that does."""

    attribute: str = ""  # Properties, Metadata, Tags, DeletionPolicy ...
    name: str = ""
    path: str = ""  # /Properties/ContainerDefinitions/0/Image
    recreation: str = ""  # Never, Conditionally, Always
    before: str | None = None
    after: str | None = None
    kind: str = ""  # Add, Remove, Modify, SyncWithActual
    evaluation: str = ""  # Static, Dynamic
    source: str = ""  # DirectModification, ParameterReference, ResourceReference, ResourceAttribute, Automatic ...
    entity: str = ""  # the parameter, resource or attribute that it comes from
    drift: Drift | None = None

    @property
    def top(self) -> str:
        """The property that it is about, or that what it is about lies in."""
        return self.name or self.path.removeprefix("/Properties/").split("/")[0]


@dataclass(frozen=True)
class Change:
    """What happens to one resource."""

    action: str  # Add, Modify, Remove, Import, Dynamic, SyncWithActual
    logical_id: str
    type: str
    path: tuple[str, ...] = ()  # logical ids of the nested stacks that it lies in, outermost first
    physical_id: str = ""
    replacement: str = ""  # True, False, Conditional
    policy_action: str = ""  # Delete, Retain, Snapshot, ReplaceAndDelete ...
    scope: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    before: Mapping[str, Any] | None = None  # BeforeContext: {"Properties": {...}, ...}; None where it is not given
    after: Mapping[str, Any] | None = None
    previous: Mapping[str, Any] | None = None  # PreviousDeploymentContext
    drift_status: str = ""
    drift_ignored: tuple[tuple[str, str], ...] = ()  # path, reason
    module: str = ""
    hooks: int = 0
    nested: str = ""  # the change set of the nested stack that this resource is
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)  # as it was answered

    @property
    def id(self) -> str:
        """`Vpc`, or `Network/Vpc` in a nested stack."""
        return "/".join((*self.path, self.logical_id))


@dataclass(frozen=True)
class Parameter:
    """The value of a parameter in a change set."""

    value: str | None = None  # "****" where it is hidden
    resolved: str = ""  # what SSM holds under that name
    previous: bool = False  # the value that the stack has already


@dataclass(frozen=True)
class ChangeSet:
    """All that is known of one change set, with what it does in nested stacks."""

    stack_name: str
    stack_id: str = ""
    name: str = ""
    id: str = ""
    status: str = ""  # CREATE_COMPLETE, FAILED ...
    status_reason: str = ""
    execution_status: str = ""  # AVAILABLE, OBSOLETE ...
    drift_status: str = ""
    description: str = ""
    created: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    notification_arns: tuple[str, ...] = ()
    rollback_triggers: tuple[tuple[str, str], ...] = ()  # ARN, type
    rollback_minutes: int | None = None  # None, here and below: not answered
    deployment_mode: str = ""  # REVERT_DRIFT
    deployment_config_mode: str = ""  # STANDARD, EXPRESS
    disable_rollback: bool | None = None
    on_stack_failure: str = ""
    import_existing: bool | None = None
    include_nested: bool | None = None
    parent: str = ""
    root: str = ""
    path: tuple[str, ...] = ()  # logical ids of the nested stacks that lead to it
    changes: tuple[Change, ...] = ()  # sorted by id; those of nested change sets are among them
    nested: tuple["ChangeSet", ...] = ()  # the change sets of nested stacks, with what is known of each
    without_values: tuple[str, ...] = ()  # ids of changes that nothing before or after is known of
    missing: tuple[str, ...] = ()  # what belongs to it and is not here: sentences
    unknown: tuple[tuple[str, Any], ...] = ()  # what was answered about it and is not understood: where, what

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def empty(self) -> bool:
        """Whether CloudFormation says that it would change nothing at all. One with only new outputs is not empty."""
        reason = self.status_reason
        return self.status == "FAILED" and not self.changes and any(known in reason for known in NOTHING_CHANGES)


def context(text: Any) -> Mapping[str, Any] | None:
    """The resource that a context describes, if it can be read."""
    if not isinstance(text, str):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and is_text(found) else None


def is_text(found: Any) -> bool:
    """Whether every text in some data can be written: JSON can spell half a character."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def is_cut_off(value: str | None) -> bool:
    """Whether a value is the beginning of a list or mapping only: CloudFormation shortens long ones."""
    if value is None or not value.startswith(('{"', '["', "[{")):
        return False
    try:
        json.loads(value)
    except ValueError:
        return True
    except RecursionError:
        return False
    return False
