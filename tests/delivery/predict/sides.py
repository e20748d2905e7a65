"""Short ways to write two sides of a stack."""

from typing import Any

from delivery.predict import predict
from delivery.sides import Pair, Side


def template(resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """A template; a resource is (type, properties) or a whole body."""
    bodies = {
        name: body if isinstance(body, dict) else {"Type": body[0], "Properties": body[1]}
        for name, body in resources.items()
    }
    return {**sections, "Resources": bodies}


def answer(
    before: Any, after: Any, old: dict[str, str] | None = None, new: dict[str, str] | None = None
) -> dict[str, Any]:
    """The predicted change set between two templates, with the values of their parameters."""
    return predict(Pair("stack", Side(before, old or {}), Side(after, new if new is not None else old or {})))


def changes(*sides: Any, **values: Any) -> dict[str, dict[str, Any]]:
    """Its changes by logical id."""
    found = answer(*sides, **values)["Changes"]
    return {change["ResourceChange"]["LogicalResourceId"]: change["ResourceChange"] for change in found}


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def get(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}
