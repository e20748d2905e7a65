"""What is compared: two words become pairs of stacks, each as it is and as it would be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from delivery.comparing.files import LONGEST, on_disk
from delivery.comparing.given import words_given
from delivery.comparing.operands import Operand, operand, operands
from delivery.comparing.written import Couple, Coupled, Reading, Stack, Written
from delivery.problems import refuse
from delivery.reading.document import shown
from delivery.sides import Pair


@dataclass(frozen=True)
class Wanted:
    """What a person asks to have compared."""

    old: str | None
    new: str | None
    out: Path  # what a revision without a path, or no word at all, means
    environments: tuple[str, ...] = ()  # none: all
    parameters: tuple[Path, ...] = ()  # one file for both sides, or OLD's and NEW's
    values: tuple[str, ...] = ()  # Name=Value, for both sides, before what a file says
    region: str | None = None  # where nothing else says it
    account: str | None = None


@dataclass(frozen=True)
class Unchanged:
    """A stack of which both sides are the same bytes, so that nothing of it was read."""

    name: str
    read: Callable[[], Pair]  # for whoever wants to know what it takes from other stacks


@dataclass(frozen=True)
class Compared:
    """The stacks that differ or may differ, and those that certainly do not."""

    title: str  # HEAD~1:out against out
    stacks: tuple[Pair | Unchanged, ...]  # in the order of deployment
    notes: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(stack for stack in self.stacks if isinstance(stack, Pair))

    @property
    def unchanged(self) -> tuple[str, ...]:
        return tuple(stack.name for stack in self.stacks if isinstance(stack, Unchanged))


def compared(wanted: Wanted) -> Compared:
    """Find both sides and pair their stacks; raises Refused where that cannot be done."""
    values = words_given(wanted.values)
    if len(wanted.parameters) > 2:
        raise refuse("--parameters is given more than twice: name one file for both sides, or OLD's and NEW's")
    old, new = operands(wanted.old, wanted.new, wanted.out)
    _check_kinds(old, new)
    found = _found(old, new, wanted.environments)
    if found.has_manifests and (wanted.parameters or values):
        raise refuse("--parameters and --parameter are for templates: these folders hold the values of every stack")
    if not found.couples and not wanted.environments:
        raise refuse(f"neither {old.label} nor {new.label} holds a template: name others")
    couples = [_completed(couple, wanted) for couple in _with_parameters(found, wanted)]
    reading = Reading(values)
    stacks = tuple(
        Unchanged(couple.name, partial(reading.pair, couple))
        if couple.is_unchanged and "folder" in (old.found.kind, new.found.kind)
        else reading.pair(couple)
        for couple in couples
    )
    notes = (*_absent(old, new), *found.notes, *_not_looked_at(old, new), *_elsewhere(couples, wanted))
    return Compared(f"{old.label} against {new.label}", stacks, (*notes, *reading.notes()))


def _check_kinds(old: Operand, new: Operand) -> None:
    kinds = (old.found.kind, new.found.kind)
    if kinds == ("nothing", "nothing"):
        raise refuse(f"neither {old.label} nor {new.label} is there: check the names")
    if set(kinds) == {"file", "folder"}:
        file, folder = (old, new) if kinds[0] == "file" else (new, old)
        raise refuse(f"{file.label} is a file and {folder.label} is a folder: name two files or two folders")


def _found(old: Operand, new: Operand, environments: tuple[str, ...]) -> Coupled:
    if "folder" in (old.found.kind, new.found.kind):
        from delivery.comparing.folders import coupled

        return coupled(old, new, environments)
    if environments:
        raise refuse("--env is for folders that a build made, and these are templates: leave it out")
    name = (old if new.found.kind == "nothing" else new).name
    return Coupled((Couple(name, _template(old), _template(new)),), (), has_manifests=False)


def _template(one: Operand) -> Stack | None:
    return Stack(Written(one.file(""), one.found.files[""])) if one.found.kind == "file" else None


def _with_parameters(found: Coupled, wanted: Wanted) -> Iterator[Couple]:
    """Every template with the values in the files that were named."""
    if not wanted.parameters:
        yield from found.couples
        return
    before, after = (_parameters(wanted.parameters[at], wanted.out) for at in (0, -1))
    for couple in found.couples:
        yield replace(
            couple,
            before=couple.before and replace(couple.before, parameters=before),
            after=couple.after and replace(couple.after, parameters=after),
        )


def _parameters(file: Path, out: Path) -> Written:
    found = on_disk(str(file))
    named = Operand(shown(str(file), LONGEST), found) if found.kind != "nothing" else operand(str(file), out)
    if named.found.kind != "file":
        raise refuse("is no file of parameters: name a file", named.file(""))
    return Written(named.file(""), named.found.files[""])


def _completed(couple: Couple, wanted: Wanted) -> Couple:
    """A template that no manifest speaks of is in the region and account that were asked for."""
    return replace(couple, before=_in_place(couple.before, wanted), after=_in_place(couple.after, wanted))


def _in_place(stack: Stack | None, wanted: Wanted) -> Stack | None:
    if stack is None or stack.name:
        return stack
    return replace(stack, region=wanted.region, account=wanted.account)


def _elsewhere(couples: list[Couple], wanted: Wanted) -> Iterator[str]:
    """What was asked for and is not heeded."""
    for option, asked, name in (("--region", wanted.region, "region"), ("--account", wanted.account, "account")):
        stacks = [stack for couple in couples for stack in (couple.before, couple.after) if stack]
        if asked and any(getattr(stack, name) != asked for stack in stacks):
            yield f"{option} {shown(asked)} is not used: the manifests say where their stacks are"


def _absent(old: Operand, new: Operand) -> Iterator[str]:
    if old.found.kind == "nothing":
        yield f"{old.label} is not there: all of {new.label} is new"
    if new.found.kind == "nothing":
        yield f"{new.label} is not there: all of {old.label} is gone"


def _not_looked_at(old: Operand, new: Operand) -> Iterator[str]:
    for one in (old, new):
        yield from (f"{one.label.rstrip('/')}/{note}" for note in one.found.notes)
