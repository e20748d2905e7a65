"""How people name what is secret, and how secrets look."""

import json
import re
from collections.abc import Mapping
from typing import Any

KEY_SHAPES = {
    "an AWS access key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "a GitHub token": r"\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})",
    "a GitLab token": r"\bglpat-[\w-]{20}",
    "a Slack token": r"\bxox[abeoprs]-[\w-]{10}|https://hooks\.slack\.com/services/T\w+/B\w+/\w{20}",
    "a Stripe key": r"\b[rs]k_live_[A-Za-z0-9]{16}",
    "a Google key": r"\bAIza[\w-]{35}\b",
    "an npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "a signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}",
    "a password in a URL": r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@\"']*:(?!\*+@)[^\s/@${}<>\"']+@[A-Za-z0-9\[$]",
    "a password in a connection string": r"(?i)[;?&](?:password|pwd)=(?!\*+(?:[;&]|$))[^\s;&${}<>\"']+",
}

_SECRET_NAME = re.compile(
    r"(?:PASS(?:WORD|WD|PHRASE)|(?:^|_)(?:SECRET|TOKEN|CREDENTIALS?|(?<=_)PWD"
    r"|(?:API|ACCESS|SECRET|PRIVATE|ENCRYPTION|SIGNING|MASTER|ACCOUNT|AUTH)_?KEY|APIKEY))$"
)
_ID_TOKENS = re.compile(
    r"(?:^|_)(?:BILLING|CALLBACK|CLIENT|EVENT_SOURCE|IDEMPOTENCY|NEXT|REQUEST|SERVICE|VERSION)_TOKEN$"
)
"""What AWS calls a token and is none that opens anything."""
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")

_HARMLESS = re.compile(
    r"(?:arn:|https?://|s3://|/|alias/|\$\{|\{\{resolve:)"  # where it is
    r"|(?:|true|false|none|null|\d{1,4}|seconds|minutes|hours|days|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$",
    re.IGNORECASE,
)


def credential(text: str) -> str | None:
    """What kind of credential a text holds, by its shape; never the credential itself."""
    return next((what for what, shape in KEY_SHAPES.items() if re.search(shape, text)), None)


def names_a_secret(name: str) -> bool:
    """DbPassword, API_KEY and /web/token do; PasswordLength, SECRET_ARN and ClientToken do not."""
    words = "_".join(word for word in _WORDS.split(name) if word).upper()
    return bool(_SECRET_NAME.search(words)) and not _ID_TOKENS.search(words)


def may_be_secret(text: str) -> bool:
    """Whether a value can be the secret itself, rather than the place where it is, a switch or nothing."""
    return not _HARMLESS.match(text)


def parts(secret: str) -> Mapping[str, str]:
    """The members of a secret that is a JSON object; else the whole under no name."""
    try:
        found: Any = json.loads(secret)
    except ValueError:
        return {"": secret}
    if not isinstance(found, dict):
        return {"": secret}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
