"""Rules that look at resources of every type."""

from collections.abc import Mapping
from copy import copy
from types import SimpleNamespace
from typing import Any

from delivery.rules._rule import Rule

EVERY_TYPE = ("AWS::*",)


class AnyTypeRule(Rule):
    """A rule whose subjects are all types that a template has, or those among them that matter."""

    subjects = EVERY_TYPE

    def types(self, present: list[str]) -> list[str]:
        """Those of the template's types whose conditions matter. Without one, there is nothing to look at."""
        return present

    def match(self, cfn: Any) -> list[Any]:
        rule = copy(self)
        rule.__dict__["subjects"] = tuple(self.types(_types(cfn.template)))
        return super(AnyTypeRule, rule).match(cfn)


class WrittenTextRule(AnyTypeRule):
    """A rule about what is written, in whichever branch: it looks once, with every Fn::If as it stands."""

    def match(self, cfn: Any) -> list[Any]:
        unasked = {name: section for name, section in cfn.template.items() if name != "Conditions"}
        return super().match(SimpleNamespace(template=unasked))


def _types(template: Mapping[str, Any]) -> list[str]:
    resources = template.get("Resources")
    bodies = resources.values() if isinstance(resources, Mapping) else ()
    return sorted({body["Type"] for body in bodies if isinstance(body, Mapping) and isinstance(body.get("Type"), str)})
