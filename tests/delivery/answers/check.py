"""AWS's own model of DescribeChangeSet: what it knows, and what an answer has that it does not."""

from functools import cache

import botocore.session

_PYTHON = {"string": str, "boolean": bool, "integer": int, "timestamp": str}
_KINDS = {"string": "text", "boolean": "flag", "integer": "number", "timestamp": "time"}


@cache
def model():
    """The shape of an answer."""
    service = botocore.session.Session().get_service_model("cloudformation")
    return service.operation_model("DescribeChangeSet").output_shape


def strangers(value, shape, place=""):
    """Members, words and kinds of values that the model does not know."""
    if shape.type_name == "list" and isinstance(value, list):
        return [found for item in value for found in strangers(item, shape.member, f"{place}[]")]
    if shape.type_name == "structure" and isinstance(value, dict):
        known = shape.members
        odd = [f"{place}.{name}" for name in value if name not in known]
        return odd + [
            found
            for name, item in value.items()
            if name in known
            for found in strangers(item, known[name], f"{place}.{name}")
        ]
    if type(value) is not _PYTHON.get(shape.type_name):
        return [f"{place}: {value!r}"]
    words = getattr(shape, "enum", None)
    return [f"{place}: {value!r}"] if words and value not in words else []


def used(value, shape, place=""):
    """The members and words of the model that an answer has."""
    if shape.type_name == "list":
        return {found for item in value for found in used(item, shape.member, place)}
    if shape.type_name == "structure":
        inner = [used(item, shape.members[name], f"{place}.{name}") for name, item in value.items()]
        return {f"{place}.{name}" for name in value}.union(*inner)
    return {f"{place}: {value}"} if getattr(shape, "enum", None) else set()


def all_of(shape, place=""):
    """All the members and words that the model has."""
    if shape.type_name == "list":
        return all_of(shape.member, place)
    if shape.type_name == "structure":
        inner = [all_of(item, f"{place}.{name}") for name, item in shape.members.items()]
        return {f"{place}.{name}" for name in shape.members}.union(*inner)
    return {f"{place}: {word}" for word in getattr(shape, "enum", None) or ()}


def tables():
    """The model in the form of delivery/change_set/words.py: shapes, and words."""
    shapes, words = {}, {}

    def kind(shape):
        if shape.type_name == "list":
            return f"{kind(shape.member)}[]"
        if shape.type_name == "structure":
            shapes.setdefault(shape.name, {name: kind(item) for name, item in shape.members.items()})
            return shape.name
        if getattr(shape, "enum", None):
            words[shape.name] = set(shape.enum)
            return shape.name
        return _KINDS[shape.type_name]

    kind(model())
    return shapes, words
