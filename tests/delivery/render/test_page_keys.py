"""The page by keyboard alone: every key does what the list of keys says, and the focus is always seen."""

import pytest

from delivery.render.html import html
from tests.delivery.render.reviews import ORDINARY, WEB

pytest_plugins = ["tests.browser"]

NAMES = [row.id for row in WEB.rows]


@pytest.fixture
def page(show):
    return show(html(ORDINARY)).page


def focused(page):
    return page.evaluate("document.activeElement.querySelector(':scope > .id')?.textContent ?? ''")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_slash_goes_to_the_search_and_letters_typed_there_are_letters(page):
    press(page, "/", "j", "1", "?")
    assert page.locator("#search").input_value() == "j1?"
    assert page.locator("button.tile[aria-pressed=true]").count() == 0


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("j", NAMES[0]),
        ("jj", NAMES[1]),
        ("jjk", NAMES[0]),
        ("jk", NAMES[0]),
        ("k", "Dashboard"),
        ("n", "Database"),
        ("nn", "OldUploads"),
        ("2j", "Database"),
        ("2jj", "OldUploads"),
        ("2jjj", "OldUploads"),
        ("27jjjj", "WebScaling"),
    ],
)
def test_keys_walk_the_rows_that_are_shown(page, keys, name):
    press(page, *keys)
    assert focused(page) == name


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_row_opens_and_closes(page, key):
    press(page, "j", key)
    assert page.locator(".rows > .row").first.locator(".reasons").is_visible()
    press(page, key)
    assert not page.locator(".rows > .row").first.locator(".reasons").is_visible()


@pytest.mark.parametrize("number", range(1, 8))
def test_a_number_chooses_a_level_and_the_same_again_all(page, number):
    press(page, str(number))
    assert page.locator("button.tile[aria-pressed=true]").get_attribute("data-level") == str(number - 1)
    shown = page.locator(".rows > .row:not(.out)").evaluate_all("rows => rows.map(row => row.dataset.level)")
    assert set(shown) == {str(number - 1)}
    press(page, str(number))
    assert page.locator(".rows > .row.out").count() == 0


def test_escape_clears_search_and_levels(page):
    press(page, "2", "/")
    page.keyboard.type("uploads")
    assert page.locator("#shown").inner_text() == "1 of 13 shown"
    press(page, "Escape")
    assert page.locator("#shown").inner_text() == "13 of 13 shown"
    assert page.locator("#search").input_value() == ""
    press(page, "j")
    assert focused(page) == NAMES[0]


def test_a_question_mark_lists_the_keys_and_escape_closes_the_list(page):
    press(page, "?")
    assert page.locator("#keys").is_visible()
    press(page, "Escape")
    assert not page.locator("#keys").is_visible()


def test_keys_of_the_browser_stay_the_browsers(page):
    press(page, "Control+j", "Alt+n")
    assert focused(page) == ""


def test_tab_reaches_everything_and_the_focus_is_seen(page):
    reached, unseen = set(), []
    for _ in range(80):
        press(page, "Tab")
        found = page.evaluate(
            """() => {
                 const at = document.activeElement;
                 const style = getComputedStyle(at.matches("a.box") ? at.querySelector("rect") : at);
                 const seen = style.outlineStyle !== "none" || style.strokeWidth === "4px";
                 return [at.id || at.className.baseVal || at.className || at.tagName, seen];
               }"""
        )
        reached.add(found[0])
        unseen += [] if found[1] or found[0] == "BODY" else [found[0]]
    assert not unseen
    assert {"skip", "search", "destructive", "expand", "collapse", "theme", "help", "canvas", "SUMMARY"} <= reached
    assert {"tile level-0", "box level-1"} <= reached


def test_the_link_at_the_top_skips_to_the_changes(page):
    press(page, "Tab", "Enter")
    assert page.evaluate("document.activeElement.id") == "changes"
