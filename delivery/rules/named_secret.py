import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._any_type import WrittenTextRule
from delivery.rules._secret_words import may_be_secret, names_a_secret
from delivery.rules._world import Found, Path, World
from delivery.rules._written_text import written

TASK = "AWS::ECS::TaskDefinition"
PLAIN_NAME = re.compile(r"\w+")
NAMES_OF_SECRETS = re.compile(r"(?:[A-Z]\w*)?Credentials?")
"""Properties that take the name of a secret, not the secret."""


class NamedSecret(WrittenTextRule):
    id = "E9412"
    shortdesc = "What is called a password, a token or a secret is not written out"
    description = (
        "CloudFormation cannot make an SSM parameter of the type SecureString, and shows a function's or a build's "
        "variables to everybody who may describe them: a password there is plain text in the template, in the stack "
        "and in the console. The environment variables of containers have a rule of their own."
    )
    advice = (
        "Keep it in Secrets Manager, or in an SSM parameter of the type SecureString made elsewhere, and refer to it"
    )
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"
    rows = ("SEC-4",)

    def look(self, world: World) -> Iterator[Found]:
        for resource in world.of(*self.subjects):
            if resource.type != TASK:
                properties = resource.properties
                for path, name, text in _named(properties.value, properties.path, world):
                    if names_a_secret(name) and may_be_secret(text):
                        yield Found(path, f"{name} is written out")


def _named(value: Any, path: Path, world: World) -> Iterator[tuple[Path, str, str]]:
    """Whatever has a name and a text that is written out."""
    match value:
        case {"Name": name, "Value": str(text)} if value.get("Type") not in ("PARAMETER_STORE", "SECRETS_MANAGER"):
            yield (*path, "Value"), written(world.node(name, path)), text
        case Mapping():
            for name, item in value.items():
                if isinstance(item, str) and PLAIN_NAME.fullmatch(name) and not NAMES_OF_SECRETS.fullmatch(name):
                    yield (*path, name), name, item
                yield from _named(item, (*path, name), world)
        case list():
            for index, item in enumerate(value):
                yield from _named(item, (*path, index), world)
