"""Who may do what: every policy of a template checked, and told in sentences."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.iam.judging import PolicyChecker


def checker() -> "PolicyChecker":
    """The checker of gate G8."""
    from audit.iam.judging import policy_checker

    return policy_checker()
