"""A review, as every face of it sees it. All texts are for people, with what is secret already masked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

LATER = "‹known after deploy›"
"""What stands in a value for something that is only known when the change has been made."""


class Level(Enum):
    """How dangerous a change is, the worst first."""

    BLOCKED = "blocked"
    DATA_LOSS = "data loss"
    OUTAGE = "outage risk"
    ACCESS = "access"
    UNKNOWN = "unknown"
    MAYBE = "maybe"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Level).index(self)

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    Level.BLOCKED: "cannot succeed as it is",
    Level.DATA_LOSS: "something that holds data goes away",
    Level.OUTAGE: "users may notice",
    Level.ACCESS: "somebody may do more than before",
    Level.UNKNOWN: "not understood: needs a person",
    Level.MAYBE: "depends on something that is not known yet",
    Level.ROUTINE: "part of every release",
}


@dataclass(frozen=True)
class Reason:
    """Why something has its level: a whole sentence."""

    level: Level
    sentence: str


@dataclass(frozen=True)
class Cause:
    """One link of a chain: `because Vpc is replaced`, then `because VpcCidr changed`."""

    sentence: str
    row: str = ""  # the id of the row that it speaks of, where there is one


@dataclass(frozen=True)
class Difference:
    """One value, before and after. None is a value that is not there; masked values are "****" on both sides."""

    path: str  # Cpu, ContainerDefinitions/0/Image, Tags/CostCenter; without /Properties/
    before: str | None
    after: str | None
    attribute: str = "Properties"  # or Metadata, Tags, DeletionPolicy, UpdatePolicy ...
    recreation: str = ""  # never, conditionally, always: whether this difference alone replaces the resource
    source: str = ""  # in words: "parameter VpcCidr", "Vpc is replaced", "edited"
    certain: bool = True  # False: it may turn out to be no difference at all
    hidden: bool = False  # the values are masked
    deployed: str | None = None  # where it drifted: what was deployed last; `before` is then what is there
    drifted: bool = False


@dataclass(frozen=True)
class Statement:
    """Who may do what on which, gained or lost."""

    gained: bool
    sentence: str
    dangerous: bool = False  # wildcards, PassRole, the public: worth a second look even among gained ones


@dataclass(frozen=True)
class Row:
    """What happens to one resource, or to several that belong together."""

    id: str  # unique in its stack: Vpc, Network/Vpc
    action: (
        str  # in words: add, change, replace, maybe replace, remove, keep (leaves the stack), import, revert drift ...
    )
    symbol: str  # + ~ -/+ ?/+ - ← ⟲ ?
    type: str
    level: Level
    summary: str  # one line: "image 1.4.0 → 1.5.0, rolling deployment"
    physical_id: str = ""
    reasons: tuple[Reason, ...] = ()  # the worst first
    causes: tuple[Cause, ...] = ()  # from this row to the root
    differences: tuple[Difference, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    members: tuple["Row", ...] = ()  # what is folded into this row
    raw: str = ""  # what was not understood, as it came


@dataclass(frozen=True)
class Node:
    """A resource in the picture of the stack."""

    id: str
    type: str
    row: str = ""  # the row that speaks of it; empty where nothing changes
    level: Level | None = None
    symbol: str = ""


@dataclass(frozen=True)
class Picture:
    """The resources of a stack and who refers to whom."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()  # (who refers, to what)


@dataclass(frozen=True)
class StackReview:
    """One stack: what is known of it, and what would happen to it."""

    name: str
    predicted: bool  # worked out offline, not by CloudFormation
    facts: tuple[tuple[str, str], ...] = ()  # ("status", "CREATE_COMPLETE") ...
    notes: tuple[Reason, ...] = ()  # about all of it: only outputs change, values are missing ...
    around: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)  # "parameters", "tags", "outputs" ...
    rows: tuple[Row, ...] = ()  # the worst first
    picture: Picture = Picture()
    same_as: tuple[str, ...] = ()  # other stacks for which this very review holds
    unlisted: bool = False  # something changes that is not listed: outputs, metadata or tags of the stack

    @property
    def level(self) -> Level | None:
        """The worst; None where nothing changes."""
        found = [row.level for row in self.rows] + [note.level for note in self.notes]
        return min(found, key=lambda level: level.rank, default=None)

    @property
    def counts(self) -> Mapping[Level, int]:
        """How many rows of each level, the worst first."""
        counted = Counter(row.level for row in self.rows)
        return {level: counted[level] for level in Level if counted[level]}

    @property
    def changes(self) -> bool:
        return bool(self.rows) or self.unlisted or any(self.around.values())


@dataclass(frozen=True)
class Review:
    """What a release would change."""

    title: str
    stacks: tuple[StackReview, ...] = ()
    unchanged: tuple[str, ...] = ()  # stacks that were compared and are the same
    notes: tuple[Reason, ...] = ()

    @property
    def level(self) -> Level | None:
        found = [stack.level for stack in self.stacks if stack.level] + [note.level for note in self.notes]
        return min(found, key=lambda level: level.rank, default=None)

    @property
    def counts(self) -> Mapping[Level, int]:
        return {level: total for level in Level if (total := sum(stack.counts.get(level, 0) for stack in self.stacks))}

    @property
    def changes(self) -> bool:
        return any(stack.changes for stack in self.stacks)
