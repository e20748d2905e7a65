from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._secret_words import may_be_secret, names_a_secret, parts
from delivery.rules._world import Found, World
from delivery.rules._written_text import written

SECRET = "AWS::SecretsManager::Secret"


class SecretString(Rule):
    id = "E9410"
    shortdesc = "No secret is written out in SecretString"
    description = (
        "A secret in a template is known to everybody who may read the repository, the stack or a change set, and "
        "each update of the stack writes it again over what rotation has put there."
    )
    advice = "Use GenerateSecretString, or leave SecretString out and put the value in after the stack is there"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html"
    rows = ("SEC-3",)
    subjects = (SECRET,)

    def look(self, world: World) -> Iterator[Found]:
        for secret in world.of(SECRET):
            names = sorted(_written_out(written(secret["SecretString"])))
            if names:
                inside = f" has {', '.join(names)}" if names != [""] else " is"
                yield secret["SecretString"].says(f"SecretString{inside} written out")


def _written_out(text: str) -> Iterator[str]:
    """The parts that can be secret and are no reference: all of them, or those named so where others are variable."""
    is_literal = "${" not in text
    for name, value in parts(text).items():
        if "${" not in value and may_be_secret(value) and (is_literal or names_a_secret(name)):
            yield name
