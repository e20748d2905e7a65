"""From a YAML file to typed settings. Whatever is wrong is said with file, line, what was found and what to do.

The libraries are imported by the step that needs them, so that asking for help does not load them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from delivery.problems import Refused, refuse_all
from delivery.reading.document import Document, Place

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["Document", "Place", "read", "validate"]

M = TypeVar("M", bound="BaseModel")


def read(path: Path) -> Document:
    """The plain data of a YAML file, with the line of everything in it; raises Refused, also for a secret in it."""
    from delivery.reading import reader
    from delivery.reading.literal_secrets import literal_secrets

    document = reader.read(path)
    refuse_all(literal_secrets(document))
    return document


def validate(document: Document, model: type[M]) -> M:
    """The settings that a document holds; raises Refused with all that is wrong, in the order of the lines."""
    from pydantic import ValidationError

    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        from delivery.reading.sentences import problems

        raise Refused(*problems(document, model, error.errors(include_url=False))) from None
