"""The README's tour of a review, and the picture of the page at its end: `python -m tests.tour` takes it anew.

The picture keeps the digest of the page that it shows, so that a test can tell when it is no longer true.
"""

import hashlib
import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "review.png"
NOBODY = {
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
_DIGEST = b"Page"


def checkout(folder: Path) -> None:
    """What a newcomer has after `make`: the project as it is here, committed."""
    for name in ("delivery", "out", "parameters", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "generate.py", folder)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / ".gitignore").write_text(".venv\n")
    run(folder, "git init -q && git add -A && git commit -qm First")


def run(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """One line of a shell, as somebody types it."""
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False, env={**environment, **NOBODY}
    )


def commands() -> list[str]:
    """The lines of the tour."""
    chapter = (ROOT / "README.md").read_text().split("## See what a release would change")[1]
    return re.search(r"```sh\n(.*?)```", chapter, re.DOTALL)[1].splitlines()  # type: ignore[index]


def page(folder: Path) -> str:
    """The page that the tour ends with."""
    checkout(folder)
    for line in commands():
        run(folder, line)
    return (folder / "review.html").read_text()


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).hexdigest().encode()


def noted(png: bytes, text: bytes) -> bytes:
    """The picture with the digest of its page in it, as a text chunk behind its header."""
    body = b"tEXt" + _DIGEST + b"\0" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end_of_header = 8 + 25
    return png[:end_of_header] + chunk + png[end_of_header:]


def note_in(png: bytes) -> bytes:
    """The digest that a picture keeps."""
    found = re.search(rb"tEXt" + _DIGEST + rb"\0([0-9a-f]{64})", png)
    return found[1] if found else b""


def main() -> None:
    """Take the picture: the first row opened, at the width of a laptop."""
    from playwright.sync_api import sync_playwright

    from tests.browser import executable

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        text = page(Path(folder))
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1180, "height": 1000})
        shown.goto(f"file://{folder}/review.html")
        shown.keyboard.press("j")
        shown.keyboard.press("Enter")
        shown.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        PICTURE.write_bytes(noted(shown.screenshot(full_page=True), digest(text)))
        browser.close()


if __name__ == "__main__":
    main()
