"""The made-up secrets. They are put together here so that nobody who looks for real ones finds them in this file."""

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

WINDOW = 12
"""So many signs in a row of a secret are a leak."""


@dataclass(frozen=True)
class Canary:
    """One secret: what a person would write, and the part of it that nobody may see."""

    kind: str
    text: str
    secret: str

    @property
    def quoted(self) -> str:
        """As a value of YAML, or of JSON."""
        return json.dumps(self.text)

    def shows_in(self, content: bytes) -> bool:
        """Whether a part of the secret stands there, also in another spelling."""
        lowered = content.lower()
        return any(part in lowered for part in self._song)

    @cached_property
    def _song(self) -> frozenset[bytes]:
        spellings = {self.secret, quote(self.secret, safe=""), self.secret[::-1], self.secret.encode().hex()}
        for shift in range(3):  # base64 looks different at each
            inside = base64.b64encode(b" " * shift + self.secret.encode()).decode()
            spellings.add(inside[4:-4])
        parts = {text[at : at + WINDOW] for text in spellings for at in range(len(text) - WINDOW + 1)}
        return frozenset(part.lower().encode() for part in parts)


def _whole(kind: str, *parts: str) -> Canary:
    return Canary(kind, "".join(parts), "".join(parts))


ACCESS_KEY = _whole("an AWS access key", "AKIA", "CANARYX7Q4KWZ2MV")
SECRET_KEY = _whole("a secret access key of AWS", "qC4naRyT9vLw2Zt+", "K7xPd3mRbH8sUyGf1JoNi5Qa")
TOKEN = _whole("a GitHub token", "ghp", "_", "CanaryT0kenZq81LmX5vPw3RtYb7NsHd2Kc9")
PASSWORD = _whole("a password", "feathers-", "Canary-7Kq2Wz9x")
_OF_THE_DATABASE = "nestling-Canary-5Xw8Rt3v"
CONNECTION = Canary(
    "a password in a URL", f"postgres://app:{_OF_THE_DATABASE}@db.example.com:5432/app", _OF_THE_DATABASE
)
_BODY = "MIICanaryKeyB4AQAwDQYJKoZIhvcNCanaryFeathersAAQAS7Zq1vXw9LmTrPd5H"
PEM = Canary(
    "a private key", "\n".join((f"-----{'BEGIN'} PRIVATE KEY-----", _BODY, f"-----{'END'} PRIVATE KEY-----")), _BODY
)

SHAPED = (ACCESS_KEY, SECRET_KEY, TOKEN, CONNECTION, PEM)
"""Those that can be told from any other text by how they look."""
ALL = (*SHAPED, PASSWORD)

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY.text,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY.text,
    "AWS_SESSION_TOKEN": "IQoJb3JpZ2lu" + SECRET_KEY.text * 3,
    "GITHUB_TOKEN": TOKEN.text,
    "DATABASE_URL": CONNECTION.text,
    "PASSWORD": PASSWORD.text,
    "SIGNING_KEY": PEM.text,
}
"""What may lie in the environment of a command."""


def shown(content: bytes) -> list[str]:
    """The kinds of the secrets of which a part stands there."""
    return [canary.kind for canary in ALL if canary.shows_in(content)]
