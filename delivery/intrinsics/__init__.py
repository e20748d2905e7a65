"""CloudFormation's intrinsic functions, as far as they can be worked out offline.

What cannot be known (ids of resources, values in SSM, pseudo parameters that were not given) stays the function
that it is.
"""

from delivery.intrinsics.evaluate import Scope, value_of
from delivery.intrinsics.known import LIST_TYPES, NOTHING, CannotResolve, as_text
from delivery.intrinsics.names import mentions, named_parameters

__all__ = [
    "LIST_TYPES",
    "NOTHING",
    "CannotResolve",
    "Scope",
    "as_text",
    "mentions",
    "named_parameters",
    "value_of",
]
