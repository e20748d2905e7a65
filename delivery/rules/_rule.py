"""What every rule of ours is: facts first, then one method that looks at a world."""

from collections.abc import Iterable
from typing import Any, ClassVar

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from delivery.rules._world import Found, World, worlds


class Rule(CloudFormationLintRule):
    """A rule looks at each way in which the conditions of its resources can turn out.

    Its facts: `id`, `shortdesc` (the requirement in a few words), `description` (what goes wrong otherwise),
    `source_url`, and those below. docs/rules.md is written from them.
    """

    tags: ClassVar[list[str]] = ["stackwright"]
    rows: ClassVar[tuple[str, ...]] = ()
    """The rows of the ticked table that this rule is for."""
    advice: ClassVar[str] = ""
    """What to do, as an instruction."""
    subjects: ClassVar[tuple[str, ...]] = ()
    """The resource types that the rule is about: without one of them it has nothing to say."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Further resource types that it looks at."""

    def look(self, world: World) -> Iterable[Found]:
        """What is wrong in this world."""
        raise NotImplementedError

    def match(self, cfn: Any) -> list[Any]:
        """cfn-lint asks this of every rule, once for a template."""
        template = cfn.template
        if not World(template).of(*self.subjects):
            return []
        found = {item for world in worlds(template, (*self.subjects, *self.beside)) for item in self.look(world)}
        return [
            RuleMatch(list(item.path), f"{item.message}. {self.advice}", rule=self)
            for item in sorted(found, key=lambda item: (tuple(map(str, item.path)), item.message))
        ]
