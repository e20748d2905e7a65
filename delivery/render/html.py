"""A review as one HTML page that needs nothing else: no network, no server, and no JavaScript to be read."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from delivery.render.graph import HEIGHT, WIDTH
from delivery.render.marked import plain
from delivery.render.numbered import notes_worst_first, numbered
from delivery.review.model import Level, Review

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = Path(__file__).parent / "page"
SYMBOLS = {
    Level.BLOCKED: "✕",
    Level.DATA_LOSS: "‼",
    Level.OUTAGE: "!",
    Level.ACCESS: "◆",
    Level.UNKNOWN: "?",
    Level.MAYBE: "≈",
    Level.ROUTINE: "•",
}
"""A sign for each level, so that no meaning rests on colour alone."""


def html(review: Review) -> str:
    """The page. Surrogates and other characters that cannot be seen are written out, so it always encodes as UTF-8."""
    from markupsafe import Markup

    style, script = (_own(name) for name in ("style.css", "script.js"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            shown=numbered(review),
            levels=list(Level),
            symbols=SYMBOLS,
            box_width=WIDTH,
            box_height=HEIGHT,
            worst_first=notes_worst_first,
            # The only text that is not escaped: our own two files.
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(PAGE, encoding="utf-8"),
        autoescape=True,
        finalize=plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _own(name: str) -> str:
    return (PAGE / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded; only these very bytes may style or run."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
