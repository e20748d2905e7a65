"""Which listener rule is asked first."""

import re

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.templates.samples import build, public, service


def order(first, second):
    """The priorities of two matches on one balancer, for both ways to name them: names must not decide."""
    for one, other in (("a", "b"), ("b", "a"), ("longer", "x1"), ("q7", "zebra")):
        made = build(**{one: service(public=first), other: service(public=second)}).priorities
        yield made[f"service {one}"], made[f"service {other}"]


def sentence_of(error):
    """Our own sentence, as people read it."""
    (found,) = error.errors()
    assert found["type"] == "stackwright"
    return found["msg"]


def complaint_of(matches):
    with pytest.raises(ValidationError) as caught:
        with_matches(matches)
    return sentence_of(caught.value)


def with_matches(matches):
    return build(**{name: service(public=match) for name, match in matches.items()})


def free_number(sentence):
    return int(re.search(r"write priority: (\d+) here", sentence)[1])


def place(name, path="/*"):
    return build(**{name: public(path)}).priorities[f"service {name}"]


def colliding_names(path="/*"):
    """Two names that happen to get the same place."""
    seen = {}
    for number in range(500):
        name = f"s{number}"
        found = place(name, path)
        if found in seen:
            return seen[found], name
        seen[found] = name
    raise AssertionError("no two of 500 names collide: the places are not what they were")


HOST = "shop.example.com"


@pytest.mark.parametrize(
    ("specific", "general"),
    [
        pytest.param({"path": "/api/*"}, {"path": "/*"}, id="a path before every path"),
        pytest.param({"path": "/api/v1/*"}, {"path": "/api/*"}, id="a longer path before a shorter one"),
        pytest.param({"path": "/api"}, {"path": "/api*"}, id="an exact path before a pattern"),
        pytest.param({"path": "/ab"}, {"path": "/a?"}, id="a letter before a wildcard"),
        pytest.param({"path": "/*", "host": HOST}, {"path": "/*"}, id="a host before every host"),
        pytest.param({"path": "/a/*", "host": HOST}, {"host": HOST}, id="host and path before host"),
        pytest.param({"path": "/*", "headers": {"X-Beta": "1"}}, {"path": "/*"}, id="a header before none"),
        pytest.param(
            {"headers": {"X-A": "1", "X-B": "1"}}, {"headers": {"X-A": "1"}}, id="two headers before one of them"
        ),
        pytest.param({"host": HOST}, {"host": "*.example.com"}, id="an exact host before a wildcard host"),
        pytest.param(
            {"host": "*.shop.example.com"}, {"host": "*.example.com"}, id="a longer wildcard host before a shorter one"
        ),
        pytest.param({"path": "/v?"}, {"path": "/v*"}, id="one unknown letter before any number of them"),
        pytest.param(
            {"headers": {"X-Beta": "yes"}}, {"headers": {"X-Beta": "*"}}, id="an exact header before a wildcard header"
        ),
        pytest.param(
            {"host": HOST, "path": "/customers/orders/archive/2024/invoices/*"},
            {"host": HOST, "path": "/customers/orders/archive/2024/*"},
            id="long paths are told apart too",
        ),
    ],
)
def test_more_specific_before_less(specific, general):
    assert all(first < second for first, second in order(specific, general))


def test_priority_is_decided_by_the_rule_alone():
    """In another order, in other company, the number is the same."""
    alone = build(web=public("/*")).priorities["service web"]
    assert build(api=public("/api/*"), web=public("/*")).priorities["service web"] == alone
    assert build(web=public("/*"), api=public("/api/*")).priorities["service web"] == alone


@pytest.mark.parametrize(
    ("name", "path", "priority"), [("web", "/*", 49854), ("api", "/api/*", 47966), ("admin", "/admin/*", 46995)]
)
def test_priority_is_the_number_that_it_has_always_been(name, path, priority):
    """Another number would move rules of stacks that are live, and two that swap collide half way."""
    assert place(name, path) == priority


def test_written_priority_is_taken_as_it_is():
    assert build(web=service(public={"path": "/*", "priority": 7})).priorities == {"service web": 7}


def test_private_services_have_none():
    assert build(worker=service(health={"command": ["x"]})).priorities == {}


def test_collision_is_refused_by_name_with_a_number_that_resolves_it():
    first, second = colliding_names("/aa*")
    matches = {first: {"path": "/aa*"}, second: {"path": "/bb*"}}
    sentence = complaint_of(matches)
    assert f"service {second} and service {first}" in sentence
    matches[second]["priority"] = free_number(sentence)
    assert len(set(with_matches(matches).priorities.values())) == 2


def test_suggested_number_is_free_of_rules_further_down():
    """A number that the next rule holds resolves nothing."""
    matches = {
        "a": {"path": "/a/*", "priority": 10},
        "b": {"path": "/b/*", "priority": 10},
        "c": {"path": "/c/*", "priority": 9},
    }
    matches["b"]["priority"] = free_number(complaint_of(matches))
    assert len(set(with_matches(matches).priorities.values())) == 3


@pytest.mark.parametrize("priority", [1, 50000])
def test_collision_at_the_ends_still_gets_a_number(priority):
    matches = {name: {"path": f"/{name}/*", "priority": priority} for name in ("a", "b")}
    matches["b"]["priority"] = free_number(complaint_of(matches))
    assert 1 <= with_matches(matches).priorities["service b"] <= 50000


def test_collision_with_a_fixed_route_says_so():
    with pytest.raises(ValidationError) as caught:
        build(
            routes=({"path": "/old/*", "priority": 7, "respond": {}},),
            web=service(public={"path": "/*", "priority": 7}),
        )
    assert "route /old/* and service web both come to priority 7" in sentence_of(caught.value)
    assert caught.value.errors()[0]["ctx"]["at"] == ["routes", 0]


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).map(lambda name: f"s{name}")
PATHS = st.lists(st.sampled_from(["a", "b", "api", "v1", "*"]), max_size=4).map(lambda parts: "/" + "/".join(parts))


@st.composite
def applications(draw):
    """Services by name with a path each, all different."""
    paths = draw(st.lists(PATHS, min_size=1, max_size=12, unique=True))
    names = draw(st.lists(NAMES, min_size=len(paths), max_size=len(paths), unique=True))
    return dict(zip(names, paths, strict=True))


@given(applications())
@settings(max_examples=30, deadline=None, database=None, derandomize=True)
def test_any_services_get_different_priorities_or_a_complaint_that_helps(services):
    """Obeying each complaint ends after at most one step for each service."""
    matches = {name: {"path": path} for name, path in services.items()}
    for _ in range(len(matches)):
        try:
            with_matches(matches)
            break
        except ValidationError as error:
            sentence = sentence_of(error)
            matches[re.match(r"service (\S+) and", sentence)[1]]["priority"] = free_number(sentence)
    found = with_matches(matches).priorities
    assert set(found) == {f"service {name}" for name in services}
    assert len(set(found.values())) == len(services)
    assert all(1 <= priority <= 50000 for priority in found.values())


@given(applications(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None, database=None, derandomize=True)
def test_no_rule_moves_when_services_are_taken_away_or_reordered(services, random):
    matches = {name: {"path": path} for name, path in services.items()}
    try:
        before = with_matches(matches).priorities
    except ValidationError:
        reject()
    names = list(services)
    random.shuffle(names)
    after = with_matches({name: matches[name] for name in names[: max(1, len(names) // 2)]}).priorities
    assert after.items() <= before.items()
