"""What a review promises, row by row, and where each promise is held to.

"a: ..." are features that other tools have, "b..." rules for reading what CloudFormation answers, "d..." pains.
"""

import html as markup
import json
import re

import pytest

from delivery.change_set.answers import change_set
from delivery.render.as_json import as_json
from delivery.render.html import html
from delivery.render.markdown import markdown
from delivery.render.text import text
from delivery.review import Surroundings, review_stack
from delivery.review.model import Review
from tests.delivery.review.reviews import ANSWERS, saved

KEPT: dict[str, str] = {}
"""The rows that tests of promises hold, with the names of the tests; the decorator fills it."""

PROVEN: dict[str, str] = {
    "a: cause of each change": "tests.delivery.review.test_rows:test_the_chain_of_causes_leads_to_the_root",
    "a: destructive changes set apart": (
        "tests.delivery.render.test_markdown:test_the_destructive_table_comes_first_and_names_the_worst"
    ),
    "a: their table is always there": (
        "tests.delivery.render.test_markdown:test_where_nothing_is_destructive_the_table_says_none"
    ),
    "a: stopped also by destructive changes": "tests.test_reviewing:test_the_exit_code_says_what_was_found",
    "a: exit code says changes": "tests.test_reviewing:test_the_exit_code_says_what_was_found",
    "a: local diff without AWS": "tests.test_reviewing:test_a_stranger_compares_two_templates_of_their_own",
    "a: predicts failures before deploy": (
        "tests.delivery.review.test_rows:test_a_name_that_is_taken_blocks_a_replacement"
    ),
    "a: JSON of the review": "tests.delivery.render.test_json:test_everything_that_is_known_is_there",
    "a: Markdown for a pull request": "tests.delivery.render.test_markdown:test_all_of_a_small_review_is_there",
    "a: stack policy": "tests.test_reviewing:test_a_stack_policy_blocks",
    "a: NoEcho masked": "tests.test_reviewing:test_a_hidden_value_is_nowhere",
    "b.2.4 may be unchanged": "tests.delivery.review.test_rows:test_what_a_replacement_depends_on_is_said",
    "b.6 rename": "tests.delivery.review.test_rows:test_a_resource_under_a_new_name_is_pointed_out",
    "b.10 task definition": "tests.delivery.review.test_rows:test_a_new_image_is_one_line_with_what_it_was_and_will_be",
    "b.12 blocked": "tests.delivery.review.test_rows:test_a_stack_policy_blocks_what_it_denies",
    "b.12 desired count": (
        "tests.delivery.review.test_rows:test_a_desired_count_beside_autoscaling_is_an_outage_risk_at_any_update"
    ),
    "d1": "tests.delivery.review.test_rows:test_what_a_replacement_depends_on_is_said",
    "d14": "tests.delivery.review.test_rows:test_a_desired_count_beside_autoscaling_is_an_outage_risk_at_any_update",
    "d15": "tests.delivery.review.test_rows:test_a_name_that_is_taken_blocks_a_replacement",
    "d18": "tests.delivery.test_quotas:test_a_template_too_large_is_refused_with_what_to_do",
    "d19": "tests.delivery.test_comparing_given:test_every_form_of_parameters_gives_the_same_values",
    "d22": "tests.delivery.review.test_rows:test_a_stack_policy_blocks_what_it_denies",
    "d25": "tests.delivery.render.test_json:test_everything_that_is_known_is_there",
    "d28": "tests.test_reviewing:test_alone_it_compares_out_with_what_is_committed",
}
"""The rows that other tests hold."""

ELSEWHERE: dict[str, str] = {
    "a: still maintained": "says nothing of what is shown",
    "a: real change set": "makes one in the account",
    "a: role of the stack": "no answer of DescribeChangeSet has it: asks the account",
    "a: account, caller and protection": "asks the account",
    "a: drift report": "asks the account",
    "a: two steps": "executes",
    "a: checked again before it is executed": "asks the account",
    "a: account and region guard": "asks the account",
    "a: decline cleans up": "deletes change sets",
    "a: root cause after a failure": "reads events",
    "a: ROLLBACK_COMPLETE handling": "repairs a stack",
    "a: progress modes": "follows a deployment",
    "a: termination protection": "sets it",
    "a: cost": "no tool has it",
    "a: bundle": "packs files",
    "b.1 validation switched off": "is not answered: whoever makes the change set writes it down",
    "b.1 type of the change set": "makes one",
    "b.1 the same stack by id": "compares with the account",
    "b.3 findings although it could be made": "asks DescribeEvents",
    "b.12 foreign change set, wrong account": "asks the account",
    "d4": "deletes change sets",
    "d5": "deletes stacks",
    "d13": "asks ECR; the order is in the bundle",
    "d16": "calls AWS",
    "d17": "waits for AWS",
    "d23": "packs files",
    "d27": "names change sets",
}
"""The rows that only a tool with an account, or the bundle, can hold, with the reason."""

A = (
    "still maintained",
    "real change set",
    "before and after values",
    "incomplete values",
    "known after deploy in words",
    "all pages",
    "nested change sets",
    "delete, retain or snapshot",
    "import",
    "dynamic and record only",
    "cause of each change",
    "destructive changes set apart",
    "their table is always there",
    "permissions and ports that open",
    "stopped also by destructive changes",
    "only outputs",
    "local diff without AWS",
    "parameters and tags",
    "role of the stack",
    "early validation",
    "predicts failures before deploy",
    "takes back drift",
    "drift report",
    "two steps",
    "checked again before it is executed",
    "account and region guard",
    "identity on the review",
    "account, caller and protection",
    "decline cleans up",
    "root cause after a failure",
    "ROLLBACK_COMPLETE handling",
    "progress modes",
    "JSON of the review",
    "exit code says changes",
    "Markdown for a pull request",
    "termination protection",
    "stack policy",
    "NoEcho masked",
    "cost",
    "bundle",
)
B = (
    *("1 validation switched off", "1 type of the change set", "1 the same stack by id", "1 modes", "1 which stack"),
    *("2.1", "2.2", "2.3", "2.4 may be unchanged", "2.4 in words", "2.5", "2.6 empty", "2.6 only outputs", "2.7"),
    *("3 hint", "3 findings although it could be made"),
    *("5 three values", "5 left alone", "5 not looked at", "6 rename"),
    *("10 task definition", "10 names that block", "10 groups and balancers"),
    *("12 blocked", "12 data loss", "12 outage risk", "12 access", "12 maybe", "12 routine", "12 unknown"),
    *("12 desired count", "12 foreign change set, wrong account"),
)
ROWS = (*(f"a: {name}" for name in A), *(f"b.{name}" for name in B), *(f"d{number}" for number in range(1, 29)))
"""Every row that has to be accounted for."""


def keeps(*rows):
    """A test that holds rows: they stand in its id."""

    def mark(test):
        KEPT.update(dict.fromkeys(rows, test.__name__))
        named = pytest.mark.parametrize("promise", [rows], ids=[", ".join(rows)], indirect=True)
        return named(pytest.mark.usefixtures("promise")(test))

    return mark


@pytest.fixture
def promise(request):
    """The rows that a test holds."""
    return request.param


def faces(*names):
    """What a person reads on each face of saved answers, with nothing left out and no line broken."""
    review = Review("it", (saved(*names),))
    return {
        "text": text(review, width=10_000, color=False, verbose=True),
        "markdown": markdown(review).replace("`", ""),
        "json": json.dumps(json.loads(as_json(review)), ensure_ascii=False),
        "html": _read(html(review)),
    }


def _read(page):
    """The words of a page."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", "", re.sub(r"</(dt|dd|div|li|code|h\d|p)>", " ", body))
    return " ".join(markup.unescape(words).split())


def told(name):
    """A saved answer as it came."""
    return json.loads((ANSWERS / f"{name}.json").read_text())


def changed(name, change):
    """The review of a saved answer after something in it was changed."""
    answer = told(name)
    change(answer)
    return review_stack(change_set([answer]), Surroundings())


def resource(answer, id_):
    """One change of an answer."""
    found = (one["ResourceChange"] for one in answer["Changes"])
    return next(one for one in found if one["LogicalResourceId"] == id_)
