"""What is linted of an application: its templates as they are, and as CloudFormation will see them."""

from collections.abc import Iterator

from delivery.build import Built
from delivery.lint import Sheet
from delivery.resolve import resolve
from delivery.stacks import scope


def sheets(built: Built) -> Iterator[Sheet]:
    """What is linted: each template in every region, and each with each environment's values in place."""
    for stack, template in built.templates.items():
        yield Sheet(f"{built.name}/{stack}", template, built.regions)
    for one in built.environments:
        for stack, template in built.templates.items():
            resolved = resolve(template, built.values[one.name][stack])
            if scope(template) == "environment":  # our own rules ask whose values they see
                resolved["Metadata"] = {"Stackwright": {"ValuesOf": one.name}}
            yield Sheet(f"{built.name}/{stack} with the values of {one.name}", resolved, (one.region,))
