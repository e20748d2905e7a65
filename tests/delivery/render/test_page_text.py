"""The page as text: the same bytes always, locked by its own policy, and nothing in it that was not escaped."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

from hypothesis import given, settings

from delivery.render.html import html
from tests.conftest import ROOT
from tests.delivery.render.random_reviews import reviews
from tests.delivery.render.reviews import NOTHING, ORDINARY, hostile

EXAMPLES = settings(max_examples=25, deadline=None, database=None, derandomize=True)
IDS = re.compile(
    r"[rshpm]\d+|a\d+-\d+|changes|unchanged|tools|search|shown|destructive|expand|collapse|theme|help|keys|keys-title"
)
ALLOWED = {"script": 1, "style": 1, "meta": 5, "link": 1}


class Parsed(HTMLParser):
    """The tags and attributes of a page, and whether every tag is closed in its turn."""

    EMPTY = ("meta", "link", "input", "path", "rect", "br")

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def assert_harmless(text):
    text.encode("utf-8")
    parsed = Parsed(text)
    assert not parsed.open
    assert {tag: parsed.tags.count(tag) for tag in ALLOWED} == ALLOWED
    assert not {"img", "iframe", "object", "embed", "base"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name == "style" or name.startswith("on")]
    links = [value for name, value in parsed.attributes if name in ("href", "src", "action")]
    assert all(re.fullmatch(r"#[a-z]+[\d-]*|data:,", link) for link in links)
    ids = [value for name, value in parsed.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert all(IDS.fullmatch(id_) for id_ in ids)
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_the_ordinary_page_is_well_formed_and_links_inside_itself_only():
    assert_harmless(html(ORDINARY))


def test_hostile_texts_stay_texts():
    assert_harmless(html(hostile()))


@EXAMPLES
@given(reviews)
def test_every_review_has_a_page(review):
    assert_harmless(html(review))


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else():
    text = html(ORDINARY)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy


def test_the_same_review_is_the_same_bytes_whatever_surrounds_it():
    command = (
        "from delivery.render.html import html; from tests.delivery.render.reviews import *;"
        "import sys; sys.stdout.buffer.write(html(ORDINARY).encode() + html(hostile()).encode())"
    )
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    ]
    pages = [
        subprocess.run(
            [sys.executable, "-c", command], cwd=ROOT, env={**os.environ, **given}, capture_output=True, check=True
        ).stdout
        for given in surroundings
    ]
    assert pages[0] == pages[1] == html(ORDINARY).encode() + html(hostile()).encode()


def test_nothing_heavy_is_imported_before_a_page_is_made():
    command = (
        "import sys, delivery.render.html; print(sorted({'jinja2', 'markupsafe', 'rich', 'boto3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_secret_that_was_not_masked_is_masked_here():
    from dataclasses import replace

    from tests.delivery.render.reviews import DATABASE, WEB

    leaking = tuple(
        replace(found, before="hunter2", after="hunter3") if found.hidden else found for found in DATABASE.differences
    )
    stack = replace(WEB, rows=(replace(DATABASE, differences=leaking),), around={})
    assert "hunter" not in html(replace(ORDINARY, stacks=(stack,)))


def test_a_review_without_changes_says_so():
    assert "Nothing changes." in html(NOTHING)
