"""Where in a document, and where in a model, an error of pydantic's is.

Its locations hold more than keys and indexes: the member of a union that was tried, and `[key]` after a key that is
itself wrong. The model says which is which.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from delivery.reading.document import Place

Types = tuple[Any, ...]


@dataclass(frozen=True)
class Spot:
    """A place in the document, what stands there, and what the model would have there."""

    place: Place
    value: Any
    types: Types
    around: Types = ()
    description: str = ""
    of_key: bool = False
    union: Place | None = None
    branch: str = ""


def spot(location: Place, data: Any, model: type[BaseModel]) -> Spot:
    """Follow a location through the document and the model at once, as far as the document goes."""
    here = Spot((), data, (model,))
    for step in location:
        if step == "[key]" and not _holds(here.value, step):
            here = replace(here, of_key=True)
        elif _is_branch(step, here):
            union = here.place if here.union is None else here.union
            chosen = tuple(kind for kind in here.types if _calls(step, kind)) or here.types
            here = replace(here, types=chosen, union=union, branch=f"{here.branch}/{step}")
        elif _holds(here.value, step):
            types, description = _below(here.types, step)
            here = replace(
                here,
                place=(*here.place, step),
                value=here.value[step],
                types=types,
                around=here.types,
                description=description,
            )
    return here


def keys_of(types: Types) -> list[str]:
    """Every key that the models among these types know."""
    return [key for kind in types if _is_model(kind) for field in kind.model_fields.items() for key in _keys(*field)]


def members(annotation: Any) -> Types:
    """The types that an annotation allows, apart from nothing at all: its union and its Annotated taken apart."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return members(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(kind for part in get_args(annotation) if part is not NoneType for kind in members(part))
    return (annotation,)


def _is_branch(step: str | int, here: Spot) -> bool:
    if not isinstance(step, str) or len(here.types) < 2:
        return False
    return any(_calls(step, kind) for kind in here.types) or not _holds(here.value, step)


def _calls(step: str | int, kind: Any) -> bool:
    """Whether pydantic means this type by names such as `int`, `constrained-str` and `function-after[check(), Web]`."""
    return getattr(get_origin(kind) or kind, "__name__", "?").lower() in str(step).lower()


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _below(types: Types, step: str | int) -> tuple[Types, str]:
    """What the model would have under a key or at an index, and how it describes that."""
    found: list[Any] = []
    description = ""
    for kind in types:
        field = _field(kind, step) if _is_model(kind) else None
        if field is not None:
            description = field.description or ""
            found += members(field.annotation)
        else:
            found += _inside(kind, step)
    return tuple(found), description


def _field(model: type[BaseModel], key: str | int) -> FieldInfo | None:
    return next((field for name, field in model.model_fields.items() if key in list(_keys(name, field))), None)


def _inside(kind: Any, step: str | int) -> Types:
    origin: Any = get_origin(kind)
    arguments = get_args(kind)
    if isinstance(step, str):
        return members(arguments[1]) if len(arguments) == 2 else ()
    if origin is tuple and Ellipsis not in arguments:
        return members(arguments[step]) if step < len(arguments) else ()
    return members(arguments[0]) if arguments else ()


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _keys(name: str, field: FieldInfo) -> Iterator[str]:
    alias = field.validation_alias or field.alias
    if alias is None:
        yield name
    elif isinstance(alias, str):
        yield alias
    else:
        yield from (choice for choice in getattr(alias, "choices", ()) if isinstance(choice, str))
