"""What is said of a whole stack: facts, notes, what changes beside the resources, the picture."""

import pytest

from delivery.change_set import Parameter
from delivery.predict.answer import NOTHING_CHANGES
from delivery.review import Surroundings
from delivery.review.model import Level
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import get, ref, template
from tests.delivery.review.changes import OWN, TOPIC, edit, follows, modify, pictured, reviewed
from tests.delivery.review.reviews import sentences, stack, whole


def notes(found):
    return [(note.level, note.sentence) for note in found.notes]


NOTES = [
    ({"execution_status": "OBSOLETE"}, Level.BLOCKED, "the stack has changed since"),
    ({"execution_status": "EXECUTE_IN_PROGRESS"}, Level.ROUTINE, "is being executed already"),
    ({"execution_status": "EXECUTE_COMPLETE"}, Level.ROUTINE, "was executed already"),
    ({"execution_status": "EXECUTE_FAILED"}, Level.BLOCKED, "was executed already, and failed"),
    ({"status": "FAILED", "status_reason": "Why not"}, Level.BLOCKED, "cannot be executed: Why not"),
    ({"status": "FAILED"}, Level.BLOCKED, "cannot be executed: CloudFormation does not say why"),
    ({"status": "FAILED", "status_reason": "use the DescribeEvents API"}, Level.BLOCKED, "--change-set-name it"),
    (
        {"status": "FAILED", "status_reason": "Early Validation", "id": "arn:x"},
        Level.BLOCKED,
        "--change-set-name arn:x",
    ),
    ({"status": "CREATE_PENDING"}, Level.UNKNOWN, "is still being made"),
    ({"status": "CREATE_IN_PROGRESS"}, Level.UNKNOWN, "is still being made"),
    ({"status": "DELETE_FAILED"}, Level.BLOCKED, "this change set is gone (DELETE_FAILED)"),
    ({"deployment_config_mode": "EXPRESS"}, Level.OUTAGE, "it is not for production"),
    ({"disable_rollback": True}, Level.OUTAGE, "a failure is not rolled back"),
    ({"deployment_mode": "REVERT_DRIFT"}, Level.MAYBE, "it takes back what was changed"),
    ({"import_existing": True}, Level.MAYBE, "are taken into the stack"),
    ({"on_stack_failure": "DO_NOTHING"}, Level.OUTAGE, "a failure leaves the stack half way"),
    ({"on_stack_failure": "DELETE"}, Level.MAYBE, "a failure deletes the stack"),
    ({"missing": ("page 2 is not here",)}, Level.UNKNOWN, "page 2 is not here"),
    ({"unknown": (("Mood", "blue"),)}, Level.UNKNOWN, 'not understood: Mood: "blue"'),
]


@pytest.mark.parametrize(("about", "level", "words"), NOTES, ids=lambda one: str(one)[:50])
def test_what_is_odd_about_the_change_set_as_a_whole_is_noted(about, level, words):
    ((told, sentence),) = notes(reviewed(modify("It", edit()), **about))
    assert told is level
    assert words in sentence


def test_a_change_set_without_anything_odd_has_no_notes():
    about = {"on_stack_failure": "ROLLBACK", "disable_rollback": False, "deployment_config_mode": "STANDARD"}
    assert notes(reviewed(modify("It", edit()), **about)) == []


def test_one_that_changes_no_resource_is_executed_and_an_empty_one_is_not():
    assert [level for level, _ in notes(reviewed())] == [Level.ROUTINE]
    assert "it must be executed all the same" in notes(reviewed())[0][1]
    why = NOTHING_CHANGES
    assert notes(reviewed(status="FAILED", status_reason=why)) == [
        (Level.ROUTINE, "CloudFormation found nothing to change")
    ]
    predicted = Surroundings(predicted=True)
    assert notes(reviewed(surroundings=predicted)) == []
    assert notes(reviewed(status="FAILED", status_reason=why, surroundings=predicted)) == []


def test_notes_come_worst_first():
    found = reviewed(modify("It", edit()), missing=("m",), execution_status="OBSOLETE", import_existing=True)
    assert [level for level, _ in notes(found)] == [Level.BLOCKED, Level.UNKNOWN, Level.MAYBE]


def test_the_facts_of_a_change_set_are_told_as_far_as_they_are_known():
    found = reviewed(
        modify("It", edit()),
        stack_id="arn:stack",
        created="2026-01-02",
        execution_status="AVAILABLE",
        description="Why",
        drift_status="DRIFTED",
        deployment_mode="REVERT_DRIFT",
        deployment_config_mode="EXPRESS",
        capabilities=("A", "B"),
        on_stack_failure="ROLLBACK",
        parameters={
            "P": Parameter("x", "resolved"),
            "B": Parameter("****", "hidden-too"),
            "O": Parameter(None, previous=True),
            "N": Parameter("n", previous=True),
        },
        tags={"b": "2", "a": "1"},
    )
    assert dict(found.facts) == {
        "change set": "it",
        "stack": "arn:stack",
        "made": "2026-01-02",
        "status": "CREATE_COMPLETE AVAILABLE",
        "description": "Why",
        "drift": "DRIFTED",
        "mode": "REVERT_DRIFT EXPRESS",
        "capabilities": "A, B",
        "if it fails": "ROLLBACK",
        "parameters": "B=****, N=n, O=(as before), P=x (resolved)",
        "tags": "a=1, b=2",
    }
    assert reviewed().facts == (("change set", "it"), ("status", "CREATE_COMPLETE"))


def test_what_is_read_at_deployment_is_told_of_a_prediction_that_changes_something():
    declared = {"V": {"Type": "AWS::SSM::Parameter::Value<String>"}, "N": {"Type": "String"}}

    def side(word):
        values = {"A": word, "B": "{{resolve:ssm:/b:1}}", "C": ref("V"), "D": ref("N")}
        return template({"It": (OWN, values)}, Parameters=declared)

    given = {"V": "/a", "N": "plain"}
    found = stack(side("1"), side("2"), given)
    assert found.facts == (("read when it is deployed", "/a and {{resolve:ssm:/b:1}}"),)
    assert stack(side("1"), side("1"), given).facts == ()


def test_what_changes_beside_the_resources_is_told():
    def side(number, secret, tag):
        declared = {"P": {"Type": "String"}, "Same": {"Type": "String"}, "S": {"Type": "String", "NoEcho": True}}
        outputs = {"Url": {"Value": f"u{number}", "Description": {"Fn::Sub": "x"}}, "Kept": {"Value": "k"}}
        return template({"It": (OWN, {"A": ref("P")})}, Parameters=declared, Outputs=outputs), {
            "P": number,
            "Same": "s",
            "S": secret,
        }

    (before, old), (after, new) = side("1", "swordfish-1", "a"), side("2", "opensesame-2", "b")
    found = stack(before, after, old, {**new})
    told = {
        name: [(one.path, one.before, one.after, one.attribute, one.hidden) for one in values]
        for name, values in found.around.items()
    }
    assert told == {
        "parameters": [("P", "1", "2", "Parameters", False), ("S", "****", "****", "Parameters", True)],
        "outputs": [("Url/Value", "u1", "u2", "Outputs", False)],
    }
    without = {name: value for name, value in new.items() if name != "P"}
    gone = stack(before, after, old, without).around["parameters"][0]
    come = stack(before, after, without, new).around["parameters"]
    assert (gone.path, gone.before, gone.after) == ("P", "1", None)
    assert ("P", None, "2") in [(one.path, one.before, one.after) for one in come]


def exporting(**exports):
    return template(
        {"It": (OWN, {})},
        Outputs={
            "Plain": {"Value": str(len(exports))},
            **{name: {"Value": value, "Export": {"Name": f"e-{name}"}} for name, value in exports.items()},
        },
    )


def test_an_export_that_goes_or_changes_may_make_the_update_fail():
    found = notes(stack(exporting(A="1", B="1", C="1"), exporting(B="2", C="1", D="1")))
    assert found == [
        (Level.MAYBE, "the export e-A goes: the update fails while another stack imports it"),
        (Level.MAYBE, "the export e-B changes: the update fails while another stack imports it"),
    ]


def test_nested_stacks_and_transforms_that_were_not_looked_into_are_noted():
    nested = {f"N{number}": ("AWS::CloudFormation::Stack", {"TemplateURL": "u"}) for number in range(2)}
    sides = [template({"It": (OWN, {"A": word}), **nested}) for word in "12"]
    assert (Level.UNKNOWN, "nested stacks were not looked into: N0 and N1") in notes(stack(*sides))
    assert notes(stack(sides[0], sides[0])) == []
    sides = [template({"It": (OWN, {"A": word})}, Transform=["Mine"]) for word in "12"]
    assert (Level.UNKNOWN, "what Mine makes of the template is only known in the account") in notes(stack(*sides))


def test_the_loops_that_cannot_be_run_are_noted_once_and_sorted():
    def side(word):
        loops = {
            f"Fn::ForEach::{name}": ["X", ref("P"), {f"{name}${{X}}": {"Type": TOPIC}}] for name in ("Beta", "Alpha")
        }
        return {
            "Transform": "AWS::LanguageExtensions",
            "Parameters": {"P": {"Type": "CommaDelimitedList"}},
            "Resources": {"It": {"Type": TOPIC, "Properties": {"DisplayName": word}}, **loops},
        }

    found = notes(stack(side("1"), side("2")))
    assert (Level.UNKNOWN, "over what the loop Alpha and Beta runs is only known in the account") in found


def test_the_picture_has_everything_that_is_or_was_there_and_who_refers_to_whom():
    before = template({"A": (OWN, {"X": get("B", "Y"), "Z": get("A", "W")}), "B": (OWN, {"S": "1"}), "Gone": (OWN, {})})
    after = template(
        {"A": (OWN, {"X": get("B", "Y"), "Z": get("A", "W")}), "B": (OWN, {"S": "1"}), "New": (OWN, {"R": ref("A")})}
    )
    nodes, edges = pictured(stack(before, after))
    assert nodes == {
        ("A", "", "", None),
        ("B", "", "", None),
        ("Gone", "Gone", "-", Level.UNKNOWN),
        ("New", "New", "+", Level.ROUTINE),
    }
    assert edges == {("A", "B"), ("New", "A")}


def test_without_templates_the_picture_has_what_changes_and_what_it_follows_from():
    found = reviewed(modify("A", follows("B", "Never"), follows("Stranger", "Never")), modify("B", edit()))
    nodes, edges = pictured(found)
    assert {(node[0], node[1]) for node in nodes} == {("A", "A"), ("B", "B")}
    assert edges == {("A", "B")}


def test_tags_of_the_stack_are_told_beside_the_resources():
    side = template({"It": (OWN, {})})
    found = whole(Pair("it", Side(side, {}, {"A": "1", "B": "1"}), Side(side, {}, {"A": "2", "C": "1"}))).stacks[0]
    assert [(one.path, one.before, one.after, one.attribute) for one in found.around["tags"]] == [
        ("A", "1", "2", "Tags"),
        ("B", "1", None, "Tags"),
        ("C", None, "1", "Tags"),
    ]


def test_a_transform_of_one_side_is_noted_whichever_it_is():
    with_it, without = template({"It": (OWN, {})}, Transform=["Mine"]), template({"It": (OWN, {"A": "1"})})
    for sides in ((with_it, without), (without, with_it)):
        assert "what Mine makes of the template" in sentences(stack(*sides))


def test_a_nested_stack_that_comes_was_not_looked_into_and_one_that_goes_need_not_be():
    nested = {"N": ("AWS::CloudFormation::Stack", {"TemplateURL": "u"})}
    with_it, without = template({"It": (OWN, {}), **nested}), template({"It": (OWN, {})})
    assert "nested stacks were not looked into: N" in sentences(stack(without, with_it))
    assert "nested stacks" not in sentences(stack(with_it, without))


def test_a_parameter_whose_value_another_stack_changes_is_told_with_that_stack():
    def network(value):
        published = {"Name": "/a/b", "Type": "String", "Value": value}
        return Side(template({"P": ("AWS::SSM::Parameter", published)}))

    declared = {"V": {"Type": "AWS::SSM::Parameter::Value<String>"}, "Other": {"Type": "String"}}
    web = Side(template({"It": (OWN, {"A": ref("V")})}, Parameters=declared), {"V": "/a/b", "Other": "x"})
    found = whole(Pair("network", network("1"), network("2")), Pair("web", web, web)).stacks[1]
    told = [(one.path, one.before, one.after, one.attribute, one.source) for one in found.around["parameters"]]
    assert told == [("V", "‹value of /a/b›", "‹new value of /a/b›", "Parameters", "the stack network")]
    assert found.around["parameters"][0].certain
