"""Whatever CloudFormation answers about a change set is read, joined and kept; what is missing is said."""

import copy
import itertools
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.change_set import Change, Detail, Drift, Parameter, context, is_cut_off
from delivery.change_set.answers import change_set
from delivery.change_set.oddities import odd
from delivery.change_set.words import ANSWER, INCOMPLETE_VALUES, NOTHING_CHANGES, SHAPES, WORDS
from delivery.problems import Refused
from tests.conftest import ROOT
from tests.delivery.answers import check

EXAMPLES = settings(max_examples=60, deadline=None, database=None, derandomize=True)
FOLDER = ROOT / "tests" / "delivery" / "answers"
SAVED = {
    "access-widening": "a role may do more than before, and loses a managed policy",
    "actions": "each of the six actions",
    "database-replacement": "a database is replaced, with a snapshot of the old one",
    "deleted-when-it-fails": "OnStackFailure DELETE",
    "drift-in-sync": "a stack that has not drifted",
    "drift-not-checked": "a stack whose drift nobody looked for",
    "drift-unknown": "a stack whose drift is not known",
    "dynamic": "an action that is decided while the change set is executed",
    "empty": "nothing to change, in the first of the known sentences",
    "empty-no-updates": "nothing to change, in the second",
    "execution-execute-complete": "executed",
    "execution-execute-failed": "executed, and failed",
    "execution-execute-in-progress": "being executed",
    "execution-obsolete": "another change set has been executed since",
    "express": "EXPRESS, without a way back",
    "failed-early-validation": "early validation found a resource that exists already",
    "failed-macro": "a macro failed",
    "failed-nested": "the change set of a nested stack failed",
    "failed-nested-mail": "the one that failed",
    "failed-rollback-complete": "the stack must be deleted first",
    "false-replacement": "replacements that rest on values not known yet only",
    "future-members": "members that nobody knows, everywhere",
    "future-words": "words that nobody knows, everywhere",
    "group-opening": "a security group is opened to everybody",
    "hooks": "hooks will look at the changes",
    "image-rollout": "a new image: the task definition is replaced, the service follows",
    "import": "resources that exist are adopted",
    "in-progress": "described before it was ready",
    "incomplete-plain": "the change set of incomplete-values, described without values",
    "incomplete-values": "described with values, with CloudFormation's warning that something is left out",
    "kept-when-it-fails": "OnStackFailure DO_NOTHING",
    "known-after": "values known after the change only, alone and within a value",
    "modules": "a resource of a module within a module",
    "nested-network": "the nested stack of nested-root",
    "nested-root": "a stack with a nested one",
    "nested-subnets": "the nested stack of nested-network",
    "nested-unlisted": "nested stacks whose changes were not asked for",
    "only-outputs": "nothing but outputs changes",
    "page-1": "the first page",
    "page-2": "the second and last page",
    "parameters": "hidden, previous and resolved parameters, tags, topics, alarms that roll back",
    "policy-actions": "each of the policy actions, and each attribute",
    "replacements": "replacement True, False and Conditional",
    "revert-drift": "drift is reverted; each drift status, ignored attributes",
    "status-create-pending": "not begun",
    "status-delete-complete": "deleted",
    "status-delete-failed": "could not be deleted",
    "status-delete-in-progress": "being deleted",
    "status-delete-pending": "about to be deleted",
    "truncated": "values and a context that are cut off",
    "vpc-cidr": "the range of a network changes, and everything in it with it",
    "without-values": "described without --include-property-values",
}
FUTURE = sorted(name for name in SAVED if name.startswith("future-"))
PRESENT = sorted(SAVED.keys() - set(FUTURE))
NESTED = ("nested-root", "nested-network", "nested-subnets")


def saved(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def read(*names):
    return change_set([saved(name) for name in names])


def only(name):
    (change,) = read(name).changes
    return change


def by_id(*names):
    return {change.id: change for change in read(*names).changes}


def with_(answer, **members):
    return {**answer, **members}


def test_the_tables_are_those_of_the_services_model():
    shapes, words = check.tables()
    assert shapes == SHAPES
    assert {name: set(known) for name, known in WORDS.items()} == words


def test_every_saved_answer_is_in_the_table():
    assert sorted(SAVED) == sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", PRESENT)
def test_a_saved_answer_has_only_what_the_model_knows(name):
    assert check.strangers(saved(name), check.model()) == []


@pytest.mark.parametrize("name", FUTURE)
def test_an_answer_from_the_future_has_what_the_model_does_not_know(name):
    assert len(check.strangers(saved(name), check.model())) > 5


def test_the_saved_answers_have_every_member_and_every_word_of_the_model():
    found = set().union(*(check.used(saved(name), check.model()) for name in PRESENT))
    assert check.all_of(check.model()) - found == set()


@pytest.mark.parametrize("name", sorted(SAVED))
def test_every_change_of_a_saved_answer_is_kept_as_it_came(name):
    raw = [json.dumps(item, sort_keys=True) for item in saved(name)["Changes"]]
    assert sorted(json.dumps(change.raw, sort_keys=True) for change in read(name).changes) == sorted(raw)


@pytest.mark.parametrize("name", sorted(set(PRESENT) - {"truncated"}))
def test_nothing_is_odd_in_an_answer_of_today(name):
    found = read(name)
    assert [odd(change) for change in found.changes if odd(change)] == []
    assert found.unknown == ()


def test_what_a_change_says_is_in_its_fields():
    change = by_id("revert-drift")["Web"]
    detail = change.details[0]
    assert (change.action, change.type, change.replacement) == ("Modify", "AWS::ECS::Service", "False")
    assert (change.before, change.after, change.previous) == (
        {"Properties": {"DesiredCount": "9"}},
        {"Properties": {"DesiredCount": "3"}},
        {"Properties": {"DesiredCount": "3"}},
    )
    assert change.drift_status == "MODIFIED"
    assert change.drift_ignored[1] == ("/Properties/ForceNewDeployment", "WRITE_ONLY_PROPERTY")
    assert detail == Detail(
        attribute="Properties",
        name="DesiredCount",
        path="/Properties/DesiredCount",
        recreation="Never",
        before="9",
        after="3",
        kind="Modify",
        evaluation="Static",
        source="NoModification",
        drift=Drift("3", "9"),
    )


def test_a_cause_is_read():
    detail = by_id("vpc-cidr")["WebGroup"].details[0]
    assert (detail.source, detail.entity, detail.recreation) == ("ResourceReference", "Vpc", "Always")


def test_what_a_change_set_says_of_itself_is_in_its_fields():
    found = read("parameters")
    assert (found.stack_name, found.name, found.status) == ("hello-prod-web", "parameters", "CREATE_COMPLETE")
    assert found.parameters == {
        "Password": Parameter("****"),
        "VpcId": Parameter("/hello/prod/vpc-id", resolved="vpc-0a1b2c3d4e5f60718"),
        "DesiredCount": Parameter("3", previous=True),
    }
    assert found.tags == {"CostCenter": "4711"}
    assert found.capabilities == ("CAPABILITY_IAM",)
    assert found.notification_arns == ("arn:aws:sns:eu-central-1:111122223333:hello-prod-alerts",)
    alarm = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:hello-prod-errors"
    assert found.rollback_triggers == ((alarm, "AWS::CloudWatch::Alarm"),)
    assert (found.rollback_minutes, found.deployment_config_mode, found.disable_rollback) == (15, "STANDARD", False)
    assert found.created == "2026-03-02T09:14:07.412000+00:00"


def test_what_is_not_answered_is_not_made_up():
    found = read("only-outputs")
    assert (found.rollback_minutes, found.disable_rollback, found.import_existing) == (None, None, None)
    assert (found.deployment_mode, found.drift_status, found.on_stack_failure) == ("", "", "")


def test_modules_and_hooks_are_read():
    assert only("modules").module == "Queue/Dead (Example::Work::Queue::MODULE/Example::Work::Dead::MODULE)"
    assert {change.id: change.hooks for change in read("hooks").changes} == {"Uploads": 2, "Logs": 1}


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("empty", True),
        ("empty-no-updates", True),
        ("only-outputs", False),
        ("failed-macro", False),
        ("failed-early-validation", False),
        ("image-rollout", False),
    ],
)
def test_only_a_failed_change_set_with_one_of_two_reasons_is_empty(name, empty):
    assert read(name).empty is empty


def test_both_reasons_for_being_empty_are_those_of_the_saved_answers():
    assert (read("empty").status_reason, read("empty-no-updates").status_reason) == NOTHING_CHANGES


# Pages


@pytest.mark.parametrize("names", [("page-1", "page-2"), ("page-2", "page-1"), ("page-2", "page-1", "page-1")])
def test_pages_are_joined_in_any_order(names):
    found = read(*names)
    assert [change.id for change in found.changes] == ["Logs01", "Logs02", "Logs03", "Logs04", "Logs05"]
    assert found.complete


def test_a_page_that_is_missing_is_said():
    found = read("page-1")
    assert not found.complete
    assert "more pages" in found.missing[0]


@given(st.data())
@EXAMPLES
def test_pages_split_anywhere_are_the_change_set_of_one_page(data):
    whole = saved(data.draw(st.sampled_from(["actions", "policy-actions", "revert-drift", "vpc-cidr", "nested-root"])))
    changes = whole["Changes"]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(changes)))) | {0, len(changes)})
    pages = [with_(whole, Changes=changes[a:b], NextToken=f"page {b}") for a, b in itertools.pairwise(cuts)]
    del pages[-1]["NextToken"]
    assert change_set(data.draw(st.permutations(pages))) == change_set([whole])


def test_two_changes_of_one_name_are_both_kept_and_said():
    answer = saved("import")
    other = copy.deepcopy(answer["Changes"][0])
    other["ResourceChange"]["Action"] = "Remove"
    found = change_set([with_(answer, Changes=[*answer["Changes"], other])])
    assert [change.action for change in found.changes if change.id == "Uploads"] == ["Import", "Remove"]
    assert any("Uploads is here 2 times" in sentence for sentence in found.missing)


# Nested stacks


@pytest.mark.parametrize("names", list(itertools.permutations(NESTED)))
def test_nested_change_sets_are_joined_in_any_order(names):
    found = read(*names)
    assert [change.id for change in found.changes] == [
        "Logs01",
        "Network",
        "Network/Subnets",
        "Network/Subnets/ThirdSubnet",
        "Network/Vpc",
    ]
    assert (found.stack_name, found.path, found.missing) == ("hello-prod", (), ())
    assert found == read(*NESTED)


def test_what_is_known_of_each_nested_change_set_is_kept():
    (network,) = read(*NESTED).nested
    (subnets,) = network.nested
    assert (network.path, subnets.path) == (("Network",), ("Network", "Subnets"))
    assert [change.id for change in subnets.changes] == ["Network/Subnets/ThirdSubnet"]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("nested-root",), r"the change set of the nested stack Network is not here \(arn:\S+\): give it too"),
        (("nested-root", "nested-network"), r"Network: the change set of the nested stack Subnets is not here .*"),
        (("nested-subnets",), r"this is the change set of a nested stack, and the one around it is not here .*"),
        (("failed-nested", "failed-nested-mail"), r"Mail: its change set is FAILED \(Parameters: \[Sender\] .*"),
        (("nested-unlisted",), r"Mail is a nested stack, and what goes with it is not listed.*"),
        (("nested-root", "nested-subnets"), r"hello-prod-Network-\S+: no change here refers to its change set.*"),
        (("in-progress",), r"it was described before it was ready \(CREATE_IN_PROGRESS\): describe it again"),
        (("without-values",), r"there are no values before and after: describe .* with --include-property-values"),
    ],
)
def test_what_is_missing_is_named(names, sentence):
    assert any(re.fullmatch(sentence, found) for found in read(*names).missing)


def test_a_nested_change_set_that_nothing_refers_to_is_kept():
    root = with_(saved("nested-root"), Changes=[], NextToken="more")
    found = change_set([root, saved("nested-network"), saved("nested-subnets")])
    stack = "hello-prod-Network-1QX7ZK3"
    assert [change.id for change in found.changes] == [
        f"{stack}/{name}" for name in ("Subnets", "Subnets/ThirdSubnet", "Vpc")
    ]


def test_two_different_change_sets_are_refused():
    with pytest.raises(Refused, match=r"2 different change sets \(\S+ of stack \S+, \S+ of stack \S+\)"):
        read("image-rollout", "vpc-cidr")


def test_nested_change_sets_without_their_root_are_refused_with_its_name():
    other = with_(
        saved("nested-subnets"), ChangeSetId="arn:other", ParentChangeSetId=saved("nested-root")["ChangeSetId"]
    )
    with pytest.raises(Refused, match=r"not here \(arn:aws:cloudformation:\S+:changeSet/network-2"):
        change_set([saved("nested-network") | {"Changes": []}, other])


def rooted(name, *children):
    rows = [
        {"ResourceChange": {"Action": "Modify", "LogicalResourceId": child, "ChangeSetId": child}} for child in children
    ]
    return {"ChangeSetId": name, "StackName": name, "Changes": rows}


@pytest.mark.parametrize(
    "answers",
    [
        [rooted("A", "B"), rooted("B", "A")],
        [rooted("A", "A")],
        [rooted("Root", "A", "A"), rooted("A", "A")],
        [rooted("Root", "A", "B"), rooted("A", "B"), rooted("B", "A")],
        [rooted(f"N{number}", f"N{number + 1}") for number in range(400)],
        [rooted(f"N{number}", f"N{number + 1}", f"N{number + 1}") for number in range(40)],
    ],
)
def test_change_sets_that_refer_to_one_another_have_an_end(answers):
    try:
        found = change_set(answers)
    except Refused:
        return
    assert not found.complete
    assert len(found.changes) == sum(len(answer["Changes"]) for answer in answers)


# With and without values


@pytest.mark.parametrize(
    "names", [("incomplete-values", "incomplete-plain"), ("incomplete-plain", "incomplete-values")]
)
def test_a_change_set_described_with_and_without_values_has_all_changes_and_all_values(names):
    found = read(*names)
    changes = {change.id: change for change in found.changes}
    assert sorted(changes) == ["Database", "Logs01", "Queue"]
    assert changes["Logs01"].details == by_id("incomplete-values")["Logs01"].details
    assert changes["Database"].details[0].name == "AllocatedStorage"
    assert found.without_values == ("Database",)
    assert found.missing == ("CloudFormation gives no values for Database",)
    assert INCOMPLETE_VALUES in found.status_reason


def test_a_warning_that_something_is_left_out_asks_for_the_other_description():
    assert "without --include-property-values" in read("incomplete-values").missing[0]


@given(st.data())
@EXAMPLES
def test_the_same_answers_again_in_any_order_change_nothing(data):
    names = data.draw(st.sampled_from([("incomplete-values", "incomplete-plain"), NESTED, ("page-1", "page-2")]))
    more = data.draw(st.lists(st.sampled_from(names), max_size=3))
    assert read(*data.draw(st.permutations([*names, *more]))) == read(*names)


def test_a_detail_that_only_one_description_has_is_kept():
    rich, plain = saved("incomplete-values"), saved("incomplete-plain")
    extra = {"Target": {"Attribute": "Tags", "RequiresRecreation": "Never"}, "Evaluation": "Static"}
    next(
        item["ResourceChange"] for item in plain["Changes"] if item["ResourceChange"]["LogicalResourceId"] == "Logs01"
    )["Details"].append(extra)
    logs = {change.id: change for change in change_set([plain, rich]).changes}["Logs01"]
    assert [(detail.attribute, detail.after) for detail in logs.details] == [("Properties", "90"), ("Tags", None)]


def test_values_that_contradict_are_both_kept():
    one, other = saved("group-opening"), saved("group-opening")
    other["Changes"][0]["ResourceChange"]["AfterContext"] = '{"Properties":{}}'
    found = change_set([one, other])
    assert len(found.changes) == 2
    assert found.missing == ("WebGroup is here 2 times: look at each",)


def test_of_two_states_the_later_one_counts():
    early = with_(saved("only-outputs"), Status="CREATE_IN_PROGRESS", ExecutionStatus="UNAVAILABLE")
    late = with_(saved("only-outputs"), ExecutionStatus="OBSOLETE")
    for answers in ([early, late], [late, early]):
        found = change_set(answers)
        assert (found.status, found.execution_status, found.unknown) == ("CREATE_COMPLETE", "OBSOLETE", ())


def test_what_two_answers_say_differently_is_kept():
    one, other = saved("only-outputs"), with_(saved("only-outputs"), Description="again")
    found = change_set([with_(one, Description="it is longer"), other])
    assert found.description == "it is longer"
    assert found.unknown == (("Description", "again"),)


# What is not known


def test_words_from_the_future_are_listed():
    web, account = sorted(read("future-words").changes, key=lambda change: change.id, reverse=True)
    assert web.action == "Teleport"
    assert set(odd(web)) == {
        'Action "Teleport"',
        'Replacement "Perhaps"',
        'PolicyAction "ReplaceAndArchive"',
        'Scope 2 "Aura"',
        'RequiresRecreation "Sometimes" of Target of Details 1',
        'AttributeChangeType "Twist" of Target of Details 1',
        'Evaluation "Quantum" of Details 1',
        'ChangeSource "Weather" of Details 1',
        'Attribute "Aura" of Target of Details 2',
        'BeforeValueFrom "MEMORY" of Target of Details 2',
        'AfterValueFrom "DREAM" of Target of Details 2',
        'ResourceDriftStatus "ADRIFT"',
        'Reason "BORING" of ResourceDriftIgnoredAttributes 1',
    }
    assert set(odd(account)) == {'Type "Account"', 'member "AccountChange"', "there is no ResourceChange"}
    assert set(read("future-words").unknown) == {
        ("Status", "CREATE_DREAMT"),
        ("ExecutionStatus", "AVAILABLE_SOON"),
        ("StackDriftStatus", "FLOATING"),
        ("OnStackFailure", "SHRUG"),
        ("DeploymentMode", "SIDEWAYS"),
        ("Mode of DeploymentConfig", "WARP"),
        ("Capabilities 1", "CAPABILITY_FLY"),
    }


def test_members_from_the_future_are_listed():
    assert set(odd(only("future-members"))) == {
        'member "Blast"',
        'member "Carbon"',
        'member "Blast" of Details 1',
        'member "Depth" of Target of Details 1',
        'member "Who" of Drift of Target of Details 1',
        'member "Owner" of ModuleInfo',
        'member "Since" of ResourceDriftIgnoredAttributes 1',
    }
    assert set(read("future-members").unknown) == {
        ("Weather", "sunny"),
        ("Origin of Parameters 1", "SSM"),
        ("Locked of Tags 1", True),
        ("Patience of RollbackConfiguration", "high"),
        ("Loud of RollbackTriggers 1 of RollbackConfiguration", True),
        ("Speed of DeploymentConfig", 9),
    }


def test_a_context_that_cannot_be_read_is_odd():
    change = only("truncated")
    assert change.after is None
    assert odd(change) == ("AfterContext cannot be read",)


def test_values_that_are_cut_off_are_known_as_such():
    detail = only("truncated").details[0]
    assert (is_cut_off(detail.before), is_cut_off(detail.after)) == (True, True)


@pytest.mark.parametrize("text", [None, "", "text", '{"a": 1}', "[1]", "[a-z]+", "{{changeSet:KNOWN_AFTER_APPLY}}"])
def test_whole_values_are_not_cut_off(text):
    assert not is_cut_off(text)


def test_a_change_that_was_not_answered_is_asked_for_its_words():
    assert odd(Change("Modify", "Web", "AWS::ECS::Service", details=(Detail(source="Weather"),))) == (
        'ChangeSource "Weather" of Details 1',
    )
    assert odd(Change("Add", "Web", "AWS::ECS::Service")) == ()


@pytest.mark.parametrize("text", ['"\\ud800"', '{"a": "\\ud800"}', "[" * 100_000, "[]", "x", None, 5])
def test_what_is_no_context_is_none(text):
    assert context(text) is None


def test_a_parameter_without_a_name_is_kept_as_unknown():
    found = change_set([with_(saved("only-outputs"), Parameters=[{"ParameterValue": "a"}], Tags=[{"Value": "b"}])])
    assert found.unknown == (("Parameters", {"ParameterValue": "a"}), ("Tags", {"Value": "b"}))


# Any answer

_SIMPLE = {
    "text": st.sampled_from(["", "Vpc", "a", '{"Properties":{}}', "é\x1b"]),
    "flag": st.booleans(),
    "number": st.integers(0, 9),
    "time": st.one_of(st.just("2026-03-02T09:14:07Z"), st.floats(allow_nan=False)),
}


def values(kind):
    if kind.endswith("[]"):
        return st.lists(values(kind[:-2]), max_size=3)
    if kind in SHAPES:
        known = {name: values(of) for name, of in SHAPES[kind].items()}
        return st.fixed_dictionaries({}, optional=known | {"Novelty": st.integers()})
    words = WORDS.get(kind)
    return st.sampled_from([*words, "Teleport", ""]) if words else _SIMPLE[kind]


@given(st.lists(values(ANSWER).map(lambda answer: {**answer, "ChangeSetId": "arn"}), min_size=1, max_size=3), st.data())
@EXAMPLES
def test_any_answers_about_one_change_set_are_one_in_any_order(answers, data):
    found = change_set(answers)
    assert change_set(data.draw(st.permutations(answers))) == found
    names = {
        item.get("ResourceChange", {}).get("LogicalResourceId", "") for a in answers for item in a.get("Changes", [])
    }
    assert {change.logical_id for change in found.changes} == names
    for change in found.changes:
        assert all(isinstance(sentence, str) for sentence in odd(change))


FITTING = {"text": [str], "flag": [bool], "number": [int], "time": [int, float, str]}


@pytest.mark.parametrize("value", [5, "text", [1], {"a": 1}, True, 1.5])
@pytest.mark.parametrize(("member", "kind"), sorted(SHAPES[ANSWER].items()))
def test_a_member_of_a_wrong_kind_is_refused_and_named(member, kind, value):
    answer = with_(saved("image-rollout"), **{member: value})
    fitting = [dict] if kind in SHAPES else FITTING.get(kind, [str])
    if type(value) in fitting and not kind.endswith("[]"):
        assert len(change_set([answer]).changes) == 2
    else:
        with pytest.raises(Refused, match=f"^this is not an answer of describe-change-set: {member}( 1)? is .*, not "):
            change_set([answer])


@pytest.mark.parametrize("member", sorted(SHAPES[ANSWER].keys() - {"Changes"}))
def test_a_member_that_is_null_is_not_there(member):
    bare = saved("image-rollout")
    bare.pop(member, None)
    assert change_set([with_(bare, **{member: None})]) == change_set([bare])


def test_the_place_of_a_wrong_value_is_said():
    answer = saved("image-rollout")
    answer["Changes"][1]["ResourceChange"]["Details"] = {"Target": {}}
    with pytest.raises(Refused, match="Details of ResourceChange of Changes 2 is a mapping, not a list"):
        change_set([answer])


@pytest.mark.parametrize("answer", [{}, {"Changes": []}, {"StackName": "a", "Changes": []}, {"ChangeSetId": ""}])
def test_an_answer_about_no_change_set_is_refused(answer):
    with pytest.raises(Refused, match="it has no ChangeSetId"):
        change_set([answer])


def test_no_answers_are_refused():
    with pytest.raises(Refused, match="there is no answer"):
        change_set([])


def test_an_answer_without_its_arn_is_known_by_its_names():
    pages = [saved("page-1"), saved("page-2")]
    for page in pages:
        del page["ChangeSetId"]
    assert change_set(pages).changes == read("page-1", "page-2").changes


def test_times_of_any_kind_become_text():
    day = datetime(2026, 3, 2, tzinfo=UTC)
    for value in (day, day.timestamp(), int(day.timestamp()), "2026-03-02T00:00:00+00:00"):
        assert change_set([with_(saved("only-outputs"), CreationTime=value)]).created == "2026-03-02T00:00:00+00:00"
