"""Which listener rule comes first, decided from the rule alone.

The more a rule says, the earlier it is asked. Within one band a rule's place comes from its name, so that a
service that is added moves nobody else's rule: two rules that swap places in two stacks would collide half way.
"""

import hashlib

from templates.application import Application, Match, complaint, matches

BANDS = 50
PLACES = 1000


def priorities(application: Application) -> dict[str, int]:
    """The priority of every rule on the balancer, by what the rule is called."""
    taken: dict[int, str] = {}
    for place, what, match in matches(application):
        priority = match.priority or _place(what, match)
        if priority in taken:
            free = next(number for number in range(priority, 0, -1) if number not in taken)
            raise complaint(
                f"{what} and {taken[priority]} both come to priority {priority}", f"write priority: {free} here", *place
            )
        taken[priority] = what
    return {what: priority for priority, what in taken.items()}


def _place(what: str, match: Match) -> int:
    digest = hashlib.sha256(what.encode()).digest()
    return _band(match) * PLACES + int.from_bytes(digest[:4], "big") % PLACES + 1


def _band(match: Match) -> int:
    """0 for the most specific rule, 49 for one that only says `/*`."""
    letters = len((match.path or "").replace("*", "").replace("?", ""))
    weight = letters + (20 if match.host else 0) + 5 * len(match.headers) + (0 if "*" in (match.path or "*") else 5)
    return max(0, BANDS - max(1, weight))
