"""Checks in few words, for the tables: what they are about decides their level."""

from typing import Any

from delivery.review.model import Level
from delivery.review.weakening.kinds import (
    Check,
    Kind,
    disappears,
    falls,
    gets_smaller,
    goes_off,
    goes_on,
    grows,
    shrinks,
    steps_down,
)

_DATA = "the data is less protected"


def room(pointer: str, words: str, absent: Any = None, so: str = "") -> Check:
    """There is less of something that work needs."""
    return Check(pointer, falls, words, Level.OUTAGE, absent, so)


def size(pointer: str, words: str = "the instance class") -> Check:
    """The machine gets smaller."""
    return Check(pointer, gets_smaller, words, Level.OUTAGE)


def fewer(pointer: str, words: str, so: str = "") -> Check:
    """A list that work depends on has fewer items."""
    return Check(pointer, shrinks, words, Level.OUTAGE, None, so)


def works(pointer: str, words: str, absent: Any = None, so: str = "") -> Check:
    """Something that keeps the service up is switched off."""
    return Check(pointer, goes_off, words, Level.OUTAGE, absent, so)


def gone(pointer: str, words: str, so: str = "") -> Check:
    """Something that keeps the service up is taken away."""
    return Check(pointer, disappears, words, Level.OUTAGE, None, so)


def guard(pointer: str, words: str = "deletion protection", absent: Any = None) -> Check:
    """What protects data is switched off: the data is still there, one mistake nearer to its end."""
    return Check(pointer, goes_off, words, Level.OUTAGE, absent, _DATA)


def backups(pointer: str, words: str = "the retention of backups of the data (days)", absent: Any = None) -> Check:
    """Backups are kept for a shorter time: those that are older go, the data itself stays."""
    return Check(pointer, falls, words, Level.OUTAGE, absent, "older backups of the data are deleted")


def kept(pointer: str, words: str, absent: Any, what: str) -> Check:
    """Data is kept for a shorter time: what is older is deleted by this very change."""
    return Check(pointer, falls, words, Level.DATA_LOSS, absent, f"older {what} are deleted")


def closed(pointer: str, words: str, absent: Any = None, so: str = "") -> Check:
    """Something that keeps people out, or records them, is switched off."""
    return Check(pointer, goes_off, words, Level.ACCESS, absent, so)


def opened(pointer: str, words: str, absent: Any = None, so: str = "") -> Check:
    """Something that lets people in is switched on."""
    return Check(pointer, goes_on, words, Level.ACCESS, absent, so)


def lost(pointer: str, words: str, so: str = "") -> Check:
    """Something that keeps people out, or records them, is taken away."""
    return Check(pointer, disappears, words, Level.ACCESS, None, so)


def recorded(pointer: str, words: str) -> Check:
    """Fewer things are recorded or guarded than before."""
    return Check(pointer, shrinks, words, Level.ACCESS)


def rights(pointer: str, words: str) -> Check:
    """A list of rights has more items."""
    return Check(pointer, grows, words, Level.ACCESS)


def order(*words: str) -> Kind:
    """From the weakest to the strongest; words joined by | are as strong as each other."""
    return steps_down({word: rank for rank, group in enumerate(words) for word in group.split("|")})


def step(pointer: str, words: str, kind: Kind, level: Level = Level.ACCESS, absent: Any = None, so: str = "") -> Check:
    """A word out of an order becomes a weaker one."""
    return Check(pointer, kind, words, level, absent, so)
