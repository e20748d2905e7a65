"""What is installed: locked with hashes, looked up among known vulnerabilities, written down in a bill of materials."""

from audit.supply.gates import outcomes

__all__ = ["outcomes"]
