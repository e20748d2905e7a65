"""Gate G9: made-up secrets are put through every command and fault; none may come out anywhere."""

from audit.canaries.gate import outcome

__all__ = ["outcome"]
