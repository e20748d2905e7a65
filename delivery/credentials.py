"""Credentials are known by their shape and never shown: what is said to a person goes through here."""

import re
from collections.abc import Iterator
from functools import cache

from delivery.rules._secret_words import KEY_SHAPES

_SHAPES = {
    **KEY_SHAPES,
    "a session token of AWS": r"\b(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=]{40}",
    "a password on a command line": (
        r"(?i:(?:^|[\s\"'])--?(?:password|passwd|passphrase|token|secret|api[-_]?key)=)(?![$/{<*]|arn:)[^\s\"']"
    ),
    "a password in a torn URL": r"(?<!\w)://[^\s:/@\"']*:[^\s/@${}<>\"']+@",
}
# What a text must contain for a search to be worth its time; a shape without an entry is always searched for.
_HINTS = {
    "an AWS access key": ("AKIA", "ASIA"),
    "a private key": ("PRIVATE KEY",),
    "a GitHub token": ("gh", "github_pat_"),
    "a GitLab token": ("glpat-",),
    "a Slack token": ("xox", "slack"),
    "a Stripe key": ("_live_",),
    "a Google key": ("AIza",),
    "an npm token": ("npm_",),
    "a signed token": ("eyJ",),
    "a password in a URL": ("://",),
    "a session token of AWS": ("FwoG", "IQoJ"),
    "a password on a command line": ("=",),
    "a password in a torn URL": ("://",),
}
# A shape gives a credential away; how far it goes on.
_ENDS = {
    "a private key": r"[\s\S]*?(?:-----END [A-Z ]*-----|\Z)",
    "a password in a URL": r"[^\s\"'<>,;]*",
    "a password on a command line": r"[^\s\"']*",
    "a password in a connection string": r"[^\s\"']*",
}


@cache
def _pattern(what: str) -> re.Pattern[str]:
    """Made when something hints at it: most texts hint at nothing."""
    return re.compile(_SHAPES[what] + _ENDS.get(what, r"[\w/+=-]*"))


# A secret access key has no mark of its own: forty signs drawn by lot, which change their kind all the time.
_SECRET_KEY = "a secret access key of AWS"
_FORTY = re.compile(r"(?<![\w/+.@-])[A-Za-z0-9/+]{40}(?![\w/+.@=-])")
_RUN = re.compile("[a-z]+|[A-Z]+|[0-9]+")
_FEWEST_RUNS = 13


def kind_of(text: str) -> str | None:
    """What kind of credential a text holds: `a GitHub token`; nothing where none is known."""
    found = next((what for what, pattern in _worth_searching(text) if pattern.search(text)), None)
    return found or (_SECRET_KEY if any(_drawn_by_lot(forty) for forty in _FORTY.findall(text)) else None)


def hidden(text: str) -> str:
    """The text with words such as [a GitHub token, not shown] in place of each credential in it."""
    for what, pattern in _worth_searching(text):
        text = pattern.sub(f"[{what}, not shown]", text)
    return _FORTY.sub(lambda forty: f"[{_SECRET_KEY}, not shown]" if _drawn_by_lot(forty[0]) else forty[0], text)


def _worth_searching(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for what in _SHAPES:
        if any(hint in text for hint in _HINTS.get(what, ("",))):
            yield what, _pattern(what)


def _drawn_by_lot(text: str) -> bool:
    """A digest has no capitals, a path or a name in camel case has long words."""
    kinds = (str.islower, str.isupper, str.isdigit)
    return all(any(map(kind, text)) for kind in kinds) and len(_RUN.findall(re.sub("[/+]", "", text))) >= _FEWEST_RUNS
