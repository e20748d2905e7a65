"""Rows with a level and the reason for it."""

import json
from itertools import chain

import pytest

from delivery.review.model import Level
from delivery.review.stack_policy import read_policy
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import get, ref, template
from tests.delivery.review.reviews import ANSWERS, of, row, saved, sentences, stack, whole

TABLE = ("AWS::DynamoDB::Table", {"TableName": "a"})
NAMELESS = ("AWS::DynamoDB::Table", {"KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]})
CLUSTER = ("AWS::ECS::Cluster", {"ClusterName": "main"})
KINDS = sorted(path.stem for path in ANSWERS.glob("*.json"))


@pytest.mark.parametrize("name", KINDS)
def test_every_change_of_a_saved_answer_is_in_exactly_one_row(name):
    found = saved(name)
    rows = [one.id for one in chain.from_iterable(found.members or (found,) for found in found.rows)]
    told = json.loads((ANSWERS / f"{name}.json").read_text())
    wanted = [one.get("ResourceChange", {}).get("LogicalResourceId", "") for one in told.get("Changes", [])]
    assert sorted(rows) == sorted(wanted)
    assert found.rows or found.notes


LEVELS = [
    ("a table that is removed", of("AWS::DynamoDB::Table", {}, None), Level.DATA_LOSS, "the items"),
    (
        "a table that stays when it is removed",
        of("AWS::DynamoDB::Table", {}, None, {"DeletionPolicy": "Retain"}),
        Level.ROUTINE,
        "outside the stack",
    ),
    ("a table that is replaced", of(NAMELESS[0], NAMELESS[1], {}), Level.DATA_LOSS, "is deleted"),
    (
        "a table that is replaced and kept",
        of(NAMELESS[0], NAMELESS[1], {}, {"UpdateReplacePolicy": "Retain"}),
        Level.OUTAGE,
        "the new one",
    ),
    ("a service that is replaced", of("AWS::ECS::Service", {"Cluster": "a"}, {"Cluster": "b"}), Level.OUTAGE, ""),
    ("a listener that is removed", of("AWS::ElasticLoadBalancingV2::Listener", {}, None), Level.OUTAGE, ""),
    (
        "fewer tasks",
        of("AWS::ECS::Service", {"DesiredCount": 4}, {"DesiredCount": 2}),
        Level.OUTAGE,
        "from 4 to 2",
    ),
    ("more tasks", of("AWS::ECS::Service", {"DesiredCount": 2}, {"DesiredCount": 4}), Level.ROUTINE, ""),
    (
        "a port for everybody",
        of(
            "AWS::EC2::SecurityGroup",
            {"GroupDescription": "x"},
            {
                "GroupDescription": "x",
                "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}],
            },
        ),
        Level.ACCESS,
        "TCP 22",
    ),
    ("an alarm that goes", of("AWS::CloudWatch::Alarm", {"MetricName": "x"}, None), Level.OUTAGE, ""),
    (
        "protection that is switched off",
        of("AWS::RDS::DBInstance", {"DeletionProtection": True}, {"DeletionProtection": False}),
        Level.OUTAGE,
        "protection",
    ),
    (
        "retention that shrinks",
        of("AWS::Logs::LogGroup", {"RetentionInDays": 365}, {"RetentionInDays": 7}),
        Level.DATA_LOSS,
        "365",
    ),
    (
        "encryption that goes away",
        of("AWS::SQS::Queue", {"KmsMasterKeyId": "alias/mine"}, {}),
        Level.ACCESS,
        "encrypt",
    ),
    (
        "a key that cannot become another",
        of("AWS::KMS::Key", {"KeySpec": "RSA_2048"}, {"KeySpec": "RSA_4096"}),
        Level.BLOCKED,
        "KeySpec",
    ),
    ("a type that nobody knows", of("Some::Own::Type", {"A": "1"}, {"A": "2"}), Level.UNKNOWN, "does not publish"),
    ("a name to show", of("AWS::SNS::Topic", {"DisplayName": "a"}, {"DisplayName": "b"}), Level.ROUTINE, ""),
]


@pytest.mark.parametrize(("found", "level", "words"), [case[1:] for case in LEVELS], ids=[case[0] for case in LEVELS])
def test_the_level_says_how_dangerous_it_is(found, level, words):
    assert found.level is level, sentences(found)
    assert words in sentences(found)


def test_a_name_that_is_taken_blocks_a_replacement():
    group = "AWS::ElasticLoadBalancingV2::TargetGroup"
    found = of(group, {"Name": "web", "Port": 80}, {"Name": "web", "Port": 3000})
    assert found.level is Level.BLOCKED
    assert 'Name "web" is taken' in sentences(found)
    assert of(group, {"Name": "web", "Port": 80}, {"Name": "web-2", "Port": 3000}).level is Level.OUTAGE
    assert of(group, {"Port": 80}, {"Port": 3000}).level is Level.OUTAGE


def test_a_name_of_something_else_blocks_nothing():
    found = of(
        "AWS::RDS::DBInstance", {"DBSubnetGroupName": "a", "DBName": "x"}, {"DBSubnetGroupName": "a", "DBName": "y"}
    )
    assert "is taken" not in sentences(found)


def test_a_stack_policy_blocks_what_it_denies(tmp_path):
    text = json.dumps(
        {
            "Statement": [
                {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": "Update:Replace", "Principal": "*", "Resource": "LogicalResourceId/It"},
            ]
        }
    )
    policy = read_policy(text, tmp_path / "policy.json")
    sides = [template({"It": ("AWS::ECS::Service", {"Cluster": name})}) for name in "ab"]
    assert row(stack(*sides), "It").level is Level.OUTAGE
    found = row(stack(*sides, policy=policy), "It")
    assert found.level is Level.BLOCKED
    assert "the stack policy denies Update:Replace of It" in sentences(found)


def rollout(task=(1, 1), **service):
    def side(number, more):
        return template(
            {
                "Task": (
                    "AWS::ECS::TaskDefinition",
                    {
                        "Cpu": str(256 * task[number]),
                        "ContainerDefinitions": [{"Name": "web", "Image": f"repo/web:1.{number}"}],
                    },
                ),
                "Service": ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), "Cluster": "main", **more}),
            }
        )

    return stack(side(0, service.get("before", {})), side(1, service.get("after", {})))


def test_a_new_image_is_one_line_with_what_it_was_and_will_be():
    found = rollout(task=(1, 2))
    (only,) = found.rows
    assert (only.action, only.level) == ("roll out", Level.ROUTINE)
    assert only.summary == "image of web 1.0 → 1.1 and Cpu 256 → 512, rolling deployment"
    assert [member.id for member in only.members] == ["Task", "Service"]


def test_how_it_is_deployed_is_said():
    blue_green = {"DeploymentConfiguration": {"Strategy": "BLUE_GREEN"}}
    assert rollout(before=blue_green, after=blue_green).rows[0].summary.endswith("blue/green deployment")
    other = {"DeploymentController": {"Type": "CODE_DEPLOY"}}
    assert rollout(before=other, after=other).rows[0].summary.endswith("deployed by CodeDeploy")


@pytest.mark.parametrize(
    "service",
    [
        {"before": {"DesiredCount": 4}, "after": {"DesiredCount": 1}},
        {"before": {"Cluster": "a"}, "after": {"Cluster": "b"}},
        {"before": {"HealthCheckGracePeriodSeconds": 60}, "after": {"HealthCheckGracePeriodSeconds": 0}},
    ],
    ids=str,
)
def test_what_is_dangerous_about_a_release_is_never_folded(service):
    found = rollout(**service)
    assert {one.id for one in found.rows} == {"Task", "Service"}


def test_less_memory_or_cpu_is_not_folded_either():
    found = rollout(task=(2, 1))
    assert row(found, "Task").level is Level.OUTAGE
    assert not any(one.members for one in found.rows)


def test_the_same_tags_on_many_resources_are_one_line():
    def side(value):
        tags = [{"Key": "Team", "Value": value}]
        return template({name: ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16", "Tags": tags}) for name in "ABC"})

    (only,) = stack(side("red"), side("blue")).rows
    assert (only.level, only.type, [one.id for one in only.members]) == (Level.ROUTINE, "3 resources", ["A", "B", "C"])
    assert "red → blue" in only.summary


def test_the_chain_of_causes_leads_to_the_root():
    def side(cidr):
        return template(
            {
                "Vpc": ("AWS::EC2::VPC", {"CidrBlock": ref("VpcCidr")}),
                "Table": ("AWS::EC2::RouteTable", {"VpcId": ref("Vpc")}),
                "Route": ("AWS::EC2::Route", {"RouteTableId": ref("Table"), "DestinationCidrBlock": "0.0.0.0/0"}),
            },
            Parameters={"VpcCidr": {"Type": "String", "Default": cidr}},
        )

    found = stack(side("10.0.0.0/16"), side("10.1.0.0/16"))
    chain_of = [(cause.sentence, cause.row) for cause in row(found, "Route").causes]
    assert chain_of == [
        ("Table is replaced", "Table"),
        ("Vpc is replaced", "Vpc"),
        ("the parameter VpcCidr changed", ""),
    ]


def test_a_stack_that_reads_what_another_changes_is_told_with_the_stack():
    def network(cidr):
        published = {"Name": "/a/vpc", "Type": "String", "Value": ref("Vpc")}
        return Side(
            template({"Vpc": ("AWS::EC2::VPC", {"CidrBlock": cidr}), "Published": ("AWS::SSM::Parameter", published)})
        )

    web = Side(
        template(
            {"Group": ("AWS::EC2::SecurityGroup", {"GroupDescription": "x", "VpcId": ref("VpcId")})},
            Parameters={"VpcId": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>"}},
        ),
        {"VpcId": "/a/vpc"},
    )
    found = whole(Pair("network", network("10.0.0.0/16"), network("10.1.0.0/16")), Pair("web", web, web))
    group = row(found.stacks[1], "Group")
    assert (group.action, group.level) == ("replace", Level.OUTAGE)
    assert group.causes[0].sentence == "VpcId is what /a/vpc holds, which network changes"


def test_the_same_review_of_several_stacks_is_shown_once():
    sides = [Side(template({"Logs": ("AWS::Logs::LogGroup", {"RetentionInDays": days})})) for days in (7, 30)]
    found = whole(Pair("dev", *sides), Pair("prod", *sides))
    assert [(one.name, one.same_as) for one in found.stacks] == [("dev", ("prod",))]


def blue_green(weight, service=True, rule=None):
    forward = {
        "Type": "forward",
        "ForwardConfig": {
            "TargetGroups": [{"TargetGroupArn": "a", "Weight": weight}, {"TargetGroupArn": "b", "Weight": 100 - weight}]
        },
    }
    resources = {"Rule": ("AWS::ElasticLoadBalancingV2::ListenerRule", rule or {"Priority": 1, "Actions": [forward]})}
    if service:
        advanced = {"AlternateTargetGroupArn": "b", "ProductionListenerRule": ref("Rule")}
        balancers = [{"TargetGroupArn": "a", "AdvancedConfiguration": advanced}]
        resources["Web"] = ("AWS::ECS::Service", {"LoadBalancers": balancers})
    return template(resources)


def test_writing_over_live_weights_is_an_outage_risk():
    found = row(stack(blue_green(100), blue_green(90)), "Rule")
    assert found.level is Level.OUTAGE
    assert "ECS moves them for Web" in sentences(found)
    assert row(stack(blue_green(100, service=False), blue_green(90, service=False)), "Rule").level is Level.OUTAGE


def test_a_rule_that_nobody_shifts_has_no_live_weights():
    def side(path):
        one = {"Type": "forward", "TargetGroupArn": "a"}
        return blue_green(0, service=False, rule={"Priority": 1, "Actions": [{**one, "Order": path}]})

    assert "live weights" not in sentences(row(stack(side("1"), side("2")), "Rule"))


def test_a_desired_count_beside_autoscaling_is_an_outage_risk_at_any_update():
    def side(tag, scaled):
        target = {
            "Target": (
                "AWS::ApplicationAutoScaling::ScalableTarget",
                {"ServiceNamespace": "ecs", "MinCapacity": 1, "MaxCapacity": 9},
            )
        }
        service = {"DesiredCount": 2, "EnableExecuteCommand": tag}
        return template({"Web": ("AWS::ECS::Service", service), **(target if scaled else {})})

    assert "DesiredCount 2 stands beside autoscaling" in sentences(
        row(stack(side(True, True), side(False, True)), "Web")
    )
    assert "autoscaling" not in sentences(row(stack(side(True, False), side(False, False)), "Web"))


def test_a_resource_under_a_new_name_is_pointed_out():
    found = stack(template({"Old": TABLE}), template({"New": TABLE}))
    assert "it comes back as New" in sentences(row(found, "Old"))
    assert "it is what Old was" in sentences(row(found, "New"))
    assert row(found, "Old").level is Level.DATA_LOSS
    other = stack(template({"Old": TABLE}), template({"New": CLUSTER}))
    assert "comes back" not in sentences(row(other, "Old"))


def test_a_grant_to_the_successor_of_what_is_replaced_is_no_new_access():
    def side(cidr):
        return template(
            {
                "Vpc": ("AWS::EC2::VPC", {"CidrBlock": cidr}),
                "Group": ("AWS::EC2::SecurityGroup", {"GroupDescription": "x", "VpcId": ref("Vpc")}),
                "Rule": (
                    "AWS::EC2::SecurityGroupIngress",
                    {
                        "GroupId": get("Group", "GroupId"),
                        "IpProtocol": "tcp",
                        "FromPort": 80,
                        "ToPort": 80,
                        "CidrIp": "0.0.0.0/0",
                    },
                ),
            }
        )

    found = row(stack(side("10.0.0.0/16"), side("10.1.0.0/16")), "Rule")
    assert found.statements == ()
    assert found.action == "replace"


def test_what_a_replacement_depends_on_is_said():
    found = row(saved("false-replacement"), "Target")
    assert (found.action, found.level) == ("maybe replace", Level.MAYBE)
    assert "may be unchanged: it is only replaced if Vpc turns out to be another value" in sentences(found)


def test_what_may_be_replaced_and_holds_data_is_not_a_maybe():
    def side(size):
        return template(
            {
                "Own": ("Some::Own::Type", {"Size": size}),
                "Table": ("AWS::DynamoDB::Table", {"TableName": {"Fn::Sub": "t-${Own}"}}),
            }
        )

    found = row(stack(side("1"), side("2")), "Table")
    assert (found.action, found.level) == ("maybe replace", Level.DATA_LOSS)
    assert "should it be replaced" in sentences(found)


def test_rows_come_worst_first_and_what_begins_it_before_what_follows():
    found = saved("vpc-cidr")
    assert found.rows[0].id == "Vpc"
    ranks = [one.level.rank for one in found.rows]
    assert ranks == sorted(ranks)
