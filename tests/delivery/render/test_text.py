"""The review in a terminal: whole at any width, the worst first, nothing from elsewhere acts on the screen."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from delivery.render.text import text
from delivery.review.model import Difference, Level, Review, Row, StackReview
from tests.conftest import ROOT
from tests.delivery.render import samples
from tests.delivery.render.random_reviews import EXAMPLES, reviews

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CALM = """\
out against out
1 routine

hello-prod-web

  ROUTINE  part of every release
  -/+ WebTask  ECS::TaskDefinition  image 1.4.0 → 1.5.0, rolling deployment
                                    (with ApiService and WebAlarm)

-/+ replace, ~ change
--verbose shows the differences of routine changes too.
Every change is routine.
"""
IN_DETAIL = """\
  -/+ Database (RDS::DBInstance)  engine mysql → postgres, replaced
      is hello-prod-database-1x2y3z
      • A final snapshot is not taken: the rows of the database are lost.
      • The new database has another address and starts empty. (outage risk)
      because Network/Vpc is replaced, because VpcCidr changed
      Engine:             mysql → postgres  (forces replacement)
      DBSubnetGroupName:  hello-prod-subnets → {known after deploy}
                          (may be the same)
      MasterUserPassword: **** → ****  (masked, from parameter Password)
      Tags/CostCenter:    (not there) → 4711
      AllocatedStorage:   40 → 20  (edited since: 20 was deployed)
      DeletionPolicy:     Retain → (not there)
      note: Deletion takes up to 60 minutes.
"""
STATEMENTS = """\
      ! + may iam:PassRole on *
        + may s3:GetObject on arn:aws:s3:::hello-prod-assets/*
        - may s3:PutObject on arn:aws:s3:::hello-prod-assets/*
"""
LONG_VALUES = """\
      ContainerDefinitions/0/Image:
          111122223333.dkr.ecr.eu-central-1.amazonaws.com/hello-prod-web:1.4.0
        → 111122223333.dkr.ecr.eu-central-1.amazonaws.com/hello-prod-web:1.5.0
          (forces replacement)
"""


def plain(review, width=80, **options):
    return text(review, width=width, color=False, **options)


def test_a_calm_release_is_a_few_lines():
    assert plain(samples.CALM) == CALM


def test_a_dangerous_row_tells_why_and_what_differs():
    assert IN_DETAIL in plain(samples.FULL)


def test_permissions_are_lines_and_the_dangerous_ones_are_marked():
    assert STATEMENTS in plain(samples.FULL)


def test_long_values_lie_one_below_the_other():
    assert LONG_VALUES in plain(samples.FULL, verbose=True)
    assert "1.4.0" not in plain(samples.FULL).replace("image 1.4.0", "")


def test_the_order_is_title_totals_stacks_unchanged_verdict():
    found = plain(samples.FULL)
    steps = [
        "HEAD~1:out against out\n1 data loss, 1 outage risk, 1 access, 1 unknown, 3 routine\n",
        "hello-prod-web  predicted offline\n  status UPDATE_COMPLETE, account 111122223333, region eu-central-1\n",
        "maybe: The value of AlertTopic",
        "Parameters\n    VpcCidr: 10.0.0.0/16 → 10.1.0.0/16\n",
        "DATA LOSS  something that holds data goes away\n",
        "OUTAGE RISK  users may notice\n",
        "ACCESS  somebody may do more than before\n",
        "UNKNOWN  not understood: needs a person\n",
        "ROUTINE  part of every release\n",
        "2 stacks are unchanged: hello-dev-web and hello-test-web\n",
        "4 changes and 1 note need a look before this is released; 1 loses data.",
    ]
    places = [found.index(step) for step in steps]
    assert places == sorted(places)


def test_what_was_not_understood_is_shown_as_it_came():
    assert '      not understood:\n        {"Action": "Teleport"}\n' in plain(samples.FULL)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing", "Nothing would change: out against out, 2 stacks compared.\n"),
        ("empty", "There was nothing to compare: out against out.\n"),
    ],
)
def test_where_nothing_changes_there_is_one_sentence(name, sentence):
    assert plain(samples.SAMPLES[name]) == sentence


def test_unchanged_stacks_take_one_line_unless_all_is_asked_for():
    review = Review("a against b", samples.CALM.stacks, tuple(f"hello-{number}" for number in range(40)))
    (line,) = (line for line in plain(review).splitlines() if "unchanged" in line)
    assert re.fullmatch(r"40 stacks are unchanged: (hello-\d+,? )+and \d\d more", line)
    assert "hello-39" in plain(review, verbose=True)


def test_rows_that_came_in_any_order_are_shown_worst_first():
    stack = StackReview("web", False, rows=(samples.TASK, samples.ROLE, samples.DATABASE))
    found = plain(Review("a against b", (stack,)))
    assert found.index("Database") < found.index("WebRole") < found.index("WebTask")


def test_an_output_that_carries_ascii_only_gets_ascii_only():
    found = plain(samples.FULL, unicode=False)
    assert found.isascii()
    assert "mysql -> postgres" in found
    assert "hello-prod -> <Arn of Cluster>" in found
    assert "  <-  Logs" in found
    assert "  @   Errors" in found


def test_wide_characters_keep_the_columns():
    rows = [
        Row(id_, "add", "+", "AWS::S3::Bucket", Level.ROUTINE, "summary")
        for id_ in ("Logs", "表表", "🎉")
    ]  # fmt: skip
    found = plain(Review("a against b", (StackReview("web", False, rows=tuple(rows)),)))
    lines = [line for line in found.splitlines() if "summary" in line]
    assert {cell_len(line.partition("S3::Bucket")[0]) for line in lines} == {6 + 4 + 2}


def test_a_long_name_is_cut_in_its_middle():
    row = Row("Begin" + "x" * 300 + "End", "add", "+", "AWS::S3::Bucket", Level.OUTAGE, "summary")
    found = plain(Review("a against b", (StackReview("web", False, rows=(row,)),)))
    assert re.search(r"Beginx+…x+End", found)


def test_a_forced_replacement_stands_out_in_colour():
    difference = Difference("Cpu", "1", "2", recreation="always")
    row = Row("Task", "replace", "-/+", "AWS::ECS::TaskDefinition", Level.OUTAGE, "", differences=(difference,))
    found = text(Review("a against b", (StackReview("web", False, rows=(row,)),)), width=80, color=True)
    assert "\x1b[1;31m(forces\x1b[0m" in found


widths = st.integers(40, 160)


@EXAMPLES
@given(reviews, widths, st.booleans(), st.booleans())
def test_no_line_is_wider_than_the_window(review, width, verbose, unicode):
    for line in plain(review, width, verbose=verbose, unicode=unicode).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


@EXAMPLES
@given(reviews, widths, st.booleans())
def test_colour_adds_colour_and_nothing_else(review, width, verbose):
    colored = text(review, width=width, color=True, verbose=verbose)
    assert ANSI.sub("", colored) == plain(review, width, verbose=verbose)


@EXAMPLES
@given(reviews, widths, st.booleans(), st.booleans())
def test_nothing_from_elsewhere_acts_on_the_screen(review, width, verbose, unicode):
    found = plain(review, width, verbose=verbose, unicode=unicode)
    assert found.endswith("\n")
    assert found.replace("\n", "").isprintable()
    assert found.isascii() or unicode
    found.encode()


def is_shown_as_it_is(sentence):
    return sentence.isascii() and sentence.isprintable() and "\\" not in sentence


@EXAMPLES
@given(reviews, widths)
def test_no_summary_and_no_reason_is_lost_in_wrapping(review, width):
    found = plain(review, width).replace(" ", "").replace("\n", "")
    for row in (row for stack in review.stacks for row in stack.rows):
        reasons = [reason.sentence for reason in row.reasons if row.level is not Level.ROUTINE]
        for sentence in filter(is_shown_as_it_is, [row.summary, *reasons]):
            assert sentence.replace(" ", "") in found


@pytest.mark.parametrize("width", [-1, 0, 1, 39])
def test_a_window_too_narrow_for_anything_gets_forty_columns(width):
    assert plain(samples.FULL, width) == plain(samples.FULL, 40)


def test_showing_a_review_imports_nothing_heavy():
    code = (
        "import sys, delivery.render.text, delivery.render.markdown, delivery.render.as_json; "
        "print(sorted({'rich', 'jinja2', 'pydantic', 'boto3', 'cfnlint', 'click', 'yaml'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
