"""Random reviews, ordinary and hostile, that every face must be able to show."""

from hypothesis import settings
from hypothesis import strategies as st

from delivery.review.model import (
    Cause,
    Difference,
    Level,
    Node,
    Picture,
    Reason,
    Review,
    Row,
    StackReview,
    Statement,
)

EXAMPLES = settings(max_examples=50, deadline=None, database=None, derandomize=True)
NASTY = [
    "",
    " ",
    "|",
    "\\",
    "\\|",
    "`",
    "```",
    "~~~",
    "</details>",
    "</code></summary>",
    "<!--",
    "]]>",
    "<script>alert(1)</script>",
    "<b",
    "&amp;",
    "@octocat",
    "#1",
    "GH-1",
    "www.evil.example",
    "https://evil.example/?a=b",
    "a@b.example",
    "$x$",
    ":tada:",
    "- item",
    "1. item",
    "1) item",
    "> quote",
    "# heading",
    "---",
    "===",
    "+ gained",
    "[x](y)",
    "![x](y)",
    "*a* _b_ __c__",
    "\n\n",
    "a\nb",
    "a\\nb",
    "\r",
    "\t",
    "\x1b[31mred",
    "\x9b31m",
    "\x00",
    "\u202etxt.exe",
    "\u2066x\u2069",
    "\ufeff",
    "\u200b",
    "\u2028",
    "\ud800",
    "e\u0301",
    "é",
    "\u0301" * 5,
    "日本語",
    "👩‍👩‍👧‍👦",
    "❤️",
    "(not there)",
    '"quoted"',
    "  edges  ",
    "x" * 300,
    "表" * 200,
    "word " * 80,
    "a::b::c",
    "AWS::ECS::Service",
    "{{changeSet:KNOWN_AFTER_APPLY}}",
]
plain = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
hostile = st.lists(st.sampled_from(NASTY) | plain, max_size=4).map("".join)
words = plain | hostile | st.text(st.characters(), max_size=30)
values = st.none() | words | st.tuples(words, st.sampled_from(["a" * 400, "k: v, " * 99, "\n" * 250])).map("".join)
levels = st.sampled_from(Level)


def some(strategy, most=3):
    return st.lists(strategy, max_size=most).map(tuple)


reasons = st.builds(Reason, levels, words)
differences = st.builds(
    Difference,
    path=words,
    before=values,
    after=values,
    attribute=st.sampled_from(["Properties", "Tags", "DeletionPolicy", ""]) | words,
    recreation=st.sampled_from(["", "never", "conditionally", "always", "Always"]) | words,
    source=st.sampled_from(["", "edited", "parameter VpcCidr"]) | words,
    certain=st.booleans(),
    hidden=st.booleans(),
    deployed=values,
    drifted=st.booleans(),
)
statements = st.builds(Statement, st.booleans(), words, st.booleans())


def rows_with(members):
    return st.builds(
        Row,
        id=words,
        action=st.sampled_from(["add", "change", "replace", "remove", "keep"]) | words,
        symbol=st.sampled_from(["+", "~", "-/+", "?/+", "-", "←", "⟲", "?"]) | words,
        type=st.sampled_from(["AWS::ECS::Service", "AWS::S3::Bucket", "Custom::It"]) | words,
        level=levels,
        summary=words,
        physical_id=words,
        reasons=some(reasons, 2),
        causes=some(st.builds(Cause, words, words), 2),
        differences=some(differences, 2),
        statements=some(statements, 2),
        notes=some(words, 2),
        members=members,
        raw=st.just("") | words,
    )


rows = rows_with(some(rows_with(some(rows_with(st.just(())), 1)), 2))
pictures = st.builds(
    Picture,
    some(st.builds(Node, words, words, words, st.none() | levels, words)),
    some(st.tuples(words, words)),
)
stacks = st.builds(
    StackReview,
    name=words,
    predicted=st.booleans(),
    facts=some(st.tuples(words, words), 2),
    notes=some(reasons, 2),
    around=st.dictionaries(
        st.sampled_from(["parameters", "tags", "outputs"]) | words, some(differences, 2), max_size=2
    ),
    rows=some(rows),
    picture=pictures,
    same_as=some(words, 2),
)
reviews = st.builds(Review, title=words, stacks=some(stacks, 2), unchanged=some(words, 3), notes=some(reasons, 2))
"""Any review at all."""
