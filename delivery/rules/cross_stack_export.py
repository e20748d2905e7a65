from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._any_type import WrittenTextRule
from delivery.rules._world import Found, Path, World

IMPORT = "Fn::ImportValue"


class CrossStackExport(WrittenTextRule):
    id = "W9904"
    shortdesc = "Stacks are not joined by exports"
    description = (
        "As long as one stack imports it, an exported value can neither change nor go: an update that replaces the "
        "resource behind it fails with 'Export cannot be updated as it is in use', and the stacks can only be taken "
        "apart in two releases each. An SSM parameter is read when the importing stack is updated, locks nothing, "
        "shows in the console, and can be written by anybody who brings a resource of their own."
    )
    advice = (
        "Publish the value as an AWS::SSM::Parameter, and take it as a parameter of the type "
        "AWS::SSM::Parameter::Value<...>"
    )
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html"
    rows = ("REL-37",)

    def look(self, world: World) -> Iterator[Found]:
        outputs = world.template.get("Outputs")
        for name, output in outputs.items() if isinstance(outputs, Mapping) else ():
            if isinstance(output, Mapping) and "Export" in output:
                yield Found(("Outputs", name, "Export"), f"The output {name} is exported")
        for path in _imports(world.template.get("Resources"), ("Resources",)):
            yield Found(path, "This value is imported from another stack")


def _imports(value: Any, path: Path) -> Iterator[Path]:
    match value:
        case Mapping():
            if IMPORT in value:
                yield (*path, IMPORT)
            for name, item in value.items():
                yield from _imports(item, (*path, name))
        case list():
            for index, item in enumerate(value):
                yield from _imports(item, (*path, index))
