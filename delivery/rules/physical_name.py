from collections.abc import Iterator

from delivery.physical_names import Name, name_of
from delivery.rules._any_type import AnyTypeRule
from delivery.rules._world import Found, Resource, World

STAYS = ("Retain", "RetainExceptOnCreate")
OWN_ID = "AWS::StackId"
SHOWN = 3


class PhysicalName(AnyTypeRule):
    id = "E9902"
    shortdesc = "What may have to be replaced, or is kept after its stack, has no physical name"
    description = (
        "CloudFormation makes the new resource before it deletes the old one, and refuses an update that replaces a "
        "resource whose name stays the same: a change of a property that can be set only once then needs a rename, "
        "with all that refers to the name. A resource that is kept when its stack goes keeps its name taken, so that "
        "the stack cannot be made again. A name from parameters or from the stack's name is no better: it does not "
        "change. Which properties these are is read from the registry's schemas."
    )
    advice = (
        "Leave the name out, and let CloudFormation make one up; what is only kept, and never replaced, may have a "
        "name that contains part of AWS::StackId"
    )
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html"
    rows = ("DDB-6", "ECR-6", "IAM-9", "LB-13", "RDS-15", "REL-36", "S3-9", "SG-6", "SVC-5")

    def types(self, present: list[str]) -> list[str]:
        return [type_ for type_ in present if name_of(type_)]

    def look(self, world: World) -> Iterator[Found]:
        for resource in world.of(*self.subjects):
            name = name_of(resource.type)
            reason = _reason(resource, name) if name and resource[name.property].present else None
            if name and reason:
                yield resource[name.property].says(f"{name.property} is set, and {reason}")


def _reason(resource: Resource, name: Name) -> str | None:
    if name.replacers:
        shown = ", ".join(name.replacers[:SHOWN])
        rest = " and others" if len(name.replacers) > SHOWN else ""
        return f"an update of {shown}{rest} replaces the resource"
    if resource.attribute("DeletionPolicy").text in STAYS and OWN_ID not in resource[name.property].names:
        return "the resource keeps that name when its stack goes"
    return None
