"""Two folders become couples of stacks: by application and environment where there are manifests, else by file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from delivery.comparing.files import LONGEST
from delivery.comparing.loose import loose_templates
from delivery.comparing.manifests import FORMAT_VERSION, Application, Environment, applications
from delivery.comparing.operands import Operand
from delivery.comparing.written import Couple, Coupled, Stack
from delivery.problems import nearest, refuse
from delivery.reading.document import shown


@dataclass(frozen=True)
class _Place:
    """An environment on both sides, or on one; what tells it apart where it moved."""

    name: str
    before: Environment | None
    after: Environment | None
    mark: str = ""


@dataclass(frozen=True)
class _Applications:
    """An application on both sides, or on one."""

    before: Application | None
    after: Application | None

    @property
    def is_one(self) -> bool:
        """Whether both sides are the same application, and not two that somebody wants to see side by side."""
        return self.before is None or self.after is None or self.before.name == self.after.name

    @property
    def name(self) -> str:
        return (self.after or self.before).name  # type: ignore[union-attr]


def coupled(old: Operand, new: Operand, environments: tuple[str, ...]) -> Coupled:
    """Every stack of two folders, in the order of deployment; what an application no longer has
    comes after what it has, in reverse."""
    ours, theirs = applications(old), applications(new)
    matched = _matched(ours, theirs)
    _check_names(environments, [*ours.values(), *theirs.values()])
    couples: list[Couple] = []
    notes: list[str] = []
    for both in matched:
        places = list(_places(both))
        if both.before and both.after:
            notes += _news(both, [one for one in places if not environments or one.name in environments])
        elif "nothing" not in (old.found.kind, new.found.kind):
            notes.append(f"{shown(both.name)} is {'new' if both.after else 'gone'}")
        couples += _of_application(both, places, environments)
    notes += _other_formats([*ours.values(), *theirs.values()])
    others = list(loose_templates(old, new, [*ours.values()], [*theirs.values()]))
    if environments and others:
        notes.append(f"not compared, for they belong to no environment: {', '.join(one.name for one in others)}")
    else:
        couples += others
    return Coupled(tuple(couples), tuple(dict.fromkeys(notes)), bool(matched))


def _matched(ours: Mapping[str, Application], theirs: Mapping[str, Application]) -> list[_Applications]:
    """By name; two folders that are each one whole application are meant to be compared, whatever their names."""
    if len(ours) == len(theirs) == 1:
        (before,), (after,) = ours.values(), theirs.values()
        if not before.folder and not after.folder:
            return [_Applications(before, after)]
    names = sorted({*ours, *theirs})
    return [_Applications(ours.get(name), theirs.get(name)) for name in names]


def _check_names(wanted: tuple[str, ...], there: list[Application]) -> None:
    known = {name for one in there for name in one.environments}
    for name in wanted:
        if not known:
            raise refuse("--env is for folders that a build made: leave it out")
        if name not in known:
            raise refuse(f"there is no environment {shown(name)}: {nearest(name, known)}")


def _places(both: _Applications) -> Iterator[_Place]:
    before = dict(both.before.environments) if both.before else {}
    after = dict(both.after.environments) if both.after else {}
    for name in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(name), after.get(name)
        if not old or not new:
            yield _Place(name, old, new)
        elif both.is_one and (mark := _moved(old, new)):
            yield _Place(name, old, None, mark[0])
            yield _Place(name, None, new, mark[1])
        else:
            # An account that only one side names is no move.
            yield _Place(name, _where(old, new), _where(new, old))


def _where(one: Environment, other: Environment) -> Environment:
    return replace(one, region=one.region or other.region, account=one.account or other.account)


def _moved(old: Environment, new: Environment) -> tuple[str, str] | None:
    """Where an environment was and where it is, if that is not the same."""
    if old.region and new.region and old.region != new.region:
        return old.region, new.region
    if old.account and new.account and old.account != new.account:
        return old.account, new.account
    return None


def _news(both: _Applications, places: list[_Place]) -> Iterator[str]:
    assert both.before
    assert both.after
    if not both.is_one:
        yield f"{shown(both.before.name)} is compared with {shown(both.after.name)}, whose stacks have other names"
    for one in places:
        name = f"{shown(both.name)}/{shown(one.name)}"
        if one.mark and one.after:
            yield f"{name} moves to {one.mark}: its stacks are new there, and the old ones are no longer described"
        elif not one.mark and not (one.before and one.after):
            yield f"{name} is {'new' if one.after else 'gone'}"


def _other_formats(there: list[Application]) -> Iterator[str]:
    for one in there:
        if one.format_version != FORMAT_VERSION:
            yield (
                f"{one.side.file(one.folder + 'manifest.json')} has the format {shown(str(one.format_version))}: "
                "what is new in that format was not looked at"
            )


def _of_application(both: _Applications, places: list[_Place], environments: tuple[str, ...]) -> Iterator[Couple]:
    keys = list(dict.fromkeys([*_keys(both.after), *_keys(both.before)]))
    wide = [couple for key in keys if key[1] for couple in _shared(both, places, key[0], environments)]
    own = [
        couple
        for one in places
        if not environments or one.name in environments
        for key in keys
        if not key[1]
        for couple in _couple(both, one, key)
    ]
    every = [*wide, *own]
    yield from (couple for couple in every if couple.after)
    yield from (couple for couple in reversed(every) if not couple.after)


def _keys(one: Application | None) -> Iterator[tuple[str, bool]]:
    if one:
        yield from ((stack, stack in one.account_wide) for stack in one.templates)


def _couple(both: _Applications, one: _Place, key: tuple[str, bool]) -> Iterator[Couple]:
    before = _stack(both.before, one.before, key)
    after = _stack(both.after, one.after, key)
    if before or after:
        name = (after or before).name  # type: ignore[union-attr]
        yield Couple(shown(f"{name} ({one.mark})" if one.mark else name, LONGEST), before, after, one.name)


def _stack(application: Application | None, one: Environment | None, key: tuple[str, bool]) -> Stack | None:
    if application is None or one is None or key not in _keys(application):
        return None
    return application.stack(key[0], one)


def _shared(both: _Applications, places: list[_Place], stack: str, environments: tuple[str, ...]) -> Iterator[Couple]:
    """A stack that the environments of an account share: once, or once for each of its different values."""
    rows = [couple for one in places for couple in _couple(both, one, (stack, True))]
    filled = [
        replace(
            row,
            before=row.before or _same_place(row.after, [other.before for other in rows]),
            after=row.after or _same_place(row.before, [other.after for other in rows]),
        )
        for row in rows
    ]
    groups: dict[tuple[object, ...], list[Couple]] = {}
    for row in filled:
        if not environments or row.environment in environments:
            groups.setdefault(_likeness(row), []).append(row)
    for group in groups.values():
        names = ", ".join(dict.fromkeys(row.environment for row in group))
        name = f"{group[0].name} ({shown(names, LONGEST)})" if len(groups) > 1 else group[0].name
        yield Couple(name, _agreed([row.before for row in group]), _agreed([row.after for row in group]), names)


def _same_place(stack: Stack | None, others: list[Stack | None]) -> Stack | None:
    """What another environment says about the same stack of the same account."""
    if stack is None:
        return None
    where = (stack.region, stack.account)
    return next((other for other in others if other and (other.region, other.account) == where), None)


def _likeness(row: Couple) -> tuple[object, ...]:
    """What two environments must have in common to share a couple; all that is unchanged does."""
    if row.is_unchanged:
        return ()
    return tuple(one and replace(one, account=None).identity for one in (row.before, row.after))


def _agreed(stacks: list[Stack | None]) -> Stack | None:
    first = stacks[0]
    if first is None or len({stack.account for stack in stacks if stack}) == 1:
        return first
    return replace(first, account=None)
