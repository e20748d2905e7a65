"""Writes the bare troposphere script that Stackwright is compared with.

Input are the templates of applications that have the same structure. Output is a Python module with one
function for each stack, of plain constructor calls with literal values; what differs from one application
to the next is an argument. What somebody would write who knows exactly what he wants and needs no checks.
"""

import importlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from troposphere import AWSObject, BaseAWSObject

FUNCTIONS = {
    "Condition": "Condition",
    "Fn::And": "And",
    "Fn::Base64": "Base64",
    "Fn::Cidr": "Cidr",
    "Fn::Equals": "Equals",
    "Fn::FindInMap": "FindInMap",
    "Fn::GetAZs": "GetAZs",
    "Fn::GetAtt": "GetAtt",
    "Fn::If": "If",
    "Fn::ImportValue": "ImportValue",
    "Fn::Join": "Join",
    "Fn::Not": "Not",
    "Fn::Or": "Or",
    "Fn::Select": "Select",
    "Fn::Split": "Split",
    "Fn::Sub": "Sub",
    "Ref": "Ref",
}
CORE = sorted({*FUNCTIONS.values(), "Output", "Parameter", "Tags", "Template"})

MAIN = '''
def build(names, out):
    """Every template of these applications, as a file."""
    for name in names:
        folder = out / name
        folder.mkdir(parents=True)
        for stack, arguments in APPLICATIONS[name].items():
            (folder / f"{stack}.json").write_text(STACKS[stack](*arguments).to_json())
'''

Template = Mapping[str, Any]


@dataclass(frozen=True)
class Argument:
    """A value that is another one in each application."""

    name: str


@dataclass
class Differences:
    """What differs between applications: the name of the argument, and its value in each application."""

    values: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def argument(self, values: Sequence[Any]) -> Argument:
        wanted = tuple(values)
        for name, known in self.values.items():
            if known == wanted:
                return Argument(name)
        name = f"v{len(self.values)}"
        self.values[name] = wanted
        return Argument(name)

    def merge(self, values: Sequence[Any]) -> Any:
        """One value with arguments where these differ."""
        first = values[0]
        if all(value == first for value in values):
            return first
        if isinstance(first, dict) and all(
            isinstance(value, dict) and value.keys() == first.keys() for value in values
        ):
            return {key: self.merge([value[key] for value in values]) for key in first}
        if isinstance(first, list) and all(isinstance(value, list) and len(value) == len(first) for value in values):
            return [self.merge(items) for items in zip(*values, strict=True)]
        return self.argument(values)


def bare_script(applications: Mapping[str, Mapping[str, Template]]) -> str:
    """The source of a module that builds these templates, given by application and stack."""
    writer, functions, stacks = _Writer(), [], list(next(iter(applications.values())))
    arguments: dict[str, dict[str, tuple[Any, ...]]] = {name: {} for name in applications}
    for stack in stacks:
        differences = Differences()
        template = differences.merge([templates[stack] for templates in applications.values()])
        functions.append(writer.function(stack, list(differences.values), template))
        for index, name in enumerate(applications):
            arguments[name][stack] = tuple(values[index] for values in differences.values.values())
    imports = [f"from troposphere import {', '.join(CORE)}", *(f"import {module}" for module in sorted(writer.modules))]
    tables = [
        f"STACKS = {{{', '.join(f'{stack!r}: {_identifier(stack)}' for stack in stacks)}}}",
        "APPLICATIONS = {",
        *(f"    {name!r}: {given!r}," for name, given in arguments.items()),
        "}",
    ]
    return "\n".join([*imports, *functions, *tables, MAIN])


def _identifier(stack: str) -> str:
    return f"{stack.replace('-', '_')}_stack"


class _Writer:
    """Writes Python source for template data, and remembers what that must import."""

    def __init__(self) -> None:
        self.modules: set[str] = set()

    def function(self, stack: str, arguments: Sequence[str], template: Template) -> str:
        lines = [f"t = Template(Description={self.source(template['Description'])})", "t.set_version()"]
        if "Metadata" in template:
            lines.append(f"t.set_metadata({self.source(template['Metadata'])})")
        for name, body in template.get("Parameters", {}).items():
            lines.append(f"t.add_parameter(Parameter({name!r}, {self.keywords(body)}))")
        for section, method in (("Rules", "rule"), ("Mappings", "mapping"), ("Conditions", "condition")):
            for name, body in template.get(section, {}).items():
                lines.append(f"t.add_{method}({name!r}, {self.source(body)})")
        for name, body in template["Resources"].items():
            lines.append(f"t.add_resource({self.resource(name, body)})")
        for name, body in template.get("Outputs", {}).items():
            lines.append(f"t.add_output(Output({name!r}, {self.keywords(body)}))")
        body = "".join(f"    {line}\n" for line in [*lines, "return t"])
        return f"\ndef {_identifier(stack)}({', '.join(arguments)}):\n{body}"

    def resource(self, name: str, body: Mapping[str, Any]) -> str:
        made = _resource_class(body["Type"])
        attributes = {key: value for key, value in body.items() if key not in ("Type", "Properties")}
        words = [repr(name), self.keywords(attributes), self.keywords(body.get("Properties", {}), made)]
        return f"{self.name_of(made)}({', '.join(word for word in words if word)})"

    def keywords(self, values: Mapping[str, Any], owner: type[BaseAWSObject] | None = None) -> str:
        known = owner.props if owner else {}
        return ", ".join(f"{key}={self.source(value, _type_of(key, known))}" for key, value in values.items())

    def source(self, value: Any, wanted: Any = None) -> str:
        """An expression for a value; `wanted` is what troposphere expects in this place."""
        if isinstance(value, Argument):
            return value.name
        if isinstance(value, dict):
            return self.mapping(value, wanted)
        if isinstance(value, list):
            if wanted == "tags" and all(isinstance(item, dict) and item.keys() == {"Key", "Value"} for item in value):
                pairs = (f"{item['Key']!r}: {self.source(item['Value'])}" for item in value)
                return f"Tags({{{', '.join(pairs)}}})"
            inner = _property_class(wanted)
            return f"[{', '.join(self.source(item, inner) for item in value)}]"
        return repr(value)

    def mapping(self, value: dict[str, Any], wanted: Any) -> str:
        name, content = next(iter(value.items()), ("", None))
        if len(value) == 1 and name in FUNCTIONS and (name != "Condition" or isinstance(content, str)):
            given = content if isinstance(content, list) else [content]
            inner = wanted if name == "Fn::If" else None
            return f"{FUNCTIONS[name]}({', '.join(self.source(item, inner) for item in given)})"
        made = _property_class(wanted)
        if made is not None:
            return f"{self.name_of(made)}({self.keywords(value, made)})"
        return f"{{{', '.join(f'{key!r}: {self.source(item)}' for key, item in value.items())}}}"

    def name_of(self, made: type[BaseAWSObject]) -> str:
        self.modules.add(made.__module__)
        return f"{made.__module__}.{made.__qualname__}"


def _resource_class(kind: str) -> type[AWSObject]:
    """`AWS::ECS::Service` is `troposphere.ecs.Service`."""
    module = importlib.import_module(f"troposphere.{kind.split('::')[1].lower()}")
    for _, made in inspect.getmembers(module, inspect.isclass):
        if issubclass(made, AWSObject) and getattr(made, "resource_type", None) == kind:
            return made
    raise LookupError(f"troposphere has no {kind}")


def _type_of(key: str, known: Mapping[str, Any]) -> Any:
    if key == "Tags" and known.get("Tags", (None,))[0] is not dict:
        return "tags"
    return known[key][0] if key in known else None


def _property_class(wanted: Any) -> type[BaseAWSObject] | None:
    """The class of a property, or of the items of a list of properties."""
    for choice in wanted if isinstance(wanted, (list, tuple)) else (wanted,):
        if inspect.isclass(choice) and issubclass(choice, BaseAWSObject):
            return choice
    return None
