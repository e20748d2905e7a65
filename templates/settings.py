"""What all typed settings have in common, and how they complain."""

import re

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Settings(BaseModel):
    """Nothing is converted, nothing unknown is let through, nothing changes later, no value stands in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True, hide_input_in_errors=True)


def pascal(name: str) -> str:
    """`API_KEY` and `api-key` as CloudFormation would write them: `ApiKey`."""
    return "".join(word[:1].upper() + word[1:].lower() for word in re.split(r"[^A-Za-z0-9]+", name))


def complaint(found: str, advice: str, *at: str | int) -> PydanticCustomError:
    """An error of ours: what was found, what to do, and where below the validated thing."""
    # The text is passed as a value, because braces in it would be taken for a format.
    return PydanticCustomError("stackwright", "{sentence}", {"sentence": f"{found}: {advice}", "at": list(at)})
