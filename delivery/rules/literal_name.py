from collections.abc import Iterator

from delivery.physical_names import name_of
from delivery.rules._any_type import AnyTypeRule
from delivery.rules._world import Found, World


class LiteralName(AnyTypeRule):
    id = "W9903"
    shortdesc = "No physical name is the same in every stack of a template"
    description = (
        "A name that is written out is taken by the first stack that is made from the template: a second environment "
        "in the same account and region, or a new stack beside the old one, fails because the name exists. SSM "
        "parameters are left alone, and what has a name only within another resource."
    )
    advice = "Leave the name out, or let it contain AWS::StackName"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html"
    rows = ("ALM-2", "REL-36")

    def types(self, present: list[str]) -> list[str]:
        return [type_ for type_ in present if _counts(type_)]

    def look(self, world: World) -> Iterator[Found]:
        if world.environment is not None:
            return
        for resource in world.of(*self.subjects):
            name = name_of(resource.type)
            node = resource[name.property] if name else None
            if node and (node.text or (node.unknown and node.words.strip() and not node.names)):
                yield node.says("This name is the same in every stack")


def _counts(type_: str) -> bool:
    """Where an update may replace the resource, a name is wrong anyway."""
    name = name_of(type_)
    return name is not None and not name.replacers and not name.is_scoped
