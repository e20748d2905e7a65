"""One real Chromium for each test process, without a window; each test has a context of its own.

Debian's, by its path: nothing is downloaded by a test.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """Where the browser is; `make test` installs it."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    assert found, f"None of {', '.join(NAMES)} is installed: run make .venv/browser"
    return found


@dataclass
class Opened:
    """A page that is open, and what it did that no page of ours may do."""

    page: Any
    requests: list[str] = field(default_factory=list)  # other than for the page itself
    complaints: list[str] = field(default_factory=list)  # errors, dialogs, violations of its policy


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Starting it takes a second, so all tests of a process share it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Without a sandbox, as root has none.
        started = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """`show(text, color_scheme="dark")`: the text as a file, opened. What it did is looked at after the test, too."""
    contexts: list[Any] = []
    all_opened: list[Opened] = []

    def call(text: str, **options: Any) -> Opened:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(text, "utf-8")
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        opened = Opened(context.new_page())
        all_opened.append(opened)
        _watch(opened, file.as_uri())
        opened.page.goto(file.as_uri())
        return opened

    yield call
    for context in contexts:
        context.close()
    for opened in all_opened:
        assert not opened.complaints
        assert not opened.requests


def _watch(opened: Opened, own: str) -> None:
    def asked(request: Any) -> None:
        address = request.url.partition("#")[0]
        if address != own and not address.startswith("data:"):
            opened.requests.append(address)

    def dialog(shown: Any) -> None:
        opened.complaints.append(f"dialog: {shown.message}")
        shown.dismiss()

    def console(message: Any) -> None:
        if message.type in ("error", "warning"):
            opened.complaints.append(message.text)

    opened.page.on("request", asked)
    opened.page.on("dialog", dialog)
    opened.page.on("console", console)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
