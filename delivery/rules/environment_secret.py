from collections.abc import Iterator

from delivery.rules._containers import TASK, called, containers, parameter, parts
from delivery.rules._rule import Rule
from delivery.rules._secret_words import credential, may_be_secret, names_a_secret
from delivery.rules._world import Found, Node, World


class EnvironmentSecret(Rule):
    id = "E9110"
    shortdesc = "A container's environment variables hold no secret"
    description = (
        "Environment variables stand in plain text in the task definition and in the template: whoever may describe "
        "one of them, or read the repository, has the secret, and no rotation reaches it."
    )
    advice = "Keep the value in Secrets Manager and give its ARN in Secrets[].ValueFrom"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"
    rows = ("TD-5",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            for variable in parts(container["Environment"]):
                name = variable["Name"].text or ""
                what = _secret(name, variable["Value"])
                if what:
                    yield variable["Value"].says(f"{called(container)} gets {what} in the variable {name}")


def _secret(name: str, value: Node) -> str | None:
    """What kind of secret this is; never the secret itself."""
    if value.text is not None:
        named = names_a_secret(name) and may_be_secret(value.text)
        return credential(value.text) or ("a secret as plain text" if named else None)
    hidden = [item for item in sorted(value.names) if str(parameter(value.world, item).get("NoEcho")).lower() == "true"]
    return f"the hidden parameter {hidden[0]}" if hidden else None
