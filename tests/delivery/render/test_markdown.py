"""The comment on a pull request: what is dangerous first, within the limit, and text from elsewhere stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from delivery.render.escaping import code, html_sentence, sentence
from delivery.render.markdown import SMALLEST, markdown
from delivery.render.visible import cells, visible
from delivery.review.model import Level, Reason, Review, Row, StackReview, Statement
from tests.delivery.render import samples
from tests.delivery.render.random_reviews import EXAMPLES, NASTY, hostile, reviews

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
OURS = re.compile(r"</?(?:details|summary|code|b)>")
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
# What GitHub would make something of where it is not in a code element.
MEANT_OTHERWISE = re.compile(
    r"@\w|#\d|\bgh-\d|https?:|www\.|:[a-z0-9_+-]+:|\$|\b[0-9a-f]{7,40}\b|<(?!/?(?:details|summary|b)>)", re.IGNORECASE
)
anything = hostile | st.text(st.characters())


def html_of(markdown_text):
    """The comment as a reader of Markdown turns it into HTML."""
    return READER.render(markdown_text)


def tokens(markdown_text):
    for token in READER.parse(markdown_text):
        yield token
        yield from token.children or ()


def outside_code(html):
    """What is left of a page when all that is code is gone."""
    without = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
    return CODE.sub("", without)


def assert_is_sound(found):
    """Fences and details are balanced, nothing but our own elements is HTML, every table has its columns."""
    kinds = list(tokens(found))
    for token in kinds:
        assert token.type not in ("link_open", "image", "em_open", "s_open", "code_block", "ordered_list_open", "hr")
        if token.type in ("html_block", "html_inline"):
            assert "<" not in OURS.sub("", token.content)
    assert all(token.info == "diff" for token in kinds if token.type == "fence")
    outside, fenced, details = [], False, 0
    for line in found.splitlines():
        if line.startswith("```"):
            assert line == ("```" if fenced else "```diff")
            fenced = not fenced
        elif not fenced:
            details += line.startswith("<details>")
            details -= line == "</details>"
            assert details in (0, 1)
            outside.append(line)
    assert not fenced
    assert not details
    for table in re.findall(r"(?:^\|.*\n?)+", "\n".join(outside), re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1
    assert not MEANT_OTHERWISE.search(re.sub(r"<(?!/?(?:details|summary|b)>)/?\w+>", "", outside_code(html_of(found))))


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_every_sample_is_sound(name):
    assert_is_sound(markdown(samples.SAMPLES[name]))


@EXAMPLES
@given(reviews, st.sampled_from([SMALLEST, SMALLEST + 5_000, 60_000]))
def test_any_review_is_sound_and_within_the_limit(review, limit):
    found = markdown(review, limit=limit)
    assert len(found.encode()) <= limit
    assert_is_sound(found)


@pytest.mark.parametrize("limit", [0, SMALLEST, 20_000, 30_000, 60_000])
@pytest.mark.parametrize("review", [samples.HOSTILE, samples.with_rows(700)], ids=["hostile", "many"])
def test_a_long_review_is_cut_where_nothing_breaks(review, limit):
    found = markdown(review, limit=limit)
    assert len(found.encode()) <= max(limit, SMALLEST)
    assert_is_sound(found)


@pytest.mark.parametrize("number", [40, 100, 300, 900])
@pytest.mark.parametrize("limit", [SMALLEST, 25_000, 60_000])
def test_what_is_destructive_is_never_dropped_before_what_is_routine(number, limit):
    review = samples.with_rows(number)
    changes = markdown(review, limit=limit).partition("### Changes")[2].partition("\n… and ")[0]
    shown = [bool(re.search(rf"[`>]{row.id}[`<]", changes)) for row in review.stacks[0].rows]
    assert shown == sorted(shown, reverse=True)
    assert any(shown)


@pytest.mark.parametrize("number", [300, 900])
def test_rows_that_do_not_fit_are_counted_and_named(number):
    review = samples.with_rows(number)
    changes = markdown(review).partition("### Changes")[2]
    listed = re.findall(r"^- `\S+` `(\w+)`|^<details>.*?<b><code>(\w+)<", changes, re.MULTILINE)
    shown = len({name for names in listed for name in names} & {row.id for row in review.stacks[0].rows})
    left = number - shown
    (line,) = re.findall(r"^… and .*$", changes, re.MULTILINE)
    assert line.startswith(f"… and {left:,} more rows: `{review.stacks[0].rows[shown].id}`, ")
    named = len(re.findall(r"`", line)) // 2
    assert named == left or line.endswith(f" and {left - named:,} more")


def test_all_of_a_small_review_is_there():
    found = markdown(samples.FULL)
    assert "… and" not in found
    for row in samples.PROD.rows:
        assert row.id in found


def test_the_destructive_table_comes_first_and_names_the_worst():
    found = markdown(samples.FULL)
    table = found.partition("### Blocked, data loss, outage risk\n\n")[2].partition("\n\n")[0].splitlines()
    assert table[2].startswith(
        "| `-/+` | data loss | `Database` (`RDS::DBInstance`) | `hello-prod-web` | engine mysql → "
    )
    assert table[3].startswith("| `?/+` | outage risk | `WebService` (`ECS::Service`) |")
    assert len(table) == 4
    assert (
        found.index("| data loss | 1 |") < found.index("### Blocked") < found.index("### Who") < found.index("### Cha")
    )


def test_where_nothing_is_destructive_the_table_says_none():
    assert "### Blocked, data loss, outage risk\n\nNone.\n" in markdown(samples.CALM)


def test_permissions_are_a_block_that_github_colours():
    block = """```diff
# hello-prod-web: WebRole
! + may iam:PassRole on *
+ may s3:GetObject on arn:aws:s3:::hello-prod-assets/*
- may s3:PutObject on arn:aws:s3:::hello-prod-assets/*
```"""
    assert block in markdown(samples.FULL)


def test_dangerous_permissions_come_first_where_there_is_no_room_for_all():
    tame = tuple(Statement(True, f"may s3:GetObject on bucket-{number}") for number in range(200))
    rows = [
        Row(f"Role{number}", "change", "~", "AWS::IAM::Role", Level.ACCESS, "", statements=tame) for number in range(9)
    ]
    wild = Row(
        "Wild", "change", "~", "AWS::IAM::Role", Level.ACCESS, "", statements=(*tame, Statement(True, "*", True))
    )
    found = markdown(Review("a against b", (StackReview("web", False, rows=(*rows, wild)),)), limit=SMALLEST)
    block = found.partition("```diff\n")[2]
    assert block.startswith("# web: Wild\n! + *\n")
    assert "# and 161 more" in block
    assert "statements of `Role8` did not fit into this comment" in markdown(
        Review("a against b", (StackReview("web", False, rows=(*rows, wild)),)), limit=30_000
    )


def test_notes_that_do_not_fit_are_counted():
    notes = tuple(
        Reason(Level.UNKNOWN, f"Page {number} is missing, and so is what stands there.") for number in range(900)
    )
    found = markdown(Review("a against b", (), (), notes))
    assert re.search(r"^- and \d{3} more notes$", found, re.MULTILINE)
    assert len(found.encode()) <= 60_000


def test_where_nothing_changes_there_is_one_sentence():
    assert markdown(samples.NOTHING) == "Nothing would change: out against out, 2 stacks compared.\n"


SENTENCES = [
    ("Only words, here (and there): 50% more.", "Only words, here (and there): 50% more."),
    ("may s3:GetObject on *", "may `s3:GetObject` on `*`"),
    ("thanks @octocat, see #1.", "thanks `@octocat`, see `#1`."),
    ("a | b", "a <code>&#124;</code> b"),
    ("1. first", "`1.` first"),
    ("- first", "`-` first"),
    ("from 3 to 5.", "from 3 to 5."),
    ("commit 0a1b2c3d4e is GH-12", "commit `0a1b2c3d4e` is `GH-12`"),
    ("https://a.example/x, www.b.example", "`https://a.example/x`, `www.b.example`"),
    ("image 1.4.0 → 1.5.0", "image 1.4.0 → 1.5.0"),
    ("two\nlines", "`two\\nlines`"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "written"), SENTENCES)
def test_words_stay_words_and_the_rest_is_code(text, written):
    assert sentence(text) == written


def text_of(html):
    found = re.sub(r"<[^>]*>", "", html)
    for entity, here in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        found = found.replace(entity, here)
    return found


@EXAMPLES
@given(anything)
def test_a_name_in_code_reads_as_it_is_also_in_a_table(text):
    shown = visible(text)
    if cells(shown) > 200:
        return
    (cell,) = re.findall(r"<td>(.*)</td>", html_of(f"| head |\n| --- |\n| {code(text)} |\n"))
    assert text_of(cell) == shown or not shown.strip()
    assert CODE.fullmatch(cell)


@EXAMPLES
@given(anything)
def test_a_sentence_reads_as_it_is(text):
    shown = " ".join(visible(text).split())
    if cells(shown) > 600 or cells(visible(text)) > 600:
        return
    read = text_of(html_of(f"- {sentence(text)}\n")).strip()
    assert read == shown
    opened = html_of(f"<details><summary>{html_sentence(text)}</summary>\n\n</details>\n")
    assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text_of(opened)).strip() == shown


@pytest.mark.parametrize("text", NASTY)
def test_nothing_nasty_gets_out_of_its_place(text):
    rows = tuple(
        Row(text, text, text, text, level, text, notes=(text,), reasons=(Reason(level, text),), raw=text)
        for level in Level
    )
    assert_is_sound(markdown(Review(text, (StackReview(text, True, ((text, text),), rows=rows),), (text,))))
