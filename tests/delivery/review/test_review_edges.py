"""The finer points of a review: what is sure, why, what is masked, what is folded, what is said beside the rows."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY, Change, ChangeSet, Detail, Drift, Parameter
from delivery.comparing import Compared
from delivery.diff import diff, review_saved
from delivery.predict.answer import NOTHING_CHANGES
from delivery.render.as_json import as_json
from delivery.render.html import html
from delivery.render.markdown import markdown
from delivery.render.text import text
from delivery.review import Surroundings, review_stack
from delivery.review.model import Level
from delivery.review.stack_policy import read_policy
from delivery.showing import show
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import get, ref, template
from tests.delivery.review.reviews import of, row, sentences, stack, whole

OWN = "Some::Own::Type"
TOPIC = "AWS::SNS::Topic"
VPC = "AWS::EC2::VPC"


def edit(at="Size", recreation="Never", **more):
    told = {"name": at.split("/")[0], "path": f"/Properties/{at}", "before": "1", "after": "2", "kind": "Modify"}
    certain = {"source": "DirectModification", "evaluation": "Static"}
    return Detail(**{"attribute": "Properties", "recreation": recreation, **told, **certain, **more})


def follows(entity, recreation="Always", at="VpcId", **more):
    source = "ResourceAttribute" if "." in entity else "ResourceReference"
    told = {"source": source, "entity": entity, "evaluation": "Dynamic", "before": "x", "after": KNOWN_AFTER_APPLY}
    return edit(at, recreation, **{**told, **more})


def modify(id_="It", *details, type_=TOPIC, replacement="False", **more):
    return Change("Modify", id_, type_, details=details, replacement=replacement, **more)


def reviewed(*changes, surroundings=None, **about):
    told = {"status": "CREATE_COMPLETE", "name": "it", **about}
    return review_stack(ChangeSet("stack", changes=tuple(changes), **told), surroundings)


def notes(found):
    return [(note.level, note.sentence) for note in found.notes]


SURE = [
    (edit(recreation="Always"), "True", "replace"),
    (edit(recreation="Always"), "Conditional", "replace"),
    (edit(recreation="Always"), "False", "change"),
    (edit(recreation="Conditionally"), "Conditional", "maybe replace"),
    (edit(recreation="Conditionally"), "True", "replace"),
    (edit(recreation="Never"), "True", "replace"),
    (edit(recreation="Always", evaluation="Dynamic"), "True", "maybe replace"),
    (edit(recreation="Always", after=KNOWN_AFTER_APPLY), "True", "maybe replace"),
    (edit(recreation="Always", after=None), "True", "replace"),
    (edit(recreation="Always", source="ParameterReference", entity="P"), "True", "replace"),
    (edit(recreation="Always", source="ParameterReference", after=f"a-{KNOWN_AFTER_APPLY}"), "True", "maybe replace"),
    (follows("New"), "True", "replace"),
    (follows("New.Anything"), "True", "replace"),
    (follows("Replaced"), "True", "replace"),
    (follows("Replaced.Arn"), "True", "replace"),
    (follows("Replaced.LoadBalancerFullName"), "True", "replace"),
    (follows("Replaced.DNSName"), "True", "replace"),
    (follows("Replaced.State"), "True", "maybe replace"),
    (follows("Perhaps"), "True", "maybe replace"),
    (follows("Updated"), "True", "maybe replace"),
    (follows("Stranger"), "True", "maybe replace"),
    (follows("It"), "True", "maybe replace"),
]


@pytest.mark.parametrize(("detail", "replacement", "action"), SURE, ids=str)
def test_a_resource_is_replaced_as_surely_as_what_it_follows_from(detail, replacement, action):
    others = (
        Change("Add", "New", TOPIC),
        modify("Replaced", edit(recreation="Always"), replacement="True"),
        modify("Perhaps", edit(recreation="Conditionally"), replacement="Conditional"),
        modify("Updated", edit()),
    )
    for changes in (
        (modify("It", detail, replacement=replacement), *others),
        (*others, modify("It", detail, replacement=replacement)),
    ):
        assert row(reviewed(*changes), "It").action == action


def test_a_cause_is_looked_for_in_the_same_nested_stack():
    outer = modify("Vpc", edit(recreation="Always"), replacement="True")
    it = modify("It", follows("Vpc"), replacement="True", path=("Net",))
    assert row(reviewed(outer, it), "Net/It").action == "maybe replace"
    found = row(reviewed(outer, replace(outer, path=("Net",)), it), "Net/It")
    assert found.action == "replace"
    assert (found.causes[0].sentence, found.causes[0].row) == ("Net/Vpc is replaced", "Net/Vpc")


CAUSES = [
    ((edit("A"),), ["A was edited in the template"]),
    ((edit("A"), edit("B/0/C"), edit("B/1/C")), ["A and B were edited in the template"]),
    ((edit("A"), edit("B"), edit("C"), edit("D"), edit("E")), ["A, B, C and 2 more were edited in the template"]),
    ((edit("A"), edit("B"), edit("C"), edit("D")), ["A, B, C and D were edited in the template"]),
    ((edit("A", path=""),), ["A was edited in the template"]),
    ((edit(source="ParameterReference", entity="P"),), ["the parameter P changed"]),
    (
        (edit(source="ParameterReference", entity="P"), edit("B", source="ParameterReference", entity="Q")),
        ["the parameters P and Q changed"],
    ),
    ((edit(source="Automatic"),), ["its nested template may have changed"]),
    ((follows("New"),), ["New is new"]),
    ((follows("Gone"),), ["Gone is removed"]),
    ((follows("Taken"),), ["Taken is imported"]),
    ((follows("Later"),), ["Later changes"]),
    ((follows("Updated"),), ["Updated changes", "Size was edited in the template"]),
    ((follows("Perhaps"),), ["Perhaps may be replaced", "Size was edited in the template"]),
    ((edit("A"), follows("New")), ["New is new"]),
    ((follows("Round"),), ["Round changes"]),
    ((follows("Stranger"),), []),
]


@pytest.mark.parametrize(("details", "causes"), CAUSES, ids=lambda one: str(one)[:60])
def test_the_causes_of_a_change_are_told_link_by_link(details, causes):
    others = (
        Change("Add", "New", TOPIC),
        Change("Remove", "Gone", TOPIC),
        Change("Import", "Taken", TOPIC),
        Change("Dynamic", "Later", TOPIC),
        modify("Updated", edit()),
        modify("Round", follows("It", "Never")),
        modify("Perhaps", edit(recreation="Conditionally"), replacement="Conditional"),
    )
    assert [one.sentence for one in row(reviewed(modify("It", *details), *others), "It").causes] == causes


def test_what_decides_on_the_replacement_is_the_cause_and_not_what_else_changes():
    found = reviewed(
        modify("It", follows("Other", "Never", "Name"), edit("Size", "Always"), replacement="True"),
        modify("Other", edit()),
    )
    assert [one.sentence for one in row(found, "It").causes] == ["Size was edited in the template"]


def test_a_chain_of_causes_has_an_end():
    links = [modify(f"N{number:02}", follows(f"N{number + 1:02}", "Never")) for number in range(20)]
    found = row(reviewed(*links, modify("N20", edit())), "N00").causes
    assert [one.row for one in found] == [f"N{number:02}" for number in range(1, 13)]


REASONS = [
    (Change("Import", "It", TOPIC), Level.ROUTINE, "it exists already and joins the stack"),
    (Change("SyncWithActual", "It", TOPIC), Level.ROUTINE, "only CloudFormation's record changes"),
    (Change("Dynamic", "It", TOPIC), Level.UNKNOWN, "only decided when the change set is executed"),
    (Change("Teleport", "It", TOPIC), Level.UNKNOWN, 'not understood: Action "Teleport"'),
    (modify("It"), Level.UNKNOWN, "CloudFormation does not say what of it changes"),
    (modify("It", edit(evaluation="Dynamic")), Level.MAYBE, "that depends on what is known after the deployment"),
    (modify("It", follows("A", "Never"), follows("B.Arn", "Never", "B")), Level.MAYBE, "that depends on A and B.Arn"),
    (modify("It", edit(source="Automatic", evaluation="Dynamic")), Level.MAYBE, "looks into a nested stack at every"),
    (modify("It", edit(drift=Drift("1", "3"))), Level.MAYBE, "it overwrites what somebody changed outside"),
    (modify("It", edit(kind="SyncWithActual")), Level.MAYBE, "it overwrites what somebody changed outside"),
    (modify("It", edit("KeySpec"), type_=TOPIC), Level.ROUTINE, ""),
    (modify("It", edit(), type_="AWS::IAM::Role"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit(), type_="AWS::EC2::SecurityGroupIngress"), Level.UNKNOWN, "who may do what after it is not"),
    (modify("It", edit(), type_="AWS::S3::BucketPolicy"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit(), type_="AWS::Lambda::Permission"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit()), Level.ROUTINE, ""),
    (modify("It", edit(), edit("B", evaluation="Dynamic")), Level.ROUTINE, ""),
    (Change("Remove", "It", "AWS::DynamoDB::Table", policy_action="Retain"), Level.ROUTINE, ""),
    (Change("Remove", "It", "AWS::ECS::Service", policy_action="Delete"), Level.OUTAGE, ""),
    (Change("Remove", "It", "AWS::ECS::Service", policy_action="Retain"), Level.ROUTINE, ""),
]


@pytest.mark.parametrize(("change", "level", "words"), REASONS, ids=lambda one: str(one)[:70])
def test_the_reason_for_a_level_is_said(change, level, words):
    found = row(reviewed(change), "It")
    assert (found.level, words in sentences(found)) == (level, True), sentences(found)
    if not words and change.action == "Modify":
        assert sentences(found) == ""


DEPENDS = [
    ((edit("X", "Conditionally"),), OWN, "AWS does not publish what replaces a resource of the type Some::Own::Type"),
    ((follows("A"), follows("B.Arn", at="B")), TOPIC, "if A and B.Arn turns out to be another value"),
    ((edit("X", "Always", evaluation="Dynamic"),), TOPIC, "CloudFormation decides by X when it gets there"),
    ((edit("A/0", "Always", name="", evaluation="Dynamic"),), TOPIC, "CloudFormation decides by 0 when"),
    ((edit("X", "Never"),), TOPIC, "CloudFormation does not say on what it depends"),
    ((edit("X", "Conditionally"),), "Custom::It", "may be replaced: if the function that is behind it answers"),
]


@pytest.mark.parametrize(("details", "type_", "words"), DEPENDS, ids=lambda one: str(one)[:60])
def test_on_what_a_replacement_depends_is_said_as_far_as_it_is_known(details, type_, words):
    found = row(reviewed(modify("It", *details, type_=type_, replacement="Conditional")), "It")
    assert found.action == "maybe replace"
    assert words in sentences(found)
    assert (Level.MAYBE, True) in [(one.level, one.sentence.startswith("may be ")) for one in found.reasons]


GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


@pytest.mark.parametrize(
    ("type_", "before", "after", "taken"),
    [
        (GROUP, {"Name": "web", "Port": 80}, {"Name": "web", "Port": 81}, 'Name "web" is taken'),
        (GROUP, {"Name": ref("P"), "Port": 80}, {"Name": ref("P"), "Port": 81}, ""),
        (GROUP, {"Name": {"Fn::Sub": "w-${Q}"}, "Port": 80}, {"Name": {"Fn::Sub": "w-${Q}"}, "Port": 81}, 'Name "w-q"'),
        ("AWS::EC2::SecurityGroup", {"GroupName": "a", "VpcId": "x"}, {"GroupName": "a", "VpcId": "y"}, ""),
        (
            "AWS::EC2::SecurityGroup",
            {"GroupName": "a", "GroupDescription": "x"},
            {"GroupName": "a", "GroupDescription": "y"},
            'GroupName "a" is taken',
        ),
        (OWN, {"Name": "a", "X": "1"}, {"Name": "a", "X": "2"}, ""),
    ],
    ids=str,
)
def test_only_a_name_that_is_known_and_counts_in_the_same_place_is_taken(type_, before, after, taken):
    declared = {"P": {"Type": "String"}, "Q": {"Type": "String", "Default": "q"}}
    found = row(stack(*(template({"It": (type_, side)}, Parameters=declared) for side in (before, after))), "It")
    assert ("is taken" in sentences(found), taken in sentences(found)) == (bool(taken), True), sentences(found)


def listener(weights, target="a", type_="AWS::ElasticLoadBalancingV2::Listener"):
    groups = [{"TargetGroupArn": name, "Weight": weight} for name, weight in zip("ab", weights, strict=False)]
    action = {"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}
    return {"Properties": {"DefaultActions" if type_.endswith("Listener") else "Actions": [action], "Port": target}}


@pytest.mark.parametrize(
    ("change", "shifts"),
    [
        (modify("It", edit("DefaultActions"), before=listener((1, 2)), after=listener((1,))), True),
        (modify("It", edit("DefaultActions"), before=listener((1,)), after=listener((1, 2))), True),
        (modify("It", edit("DefaultActions"), before=listener((1,)), after=listener((2,))), False),
        (modify("It", edit("Port"), before=listener((1, 2)), after=listener((1, 2), "b")), False),
        (modify("It", edit("Port"), before=listener((1, 2)), after=listener((1, 2)), replacement="True"), True),
        (modify("It", edit("DefaultActions/0", name=""), after=listener((1, 2))), True),
        (modify("It", after=listener((1, 2))), True),
        (Change("SyncWithActual", "It", TOPIC, after=listener((1, 2))), True),
        (Change("Dynamic", "It", TOPIC, after=listener((1, 2))), True),
        (Change("Add", "It", TOPIC, after=listener((1, 2))), False),
        (
            modify(
                "It", edit("DefaultActions"), after={"Properties": {"DefaultActions": ["x", {"ForwardConfig": "y"}]}}
            ),
            False,
        ),
        (modify("It", edit("DefaultActions"), after={"Properties": {"DefaultActions": "‹later›"}}), False),
        (modify("It", edit("DefaultActions"), after={"Properties": "‹later›"}), False),
    ],
    ids=lambda one: str(one)[:60],
)
def test_live_weights_are_rewritten_where_actions_with_two_groups_are_written_again(change, shifts):
    change = replace(change, type="AWS::ElasticLoadBalancingV2::Listener")
    assert ("live weights" in sentences(row(reviewed(change), "It"))) is shifts
    assert "live weights" not in sentences(row(reviewed(replace(change, type=TOPIC)), "It"))


def test_taking_back_the_drift_of_what_somebody_steers_is_an_outage_risk():
    change = modify("It", edit("DefaultActions"), type_="AWS::ElasticLoadBalancingV2::Listener", after=listener((1, 2)))
    assert "ECS or CodeDeploy may have moved them: this update may" in sentences(row(reviewed(change), "It"))
    assert "taking back their drift" in sentences(row(reviewed(change, deployment_mode="REVERT_DRIFT"), "It"))
    drifted = replace(change, details=(edit("DefaultActions", drift=Drift("1", "2")),))
    assert "taking back their drift" in sentences(row(reviewed(drifted), "It"))


@pytest.mark.parametrize(
    ("strategy", "mode", "more", "risky"),
    [
        ("BLUE_GREEN", "REVERT_DRIFT", {"drift_status": "MODIFIED"}, True),
        ("LINEAR", "REVERT_DRIFT", {"drift_status": "MODIFIED"}, True),
        ("CANARY", "REVERT_DRIFT", {"details": (edit(drift=Drift("1", "2")),)}, True),
        ("ROLLING", "REVERT_DRIFT", {"drift_status": "MODIFIED"}, False),
        ("BLUE_GREEN", "", {"drift_status": "MODIFIED"}, False),
        ("BLUE_GREEN", "REVERT_DRIFT", {"drift_status": "IN_SYNC"}, False),
    ],
)
def test_a_service_whose_traffic_is_shifted_must_not_have_its_drift_taken_back(strategy, mode, more, risky):
    after = {"Properties": {"DeploymentConfiguration": {"Strategy": strategy}}}
    change = replace(modify("It", edit(), type_="AWS::ECS::Service", before=after, after=after), **more)
    found = row(reviewed(change, deployment_mode=mode), "It")
    assert ("tasks that are gone" in sentences(found), found.level is Level.OUTAGE) == (risky, risky)


def test_a_service_scaled_by_something_else_than_ecs_keeps_its_desired_count():
    def side(namespace, flag):
        target = ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 1, **namespace})
        return template({"Web": ("AWS::ECS::Service", {"DesiredCount": 2, "EnableExecuteCommand": flag}), "T": target})

    for namespace, risky in (
        ({}, True),
        ({"ServiceNamespace": "ecs"}, True),
        ({"ServiceNamespace": "dynamodb"}, False),
    ):
        found = row(stack(side(namespace, True), side(namespace, False)), "Web")
        assert ("autoscaling" in sentences(found)) is risky


def released(before, after, **service):
    def side(task, more):
        return template(
            {
                "Task": ("AWS::ECS::TaskDefinition", task),
                "Web": ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), **service, **more}),
            }
        )

    return stack(side(before, {}), side(after, {})).rows


def container(**more):
    return {"ContainerDefinitions": [{"Name": "web", **more}]}


@pytest.mark.parametrize(
    ("before", "after", "summary"),
    [
        (container(Image="r/a:1"), container(Image="r/a:2"), "image of web 1 → 2"),
        (container(Image="r/a:1"), container(Image="r/b:1"), "image of web r/a:1 → r/b:1"),
        (
            container(Image="r/a@sha256:" + "1" * 64),
            container(Image="r/a@sha256:" + "2" * 64),
            f"image of web sha256:{'1' * 12} → sha256:{'2' * 12}",
        ),
        (container(), container(Image="r/a:1"), "Image"),
        ({"Memory": "512"}, {"Memory": "1024"}, "Memory 512 → 1024"),
        (container(Memory=1, Cpu=1, Image="r/a:1"), container(Memory=2, Cpu=2, Image="r/a:2"), "image of web 1 → 2"),
        (
            container(Environment=[{"Name": "MODE", "Value": "a"}]),
            container(Environment=[{"Name": "MODE", "Value": "b"}]),
            "MODE a → b",
        ),
        (
            container(WorkingDirectory="/a"),
            container(WorkingDirectory="/b"),
            "WorkingDirectory",
        ),
        ({"Family": "a"}, {"Family": "b"}, "Family"),
        (
            {"Cpu": "256", "Memory": "512", "Family": "a", "PidMode": "a", **container(Image="r/a:1")},
            {"Cpu": "512", "Memory": "1024", "Family": "b", "PidMode": "b", **container(Image="r/a:2")},
            "image of web 1 → 2, Cpu 256 → 512, Memory 512 → 1024 and 2 more",
        ),
        (
            {"Cpu": "256", "Memory": "512", "Family": "a", **container(Image="r/a:1")},
            {"Cpu": "512", "Memory": "1024", "Family": "b", **container(Image="r/a:2")},
            "image of web 1 → 2, Cpu 256 → 512, Memory 512 → 1024 and Family",
        ),
    ],
    ids=lambda one: str(one)[:50],
)
def test_what_a_release_brings_is_said_in_one_line(before, after, summary):
    (only,) = released(before, after)
    assert only.summary == f"{summary}, rolling deployment"
    assert (only.symbol, only.level, only.reasons, only.differences) == ("~", Level.ROUTINE, (), ())
    assert only.causes[0].sentence.endswith("edited in the template")


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ({"DeploymentController": {"Type": "EXTERNAL"}}, "deployed by an external controller"),
        ({"DeploymentController": {"Type": "ECS"}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"Strategy": "ROLLING"}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"MaximumPercent": 200}}, "rolling deployment"),
        ({"DeploymentConfiguration": {"Strategy": "LINEAR"}}, "linear deployment"),
        ({"DeploymentConfiguration": {"Strategy": "ALL_AT_ONCE"}}, "all at once deployment"),
    ],
    ids=str,
)
def test_every_way_to_deploy_has_its_words(service, words):
    (only,) = released({"Family": "a"}, {"Family": "b"}, **service)
    assert only.summary == f"Family, {words}"


def test_two_services_with_one_task_definition_are_folded_once():
    def side(image):
        services = {f"Web{number}": ("AWS::ECS::Service", {"TaskDefinition": ref("Task")}) for number in "12"}
        return template({"Task": ("AWS::ECS::TaskDefinition", container(Image=image)), **services})

    found = stack(side("r/a:1"), side("r/a:2")).rows
    assert sorted(one.id for one in found) == ["Web1", "Web2"]
    assert [[member.id for member in one.members] for one in found if one.members] == [["Task", "Web1"]]


def test_tags_of_a_service_are_folded_with_its_release():
    def side(image, team):
        service = {"TaskDefinition": ref("Task"), "Tags": [{"Key": "Team", "Value": team}]}
        return template(
            {
                "T": ("A::B::C", {}),
                "Task": ("AWS::ECS::TaskDefinition", container(Image=image)),
                "Web": ("AWS::ECS::Service", service),
            }
        )

    (only,) = stack(side("r/a:1", "x"), side("r/a:2", "y")).rows
    assert only.action == "roll out"


def tagged(values, **more):
    bodies = {
        name: (VPC, {"CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Team", "Value": value}], **more.get(name, {})})
        for name, value in values.items()
    }
    return template(bodies)


def test_tags_that_change_in_different_ways_are_different_lines_and_one_alone_is_none():
    before = tagged({"A": "1", "B": "1", "C": "2", "D": "2", "E": "3"})
    after = tagged({"A": "x", "B": "x", "C": "y", "D": "y", "E": "z"})
    found = {one.id: [member.id for member in one.members] for one in stack(before, after).rows}
    assert found == {"E": [], "(tags 1)": ["A", "B"], "(tags 2)": ["C", "D"]}
    (only,) = stack(tagged({"A": "1", "B": "1"}), tagged({"A": "2", "B": "2"})).rows
    assert (only.id, only.action, only.symbol, only.summary) == ("(tags)", "tag", "~", "Team 1 → 2")
    assert only.causes[0].sentence == "Tags was edited in the template"
    assert [(one.path, one.before, one.after, one.attribute) for one in only.differences] == [
        ("Tags/Team", "1", "2", "Tags")
    ]


def test_a_resource_of_which_more_than_tags_changes_stays_by_itself():
    sides = (tagged({"A": value, "B": value, "C": value}, C={"EnableDnsSupport": value}) for value in "12")
    assert {one.id for one in stack(*sides).rows} == {"(tags)", "C"}


SECRET = "swordfish-4711"


def hidden_row(detail, **more):
    change = modify("It", detail, type_=OWN, **more)
    return row(reviewed(change, parameters={"P": Parameter("****"), "Q": Parameter("seen")}), "It")


@pytest.mark.parametrize(
    ("detail", "hides"),
    [
        (edit("A", source="ParameterReference", entity="P", after=SECRET), True),
        (edit("A", source="ParameterReference", entity="Q", after=SECRET), False),
        (edit("MasterUserPassword", after=SECRET), True),
        (edit("MasterUserPassword", before=SECRET, after=None), True),
        (edit("Users/0/Password", after=SECRET), True),
        (edit("SecretString", path="", after=SECRET), True),
        (edit("ApiToken/Value", after=SECRET), True),
        (edit("AuthToken", after=SECRET), True),
        (edit("PasswordLength", after=SECRET), False),
        (edit("MasterUserPassword", before="‹value of /a›", after="‹value of /b›"), False),
        (edit("A/0", after=SECRET), False),
    ],
    ids=lambda one: str(one)[:60],
)
def test_a_value_is_hidden_by_its_parameter_or_its_name(detail, hides):
    (only,) = hidden_row(detail).differences
    assert only.hidden is hides
    assert (SECRET in repr(only)) is (not hides and SECRET in (detail.before or "", detail.after or ""))
    if hides:
        assert {only.before, only.after} <= {"****", None}


def test_what_a_hidden_parameter_brings_about_is_masked_wherever_it_appears():
    side = {"Properties": {"A": f"{SECRET}-z", "B": "short"}}
    about = {"parameters": {"P": Parameter("****")}, "description": f"with {SECRET}-z and short", "tags": {"x": SECRET}}
    changes = (
        modify("It", edit("A", source="ParameterReference", entity="P", before=SECRET, after="****"), after=side),
        modify("B", edit("B", source="ParameterReference", entity="P", before="short", after="****")),
        modify("C", edit("Name", after=f"x-{SECRET}-z-y"), physical_id=f"arn:{SECRET}-z"),
    )
    found = reviewed(*changes, **about)
    assert SECRET not in repr(found)
    assert dict(found.facts)["description"] == "with **** and short"
    assert row(found, "C").physical_id == "arn:****"
    assert [one.after for one in row(found, "C").differences] == ["x-****-y"]


def test_a_variable_whose_name_says_secret_is_hidden_beside_its_value_and_others_are_not():
    side = {"Properties": {"Env": [{"Name": "API_KEY", "Value": SECRET}, {"Name": "MODE", "Value": "fast"}]}}
    found = row(reviewed(Change("Add", "It", OWN, after=side)), "It")
    assert [(one.path, one.before) for one in found.differences] == [("Env", None)]
    assert json.loads(found.differences[0].after) == [
        {"Name": "API_KEY", "Value": "****"},
        {"Name": "MODE", "Value": "fast"},
    ]
    edited = edit("Env/0/Value", before=SECRET, after=f"{SECRET}-2")
    found = row(reviewed(modify("It", edited, type_=OWN, before=side, after=side)), "It")
    assert [(one.path, one.hidden, one.after) for one in found.differences] == [("Env/API_KEY/Value", True, "****")]


def test_what_is_not_understood_is_shown_raw_with_nothing_secret_in_it():
    context = json.dumps({"Properties": {"MasterUserPassword": SECRET, "Size": "8"}})
    raw = {"Type": "Resource", "ResourceChange": {"Action": "Teleport", "LogicalResourceId": "It", "ResourceType": OWN}}
    raw["ResourceChange"]["AfterContext"] = context
    found = row(reviewed(Change("Teleport", "It", OWN, raw=raw, after=json.loads(context))), "It")
    shown = json.loads(found.raw)["ResourceChange"]
    assert (shown["Action"], shown["AfterContext"]["Properties"]) == (
        "Teleport",
        {"MasterUserPassword": "****", "Size": "8"},
    )
    assert (found.action, found.symbol) == ("Teleport", "?")
    assert row(reviewed(modify("It", edit())), "It").raw == ""


def test_the_properties_of_what_comes_or_goes_stand_on_their_side():
    side = {"Properties": {"B": "2", "A": ["1"]}}
    for action, before, after in (
        ("Add", None, side),
        ("Import", None, side),
        ("Remove", side, None),
    ):
        found = row(reviewed(Change(action, "It", OWN, before=before, after=after)), "It").differences
        values = (
            [("A", None, '["1"]'), ("B", None, "2")] if before is None else [("A", '["1"]', None), ("B", "2", None)]
        )
        assert [(one.path, one.before, one.after) for one in found] == values
    assert row(reviewed(Change("Add", "It", OWN)), "It").differences == ()
    assert row(reviewed(Change("Add", "It", OWN, after={"Properties": "x"})), "It").differences == ()


SOURCES = [
    (edit(source="ParameterReference", entity="P"), "the parameter P"),
    (edit(source="ResourceReference", entity="Vpc"), "the id of Vpc"),
    (edit(source="ResourceAttribute", entity="Vpc.Arn"), "Arn of Vpc"),
    (edit(), "edited"),
    (edit(source="Automatic"), "its nested template may have changed"),
    (edit(source="NoModification"), ""),
    (edit(source=""), ""),
    (edit(source="Magic", entity="X"), "Magic X"),
]


@pytest.mark.parametrize(("detail", "words"), SOURCES, ids=lambda one: str(one)[:40])
def test_where_a_difference_comes_from_is_said_in_words(detail, words):
    (only,) = row(reviewed(modify("It", detail)), "It").differences
    assert only.source == words


def test_one_place_with_several_reasons_is_one_difference_with_the_strongest_and_all_sources():
    details = (
        edit("A", "Never", source="ParameterReference", entity="P", evaluation="Dynamic"),
        edit("A", "Always", source="ParameterReference", entity="Q"),
        edit("A", "Conditionally", source="ParameterReference", entity="P", evaluation="Dynamic"),
    )
    (only,) = row(reviewed(modify("It", *details, replacement="True")), "It").differences
    assert (only.recreation, only.source, only.certain) == ("always", "the parameter P, the parameter Q", True)
    (only,) = row(reviewed(modify("It", *details[::2])), "It").differences
    assert (only.recreation, only.certain) == ("conditionally", False)


def test_a_drifted_value_is_shown_as_it_is_and_as_it_was_deployed():
    (only,) = row(reviewed(modify("It", edit("A", drift=Drift("1", "9")))), "It").differences
    assert (only.deployed, only.before, only.after, only.drifted) == ("1", "9", "2", True)
    (only,) = row(reviewed(modify("It", edit("A"))), "It").differences
    assert (only.deployed, only.before, only.drifted) == (None, "1", False)


def test_a_value_that_was_cut_off_or_left_out_is_taken_from_the_context():
    sides = [{"Properties": {"A": [number, "x"], "B": f"b{number}"}} for number in (1, 2)]
    details = (edit("A", before='["1', after='["2'), edit("B", before=None, after=None))
    found = row(reviewed(modify("It", *details, before=sides[0], after=sides[1])), "It").differences
    assert [(one.path, one.before, one.after) for one in found] == [("A", '[1, "x"]', '[2, "x"]'), ("B", "b1", "b2")]


def test_what_no_detail_tells_and_the_contexts_show_is_told():
    before = {
        "Properties": {"A": "1", "B": {"C": "1"}, "Gone": "x", "Tags": [{"Key": "T", "Value": "1"}]},
        "Metadata": "m",
    }
    after = {
        "Properties": {"A": "2", "B": {"C": "2"}, "New": KNOWN_AFTER_APPLY, "Tags": [{"Key": "T", "Value": "2"}]},
        "Metadata": "n",
    }
    found = row(reviewed(modify("It", edit("A"), before=before, after=after)), "It").differences
    assert [(one.path, one.before, one.after, one.attribute) for one in found] == [
        ("A", "1", "2", "Properties"),
        ("B/C", "1", "2", "Properties"),
        ("Gone", "x", None, "Properties"),
        ("Tags/T", "1", "2", "Properties"),
        ("Metadata", "m", "n", "Metadata"),
    ]
    named = [edit("B", path=""), edit("Metadata", path="", attribute="Metadata"), edit("A"), edit("Tags"), edit("Gone")]
    found = row(reviewed(modify("It", *named, before=before, after=after)), "It").differences
    assert sorted(one.path for one in found) == ["A", "B", "Gone", "Metadata", "Tags"]


def test_items_of_lists_go_by_their_names():
    side = {
        "Properties": {
            "L": [{"Name": "web", "Ports": [{"X": "1"}]}, {"Id": "b"}, {"Name": ""}],
            "0": "n",
            "a/b": {"~": "x"},
        }
    }
    paths = {
        "/Properties/L/0/Ports/0/X": "L/web/Ports/0/X",
        "/Properties/L/1": "L/b",
        "/Properties/L/2": "L/2",
        "/Properties/L/9": "L/9",
        "/Properties/a~1b/~0": "a/b/~",
        "/DeletionPolicy": "DeletionPolicy",
        "/Tags/Team": "Tags/Team",
    }
    for path, words in paths.items():
        for sides in ({"after": side}, {"before": side}):
            found = row(reviewed(modify("It", edit(path=path, before="1", after="2"), **sides)), "It")
            assert found.differences[0].path == words


SUMMARIES = [
    (modify("It", edit("A"), edit("B")), "A 1 → 2, B 1 → 2"),
    (modify("It", edit("A"), edit("B"), edit("C")), "A, B and C"),
    (modify("It", edit("A", before=None)), "A 2 is new"),
    (modify("It", edit("A", after=None)), "A 1 goes"),
    (modify("It", edit("L/0")), "L/0 1 → 2"),
    (modify("It", edit("A/B/C")), "C 1 → 2"),
    (modify("It", edit("A", after="x" * 40)), f"A 1 → {'x' * 40}"),
    (modify("It", edit("A", after="x" * 41)), "A"),
    (modify("It", edit("A"), edit("B", after="x" * 41)), "A and B"),
    (modify("It", edit("A", after="x\ny")), "A"),
    (modify("It", edit("A"), edit("B", "Always"), replacement="True"), "B 1 → 2"),
    (modify("It", edit("A"), edit("B", "Conditionally"), replacement="Conditional"), "B 1 → 2"),
    (modify("It"), "nothing is said about what changes"),
    (Change("Add", "It", TOPIC), "new"),
    (Change("Import", "It", TOPIC), "taken into the stack"),
    (Change("Dynamic", "It", TOPIC), "to be decided when it is executed"),
    (Change("SyncWithActual", "It", TOPIC), "only what CloudFormation remembers of it"),
    (Change("Remove", "It", TOPIC, policy_action="Delete"), "goes away"),
    (Change("Remove", "It", TOPIC, policy_action="Retain"), "stays, outside the stack"),
]


@pytest.mark.parametrize(("change", "summary"), SUMMARIES, ids=[words[:40] for _, words in SUMMARIES])
def test_one_line_says_what_changes(change, summary):
    assert row(reviewed(change), "It").summary == summary


@pytest.mark.parametrize(
    ("change", "action"),
    [
        (Change("Add", "It", TOPIC), ("add", "+")),
        (Change("Remove", "It", TOPIC), ("remove", "-")),
        (Change("Remove", "It", TOPIC, policy_action="Retain"), ("leave behind", "-")),
        (Change("Import", "It", TOPIC), ("import", "←")),
        (Change("Dynamic", "It", TOPIC), ("decided later", "?")),
        (Change("SyncWithActual", "It", TOPIC), ("record only", "=")),
        (Change("", "It", TOPIC), ("unknown", "?")),
        (modify("It", edit()), ("change", "~")),
        (modify("It", edit(recreation="Always"), replacement="True"), ("replace", "-/+")),
        (modify("It", edit(recreation="Conditionally"), replacement="Conditional"), ("maybe replace", "?/+")),
    ],
    ids=lambda one: str(one)[:50],
)
def test_every_action_has_its_word_and_its_symbol(change, action):
    found = row(reviewed(change), "It")
    assert (found.action, found.symbol) == action


@pytest.mark.parametrize(
    ("more", "note"),
    [
        (
            {"drift_status": "NOT_CHECKED"},
            "whether it was changed outside CloudFormation was not looked at (not_checked)",
        ),
        ({"drift_status": "UNKNOWN"}, "whether it was changed outside CloudFormation was not looked at (unknown)"),
        (
            {"drift_status": "UNSUPPORTED"},
            "whether it was changed outside CloudFormation was not looked at (unsupported)",
        ),
        ({"drift_status": "DELETED"}, "it was deleted outside CloudFormation"),
        ({"drift_status": "MODIFIED"}, "it was changed outside CloudFormation"),
        ({"drift_ignored": (("/A", "MANAGED_BY_AWS"),)}, "drift that CloudFormation leaves alone: /A (managed by aws)"),
        ({"module": "A::B::MODULE/X"}, "it comes from the module A::B::MODULE/X"),
        ({"hooks": 1}, "1 hook will look at it and may stop the deployment"),
        ({"hooks": 2}, "2 hooks will look at it and may stop the deployment"),
    ],
)
def test_what_else_is_known_of_a_resource_is_noted(more, note):
    assert row(reviewed(modify("It", edit(), **more)), "It").notes == (note,)
    assert row(reviewed(modify("It", edit(), drift_status="IN_SYNC")), "It").notes == ()


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


def pictured(found):
    return {(one.id, one.row, one.symbol, one.level) for one in found.picture.nodes}, set(found.picture.edges)


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


def test_what_is_folded_is_pictured_with_the_row_that_it_is_in():
    sides = (tagged({"A": value, "B": value}) for value in "12")
    nodes, _ = pictured(stack(*sides))
    assert {(node[0], node[1]) for node in nodes} == {("A", "(tags)"), ("B", "(tags)")}


def test_a_rename_is_only_what_is_alike_in_the_same_stack_and_each_is_paired_once():
    side = {"Properties": {"A": "1"}}
    goes = [Change("Remove", name, OWN, before=side) for name in ("A", "B", "C")]
    comes = [Change("Add", name, OWN, after=side) for name in ("X", "Y")]
    found = reviewed(*goes, *comes, Change("Add", "Z", OWN, path=("N",), after=side))
    said = {one.id: sentences(one) for one in found.rows}
    assert "routine: it comes back as X: this looks like a rename" in said["A"]
    assert "it comes back as Y" in said["B"]
    assert "comes back" not in said["C"]
    assert "routine: it is what A was, under a new logical id" in said["X"]
    assert "it is what" not in said["N/Z"]
    assert "comes back" not in sentences(row(reviewed(goes[0], Change("Add", "X", TOPIC, after=side)), "A"))
    assert "comes back" not in sentences(row(reviewed(goes[0], Change("Add", "X", OWN, after={"Properties": {}})), "A"))


def test_a_grant_keeps_its_own_edits_while_its_group_is_replaced():
    """Only what follows from the replacement goes by its former id: a port that is opened is still told."""

    def side(description, port):
        rule = {"GroupId": get("Group", "GroupId"), "IpProtocol": "tcp", "FromPort": port, "ToPort": port}
        return template(
            {
                "Group": ("AWS::EC2::SecurityGroup", {"GroupDescription": description}),
                "Rule": ("AWS::EC2::SecurityGroupIngress", {**rule, "CidrIp": "0.0.0.0/0"}),
            }
        )

    found = row(stack(side("a", 80), side("b", 22)), "Rule")
    assert [one.gained for one in found.statements].count(True) == 1
    assert "22" in next(one.sentence for one in found.statements if one.gained)


def test_the_level_of_a_row_is_its_worst_reason_and_reasons_come_worst_first():
    found = of(
        "AWS::RDS::DBInstance", {"DeletionProtection": True, "BackupRetentionPeriod": 7}, {"BackupRetentionPeriod": 0}
    )
    ranks = [one.level.rank for one in found.reasons]
    assert len(ranks) > 1
    assert ranks == sorted(ranks)
    assert found.level.rank == ranks[0]


def test_tags_of_the_stack_are_told_beside_the_resources():
    side = template({"It": (OWN, {})})
    found = whole(Pair("it", Side(side, {}, {"A": "1", "B": "1"}), Side(side, {}, {"A": "2", "C": "1"}))).stacks[0]
    assert [(one.path, one.before, one.after, one.attribute) for one in found.around["tags"]] == [
        ("A", "1", "2", "Tags"),
        ("B", "1", None, "Tags"),
        ("C", None, "1", "Tags"),
    ]


@pytest.mark.parametrize("key", ["Key", "Name", "Id", "Sid", "AttributeName", "IndexName", "DeviceName", "PolicyName"])
def test_an_item_is_called_by_whatever_tells_it_apart(key):
    side = {"Properties": {"L": [{"Other": "x", key: "it"}]}}
    found = row(reviewed(modify("It", edit("L/0/Other"), before=side, after=side)), "It")
    assert found.differences[0].path == "L/it/Other"


def test_a_value_is_shown_as_it_was_told_and_one_without_a_path_is_found_by_its_name():
    sides = [{"Properties": {"A": [number, "x"], "B": f"b{number}"}} for number in (1, 2)]
    details = (edit("A", before='[1,"x"]', after='[2,"x"]'), edit("B", path="", before=None, after=None))
    found = row(reviewed(modify("It", *details, before=sides[0], after=sides[1])), "It").differences
    assert [(one.path, one.before, one.after) for one in found] == [("A", '[1,"x"]', '[2,"x"]'), ("B", "b1", "b2")]


@pytest.mark.parametrize(
    ("before", "after"), [({}, {"MasterUserPassword": SECRET}), ({"MasterUserPassword": SECRET}, {})]
)
def test_a_secret_that_no_detail_tells_is_hidden_when_it_comes_and_when_it_goes(before, after):
    sides = {"before": {"Properties": before}, "after": {"Properties": after}}
    found = row(reviewed(modify("It", edit("A"), type_=OWN, **sides)), "It")
    assert [one.hidden for one in found.differences] == [False, True]
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    "value", ['{"Password": "%s"}', '[{"Password": "%s"}, {"B', '{"Name": "API_KEY", "Value": "%s", "B']
)
def test_a_secret_inside_of_json_is_masked_elsewhere_too(value):
    it = modify("It", edit("A", before=value % SECRET, after=None), type_=OWN)
    assert SECRET not in repr(reviewed(it, description=f"with {SECRET}"))


def test_tags_that_are_more_than_routine_are_not_folded():
    tags = edit("Tags/0/Value", attribute="Tags", drift=Drift("1", "3"))
    found = reviewed(modify("A", tags), modify("B", tags))
    assert [one.id for one in found.rows] == ["A", "B"]


def test_where_only_one_side_is_known_nothing_is_said_to_get_weaker():
    side = {"Properties": {"DeletionProtection": "true", "RetentionInDays": "365"}}
    for type_ in ("AWS::RDS::DBInstance", "AWS::Logs::LogGroup", "AWS::CloudWatch::Alarm"):
        for known in ({"before": side}, {"after": side}):
            assert row(reviewed(modify("It", edit("A"), type_=type_, **known)), "It").level is Level.ROUTINE


def test_a_policy_that_kept_a_resource_and_goes_makes_it_weaker_and_one_that_comes_does_not():
    kept, gone = ({"It": {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": word}} for word in ("Retain", "Delete"))
    assert row(stack(template(kept), template(gone)), "It").level is not Level.ROUTINE
    assert row(stack(template(gone), template(kept)), "It").level is Level.ROUTINE


def test_a_name_that_is_only_known_after_the_deployment_is_not_taken():
    for name, taken in ((KNOWN_AFTER_APPLY, False), ("web", True)):
        sides = [{"Properties": {"Name": name, "Port": port}} for port in ("1", "2")]
        it = modify("It", edit("Port", "Always"), type_=GROUP, replacement="True", before=sides[0], after=sides[1])
        assert ("is taken" in sentences(row(reviewed(it), "It"))) is taken


@pytest.mark.parametrize("name", ["KeySpec", "KeyUsage", "MultiRegion"])
def test_what_a_service_never_changes_is_blocked(name):
    found = of("AWS::KMS::Key", {name: "a", "Description": "a"}, {name: "b", "Description": "b"})
    assert f"blocked: {name} of a resource of this type cannot be changed" in sentences(found)
    assert of("AWS::KMS::Key", {name: "a", "Description": "a"}, {name: "a", "Description": "b"}).level is Level.ROUTINE


def test_a_short_secret_is_hidden_where_it_stands():
    (only,) = hidden_row(edit("A", source="ParameterReference", entity="P", before="abc", after="abd")).differences
    assert (only.before, only.after, only.hidden) == ("****", "****", True)


def test_a_secret_is_masked_deep_inside_of_what_comes():
    told = modify("It", edit("A", source="ParameterReference", entity="P", before=None, after=SECRET))
    comes = Change("Add", "New", OWN, after={"Properties": {"X": [{"y": f"a-{SECRET}-b"}], "Z": {SECRET: "plain"}}})
    found = row(reviewed(told, comes, parameters={"P": Parameter("****")}), "New").differences
    assert [one.after for one in found] == ['[{"y": "a-****-b"}]', '{"****": "plain"}']


@pytest.mark.parametrize(
    "name", ["SecretString", "AuthToken", "AccountKey", "PrivateKey", "ClientSecret", "OAuthToken"]
)
def test_every_property_that_holds_a_secret_by_its_name_is_hidden(name):
    found = row(reviewed(Change("Add", "It", OWN, after={"Properties": {name: SECRET}})), "It")
    assert [(one.path, one.after) for one in found.differences] == [(name, "****")]


def test_what_was_deployed_of_a_hidden_value_is_hidden_and_drift_without_a_value_takes_the_one_that_was_told():
    drifted = edit("MasterUserPassword", before=SECRET, after=f"{SECRET}-2", drift=Drift(f"{SECRET}-3", None))
    (only,) = row(reviewed(modify("It", drifted, type_=OWN)), "It").differences
    assert (only.deployed, only.before, only.after) == ("****", "****", "****")
    (only,) = row(reviewed(modify("It", edit("A", drift=Drift(None, None)))), "It").differences
    assert (only.deployed, only.before, only.drifted) == (None, "1", True)


@pytest.mark.parametrize("known", [{"before": {"Properties": {}}}, {"after": {"Properties": {}}}, {}], ids=str)
def test_of_a_grant_with_one_side_only_it_is_not_known_who_may_do_what(known):
    open_ = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
    known = {side: {"Properties": {"SecurityGroupIngress": [open_]}} for side in known}
    found = row(reviewed(modify("It", edit("A"), type_="AWS::EC2::SecurityGroup", **known)), "It")
    assert (found.level, found.statements) == (Level.UNKNOWN, ())
    assert "who may do what after it is not known" in sentences(found)


def test_what_is_imported_gains_no_access_and_what_is_added_does():
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
    after = {"Properties": {"SecurityGroupIngress": [rule]}}
    for action, gained in (("Import", False), ("Add", True)):
        found = row(reviewed(Change(action, "It", "AWS::EC2::SecurityGroup", after=after)), "It")
        assert any(one.gained for one in found.statements) is gained


def test_what_a_stack_policy_may_deny_is_a_maybe():
    allow = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": "Update:Replace", "Principal": "*", "Resource": "LogicalResourceId/It"}
    policy = read_policy(json.dumps({"Statement": [allow, deny]}), Path("policy.json"))
    perhaps = modify("It", edit(recreation="Conditionally"), replacement="Conditional")
    found = row(reviewed(perhaps, surroundings=Surroundings(policy=policy)), "It")
    assert [one.level for one in found.reasons if "stack policy" in one.sentence] == [Level.MAYBE]


def test_a_service_keeps_its_name_in_another_cluster_and_not_in_the_same():
    service = {"ServiceName": "web", "Cluster": "a", "LaunchType": "FARGATE"}
    assert "is taken" not in sentences(of("AWS::ECS::Service", service, {**service, "Cluster": "b"}))
    found = of("AWS::ECS::Service", service, {**service, "LaunchType": "EC2"})
    assert ("is taken" in sentences(found)) is (found.action == "replace")


def test_a_service_without_a_number_of_tasks_beside_autoscaling_is_left_alone():
    def side(flag):
        target = ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 1})
        return template({"Web": ("AWS::ECS::Service", {"EnableExecuteCommand": flag}), "T": target})

    assert "autoscaling" not in sentences(row(stack(side(True), side(False)), "Web"))


def test_autoscaling_that_comes_counts_and_one_that_goes_does_not():
    service = {"Web": ("AWS::ECS::Service", {"DesiredCount": 2, "EnableExecuteCommand": False})}
    target = {"T": ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 1})}
    other = {"Web": ("AWS::ECS::Service", {"DesiredCount": 2, "EnableExecuteCommand": True})}
    comes, goes = (
        stack(template(service), template({**other, **target})),
        stack(template({**service, **target}), template(other)),
    )
    assert "stands beside autoscaling" in sentences(row(comes, "Web"))
    assert "stands beside autoscaling" not in sentences(row(goes, "Web"))


def test_a_long_tag_is_shown_whole_and_a_digest_begun():
    (only,) = released(container(Image="r/a:2026-01-01-release-1"), container(Image="r/a:2026-01-01-release-2"))
    assert only.summary.startswith("image of web 2026-01-01-release-1 → 2026-01-01-release-2,")


REVIEW = whole(Pair("it", Side(template({"It": (OWN, {"A": "1"})})), Side(template({"It": (OWN, {"A": "2"})}))))


@pytest.mark.parametrize(("face", "drawn"), [("html", html), ("markdown", markdown), ("json", as_json)])
def test_a_review_is_shown_in_the_face_that_was_asked_for(capsys, face, drawn):
    show(REVIEW, face, None, verbose=False)
    assert capsys.readouterr().out == drawn(REVIEW)


def test_a_text_is_as_wide_as_the_terminal_and_a_file_is_not(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "150")
    show(REVIEW, "text", None, verbose=False)
    assert capsys.readouterr().out == text(REVIEW, width=150, color=True, verbose=False, unicode=True)
    show(REVIEW, "text", tmp_path / "it", verbose=True)
    assert (tmp_path / "it").read_text() == text(REVIEW, width=100, color=False, verbose=True, unicode=True)


def test_a_file_has_every_sign_whatever_the_terminal_can_show(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    show(REVIEW, "text", tmp_path / "it", verbose=False)
    assert "1 → 2" in (tmp_path / "it").read_text()


def test_without_anywhere_to_print_nothing_fails(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdout", None)
    show(REVIEW, "text", None, verbose=False)
    show(REVIEW, "text", tmp_path / "it", verbose=False)
    assert "It" in (tmp_path / "it").read_text()


def test_a_stack_of_which_only_something_is_to_be_said_is_shown():
    side = Side(template({"It": (OWN, {})}, Transform=["Mine"]))
    found = whole(Pair("it", side, side))
    assert [(one.name, one.predicted, one.changes) for one in found.stacks] == [("it", True, False)]
    assert found.unchanged == ()
    nothing = Side(template({"It": (OWN, {})}))
    found = whole(Pair("a", nothing, nothing), Pair("b", nothing, Side(template({}))), Pair("c", nothing, nothing))
    assert ([one.name for one in found.stacks], found.unchanged) == (["b"], ("a", "c"))


def test_what_was_noted_while_comparing_is_told_as_routine():
    found = diff(Compared("a against b", (), ("a note",)))
    assert (found.title, [(one.level, one.sentence) for one in found.notes]) == (
        "a against b",
        [(Level.ROUTINE, "a note")],
    )


def test_a_saved_review_goes_by_the_name_of_its_change_set_or_else_of_its_stack(tmp_path):
    told = {"StackName": "hello", "ChangeSetId": "arn:it", "Status": "CREATE_COMPLETE", "Changes": [], "Parameters": []}
    for name, title in (({"ChangeSetName": "release"}, "change set release"), ({}, "change set hello")):
        (tmp_path / "it.json").write_text(json.dumps({**told, **name}))
        assert review_saved([tmp_path / "it.json"]).title == title


def test_one_review_for_several_stacks_is_shown_once_although_they_hold_other_things_and_read_elsewhere():
    declared = {"V": {"Type": "AWS::SSM::Parameter::Value<String>"}}

    def pair(name, **more):
        sides = [template({"It": (OWN, {"A": word, "B": ref("V")}), **more}, Parameters=declared) for word in "12"]
        return Pair(name, *(Side(side, {"V": f"/{name}/v"}) for side in sides))

    found = whole(pair("dev"), pair("test"), pair("prod", Other=(TOPIC, {})))
    assert [(one.name, one.same_as) for one in found.stacks] == [("dev", ("test", "prod"))]


def test_a_release_of_a_service_that_is_set_back_to_a_number_of_tasks_is_not_folded():
    def side(family):
        return template(
            {
                "Task": ("AWS::ECS::TaskDefinition", {"Family": family}),
                "Web": ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), "DesiredCount": 2}),
                "T": ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 1}),
            }
        )

    assert [(one.id, one.level) for one in stack(side("a"), side("b")).rows] == [
        ("Web", Level.OUTAGE),
        ("Task", Level.ROUTINE),
    ]


def test_a_transform_of_one_side_is_noted_whichever_it_is():
    with_it, without = template({"It": (OWN, {})}, Transform=["Mine"]), template({"It": (OWN, {"A": "1"})})
    for sides in ((with_it, without), (without, with_it)):
        assert "what Mine makes of the template" in sentences(stack(*sides))


def test_an_edit_that_brings_in_what_is_made_with_it_is_certain_in_a_prediction():
    subnet = {"CidrBlock": "10.0.0.0/24"}
    before = template({"It": ("AWS::EC2::Subnet", {**subnet, "VpcId": "vpc-1"})})
    after = template({"It": ("AWS::EC2::Subnet", {**subnet, "VpcId": ref("Vpc")}), "Vpc": (VPC, {})})
    assert row(stack(before, after), "It").action == "replace"


def test_a_service_that_names_its_task_definition_by_an_attribute_or_without_a_path_is_folded_too():
    task = modify("Task", edit("Family", "Always"), type_="AWS::ECS::TaskDefinition", replacement="True")
    for detail in (
        follows("Task.TaskDefinitionArn", "Never", "TaskDefinition"),
        follows("Task", "Never", "TaskDefinition", path=""),
        follows("Task", "Never", "TaskDefinition", name=""),
    ):
        (only,) = reviewed(task, modify("Web", detail, type_="AWS::ECS::Service")).rows
        assert only.action == "roll out"


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


def test_weights_are_steered_by_the_service_that_names_the_rule_and_by_no_other():
    def side(weight):
        groups = [{"TargetGroupArn": name, "Weight": weight} for name in "ab"]
        actions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]
        return template(
            {
                "Rule": ("AWS::ElasticLoadBalancingV2::ListenerRule", {"Priority": 1, "Actions": actions}),
                "Web": ("AWS::ECS::Service", {"LoadBalancers": [{"TargetGroupArn": "a"}]}),
            }
        )

    assert "ECS or CodeDeploy may have moved them" in sentences(row(stack(side(1), side(2)), "Rule"))


def test_what_may_be_replaced_and_is_kept_then_is_an_outage_risk():
    it = modify("It", edit("A", "Conditionally"), type_="AWS::DynamoDB::Table", replacement="Conditional")
    found = row(reviewed(replace(it, policy_action="ReplaceAndRetain")), "It")
    assert [one.level for one in found.reasons if one.sentence.startswith("should it be replaced")] == [Level.OUTAGE]


def detailed(type_, old, new, **target):
    """The row of a resource with one detail, whatever it names."""
    detail = Detail(kind="Modify", evaluation="Static", source="DirectModification", **target)
    change = Change("Modify", "It", type_, replacement="False", details=(detail,), before=old, after=new)
    return review_stack(ChangeSet("it", status="CREATE_COMPLETE", changes=(change,))).rows[0]


def test_a_value_that_was_cut_off_is_shown_whole_where_the_context_has_it():
    texts = ['{"a": "1", "b": "2"}', '{"a": "2", "b": "2"}']
    sides = [{"Properties": {"Value": text}} for text in texts]
    found = detailed(
        "AWS::SSM::Parameter", *sides, attribute="Properties", name="Value", path="/Properties/Value",
        before='{"a": "1', after='{"a": "2',
    )  # fmt: skip
    assert [(one.before, one.after) for one in found.differences] == [tuple(texts)]
    alone = detailed("AWS::SSM::Parameter", None, None, attribute="Properties", name="Value", before='["a', after='["b')
    assert alone.differences[0].after == '["b ‹cut off by CloudFormation›'


def test_a_detail_without_a_place_is_told_once_by_what_the_contexts_have():
    sides = [{"Properties": {}, "Metadata": {"a": value}} for value in "12"]
    found = detailed("AWS::SNS::Topic", *sides, attribute="Metadata")
    assert [(one.path, one.before, one.after) for one in found.differences] == [("Metadata/a", "1", "2")]
    assert found.summary == "Metadata/a 1 → 2"


def test_what_cannot_be_changed_is_blocked_also_where_no_values_are_given():
    found = detailed("AWS::KMS::Key", None, None, attribute="Properties", name="KeySpec")
    assert found.level is Level.BLOCKED
