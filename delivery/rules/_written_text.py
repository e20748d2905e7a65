"""The text that a value would be, with what is not known written as ${variables}."""

import re
from collections.abc import Mapping
from typing import Any

from delivery.rules._world import Node, World

UNKNOWN = "${?}"

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
_ANY_VARIABLE = re.compile(r"\$\{[^}]*\}")


def written(node: Node) -> str:
    """'arn:${AWS::Partition}:s3:::${Bucket}/*', however the parts are put together. Nothing for what is absent."""
    return "" if node.absent else _written(node.value, node.world)


def bare(text: str) -> str:
    """With each variable as a $, so that the colons in ${AWS::Region} part nothing."""
    return _ANY_VARIABLE.sub("$", text)


def _written(value: Any, world: World) -> str:
    value = world.node(value, ()).value
    match value:
        case bool() | str() | int() | float():
            return world.node(value, ()).text or ""
        case {"Ref": str(name)}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"${{{name}.{attribute}}}"
        case {"Fn::GetAtt": str(name)}:
            return f"${{{name}}}"
        case {"Fn::Sub": str(text)}:
            return text
        case {"Fn::Sub": [str(text), Mapping() as variables]}:
            return _VARIABLE.sub(lambda found: _variable(found, variables, world), text)
        case {"Fn::Join": [str(delimiter), list(parts)]}:
            return delimiter.join(_written(part, world) for part in parts)
        case _:
            return UNKNOWN


def _variable(found: re.Match[str], variables: Mapping[str, Any], world: World) -> str:
    name = found[1].strip()
    return _written(variables[name], world) if name in variables else found[0]
