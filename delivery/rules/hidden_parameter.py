import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._any_type import AnyTypeRule
from delivery.rules._secret_words import may_be_secret, names_a_secret, parts
from delivery.rules._world import Found, World
from delivery.rules._written_text import written

SECRET = "AWS::SecretsManager::Secret"
TEXT = ("String", "CommaDelimitedList", "AWS::SSM::Parameter::Value<String>")
VARIABLE = re.compile(r"\$\{(\w+)\}")
REFERENCE = re.compile(r"\b(?:arn|name|path|id|identifier|url)\b", re.IGNORECASE)
"""How one says that a parameter takes the place of a secret, not the secret."""


class HiddenParameter(AnyTypeRule):
    id = "E9413"
    shortdesc = "A parameter that takes a secret is hidden and has no default"
    description = (
        "CloudFormation shows parameters in the console, in DescribeStacks and in change sets, to everybody who may "
        "look at the stack; only NoEcho hides them. A default of a hidden parameter is in the template for all to read."
    )
    advice = "Set NoEcho and no Default; better, take the secret from Secrets Manager by a dynamic reference"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html"
    rows = ("SEC-3",)

    def types(self, present: list[str]) -> list[str]:
        return [SECRET] if SECRET in present else present[:1]

    def look(self, world: World) -> Iterator[Found]:
        parameters = _parameters(world)
        for name, body in parameters.items():
            if _hidden(body):
                if may_be_secret(str(body.get("Default", ""))):
                    yield Found(("Parameters", name, "Default"), f"The hidden parameter {name} has a default")
            elif _sounds_secret(name, body):
                yield Found(("Parameters", name), f"The parameter {name} is not hidden")
        for secret in world.of(SECRET):
            for name in sorted(_sources(written(secret["SecretString"])) & set(parameters)):
                if not _hidden(parameters[name]):
                    yield secret["SecretString"].says(
                        f"This secret comes from the parameter {name}, which is not hidden"
                    )


def _sources(secret: str) -> set[str]:
    """The parameters that are the secret, or a member of it that is named as one is."""
    found = {name: VARIABLE.fullmatch(value) for name, value in parts(secret).items()}
    return {match[1] for name, match in found.items() if match and (not name or names_a_secret(name))}


def _parameters(world: World) -> Mapping[str, Mapping[str, Any]]:
    found = world.template.get("Parameters")
    bodies = found.items() if isinstance(found, Mapping) else ()
    return {name: body for name, body in bodies if isinstance(body, Mapping)}


def _hidden(body: Mapping[str, Any]) -> bool:
    return str(body.get("NoEcho")).lower() == "true"


def _sounds_secret(name: str, body: Mapping[str, Any]) -> bool:
    about = " ".join(str(body.get(fact, "")) for fact in ("AllowedPattern", "ConstraintDescription", "Description"))
    return (
        names_a_secret(name)
        and body.get("Type") in TEXT
        and "AllowedValues" not in body
        and not REFERENCE.search(about)
        and (may_be_secret(str(body["Default"])) if body.get("Default") else True)
    )
