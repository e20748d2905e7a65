"""Log groups: encrypted, kept for a stated time, and not lost with the stack."""

from typing import Any

from troposphere import Ref
from troposphere.logs import LogGroup

from templates.inputs import Input
from templates.part import but_not


def log_group(title: str, retention: Input, key_arn: Any, name: Any = None) -> LogGroup:
    """A log group that outlives its stack, except when the very creation of the stack failed."""
    return LogGroup(
        title,
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Metadata=but_not(
            "W9503",
            "The group outlives its stack. Protected, it could not be removed when the first creation of its stack "
            "fails, and the stack would be stuck",
        ),
        **({} if name is None else {"LogGroupName": name}),
        RetentionInDays=Ref(retention),
        KmsKeyId=key_arn,
    )
