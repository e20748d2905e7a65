"""Why a change has its level."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY, Change, Drift
from delivery.review import Surroundings
from delivery.review.model import Level
from delivery.review.stack_policy import read_policy
from tests.delivery.predict.sides import get, ref, template
from tests.delivery.review.changes import OWN, TOPIC, detailed, edit, modify, reviewed
from tests.delivery.review.reviews import of, row, sentences, stack

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


def test_a_value_that_was_cut_off_or_left_out_is_taken_from_the_context():
    sides = [{"Properties": {"A": [number, "x"], "B": f"b{number}"}} for number in (1, 2)]
    details = (edit("A", before='["1', after='["2'), edit("B", before=None, after=None))
    found = row(reviewed(modify("It", *details, before=sides[0], after=sides[1])), "It").differences
    assert [(one.path, one.before, one.after) for one in found] == [("A", '[1, "x"]', '[2, "x"]'), ("B", "b1", "b2")]


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


def test_what_cannot_be_changed_is_blocked_also_where_no_values_are_given():
    found = detailed("AWS::KMS::Key", None, None, attribute="Properties", name="KeySpec")
    assert found.level is Level.BLOCKED
