"""What is known of the text of a container's image."""

import re

from delivery.rules._containers import parameter
from delivery.rules._world import Node
from delivery.rules._written_text import written

UNKNOWN = "\0"
"""Stands for each part that nobody knows before the deployment."""

REPOSITORY = "repository"
"""Stands for the URI of a repository, which has no tag."""

_DYNAMIC = re.compile(r"\{\{resolve:[^}]*\}\}")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def image_text(image: Node) -> str:
    """The image's text as it would be with the defaults of the parameters."""

    def value(found: re.Match[str]) -> str:
        if found[1].endswith(".RepositoryUri"):
            return REPOSITORY
        declared = parameter(image.world, found[1].strip())
        # What an SSM parameter has for default is only where to look.
        return str(declared.get("Default", UNKNOWN)) if declared.get("Type") == "String" else UNKNOWN

    return _VARIABLE.sub(value, _DYNAMIC.sub(UNKNOWN, written(image)))
