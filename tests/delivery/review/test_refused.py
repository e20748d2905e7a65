"""What cannot succeed is blocked; what goes another way, or cannot be seen, says so."""

import pytest

from delivery.review.model import Level
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.reviews import of, row, sentences, stack

DATABASE = "AWS::RDS::DBInstance"
VERSIONS = [
    ("postgres", "15.4", "16.3", {}, Level.BLOCKED),
    ("postgres", "15.4", "16.3", {"AllowMajorVersionUpgrade": "true"}, Level.ROUTINE),
    ("postgres", "15.4", "14.9", {"AllowMajorVersionUpgrade": True}, Level.BLOCKED),
    ("postgres", "15.4", "15.6", {}, Level.ROUTINE),
    ("mysql", "8.0.35", "8.4.1", {}, Level.BLOCKED),
    ("mysql", "8.0.35", "8.0.36", {}, Level.ROUTINE),
]


@pytest.mark.parametrize(("engine", "old", "new", "more", "level"), VERSIONS, ids=str)
def test_a_database_takes_a_new_major_version_only_if_it_may_and_never_an_older_one(engine, old, new, more, level):
    sides = [{"Engine": engine, "EngineVersion": version, **more} for version in (old, new)]
    assert of(DATABASE, *sides).level is level


@pytest.mark.parametrize(
    ("type_", "name"), [("AWS::EC2::Volume", "Size"), (DATABASE, "AllocatedStorage")], ids=["a volume", "a database"]
)
def test_what_can_only_grow_is_blocked_when_it_shrinks(type_, name):
    assert of(type_, {name: 100}, {name: 50}).level is Level.BLOCKED
    assert of(type_, {name: 50}, {name: 100}).level is Level.ROUTINE


ONE_AT_A_TIME = [
    ("AWS::EC2::Subnet", {"CidrBlock": "10.0.0.0/24", "VpcId": "v"}, "AvailabilityZone", "CidrBlock"),
    ("AWS::EC2::NatGateway", {"AllocationId": "eipalloc-1"}, "SubnetId", "AllocationId"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", {"Name": "web"}, "Port", "Name"),
    ("AWS::SQS::Queue", {"QueueName": "jobs.fifo"}, "FifoQueue", "QueueName"),
]


@pytest.mark.parametrize(("type_", "kept", "changed", "taken"), ONE_AT_A_TIME, ids=[case[0] for case in ONE_AT_A_TIME])
def test_what_only_one_can_have_at_a_time_blocks_a_replacement(type_, kept, changed, taken):
    found = of(type_, {**kept, changed: "1"}, {**kept, changed: "2"})
    assert found.level is Level.BLOCKED
    assert f"{taken} " in sentences(found)
    free = {name: f"{value}-other" for name, value in kept.items() if name == taken}
    assert of(type_, {**kept, changed: "1"}, {**kept, **free, changed: "2"}).level is not Level.BLOCKED


def test_a_subnet_in_another_network_takes_no_address_away():
    sides = [{"CidrBlock": "10.0.0.0/24", "VpcId": name} for name in ("vpc-1", "vpc-2")]
    assert of("AWS::EC2::Subnet", *sides).level is Level.OUTAGE


@pytest.mark.parametrize(
    ("type_", "properties", "words"),
    [
        ("AWS::S3::Bucket", {"BucketName": "b"}, 'BucketName "b" is still taken by Old'),
        ("AWS::IAM::Role", {"RoleName": "r"}, 'RoleName "r" is still taken by Old'),
        ("AWS::EC2::Subnet", {"CidrBlock": "10.0.0.0/24", "VpcId": "v"}, "is still taken by Old"),
    ],
)
def test_a_new_logical_id_for_the_same_name_is_blocked(type_, properties, words):
    old, new = ({"Type": type_, "DeletionPolicy": "Retain", "Properties": properties} for _ in "ab")
    found = stack(template({"Old": old}), template({"New": new}))
    assert row(found, "New").level is Level.BLOCKED
    assert words in sentences(row(found, "New"))
    edited = {**new, "Properties": {**properties, "Tags": [{"Key": "a", "Value": "b"}]}}
    named = stack(template({"Old": old}), template({"New": edited}))
    assert (row(named, "New").level is Level.BLOCKED) == (type_ != "AWS::EC2::Subnet")


def balanced(scheme, port=80):
    return template(
        {
            "Lb": ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Scheme": scheme}),
            "Group": ("AWS::ElasticLoadBalancingV2::TargetGroup", {"Port": port}),
            "Listener": (
                "AWS::ElasticLoadBalancingV2::Listener",
                {"LoadBalancerArn": ref("Lb"), "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("Group")}]},
            ),
        }
    )


def test_a_target_group_cannot_belong_to_two_load_balancers():
    found = row(stack(balanced("internal"), balanced("internet-facing")), "Lb")
    assert found.level is Level.BLOCKED
    assert "the target group Group cannot belong to the old and to the new load balancer" in sentences(found)
    assert row(stack(balanced("internal"), balanced("internet-facing", port=81)), "Lb").level is Level.OUTAGE


def test_another_type_under_the_same_id_is_blocked():
    found = row(stack(template({"It": ("AWS::SNS::Topic", {})}), template({"It": ("AWS::SQS::Queue", {})})), "It")
    assert found.level is Level.BLOCKED
    assert "its type changes from AWS::SNS::Topic" in sentences(found)


STEERED = [
    ("AWS::ElasticLoadBalancingV2::Listener", "DefaultActions", [{"Type": "forward"}], [{"Type": "redirect"}]),
    ("AWS::ElasticLoadBalancingV2::Listener", "Port", "443", "8443"),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "Priority", "10", "1"),
    ("AWS::EC2::Route", "GatewayId", "nat-1", "igw-1"),
    ("AWS::Route53::RecordSet", "ResourceRecords", ["192.0.2.1"], ["192.0.2.2"]),
    ("AWS::Route53::RecordSet", "Weight", "100", "0"),
    ("AWS::SecretsManager::Secret", "GenerateSecretString", {"PasswordLength": 32}, {"PasswordLength": 16}),
    ("AWS::DynamoDB::Table", "GlobalSecondaryIndexes", [{"IndexName": "a"}, {"IndexName": "b"}], [{"IndexName": "a"}]),
]


@pytest.mark.parametrize(("type_", "name", "old", "new"), STEERED, ids=[f"{case[0]} {case[1]}" for case in STEERED])
def test_what_goes_another_way_is_an_outage_risk(type_, name, old, new):
    found = of(type_, {name: old}, {name: new})
    assert (found.action, found.level) == ("change", Level.OUTAGE)


def test_items_that_are_deleted_by_themselves_are_a_loss_of_data():
    sides = [{"TimeToLiveSpecification": {"AttributeName": "t", "Enabled": on}} for on in (False, True)]
    assert of("AWS::DynamoDB::Table", *sides).level is Level.DATA_LOSS
    assert of("AWS::DynamoDB::Table", *sides[::-1]).level is Level.ROUTINE


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (DATABASE, {"DeletionProtection": True}),
        ("AWS::DynamoDB::Table", {"DeletionProtectionEnabled": "true"}),
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            {"LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": "true"}]},
        ),
    ],
)
def test_what_is_protected_from_deletion_stays(type_, properties):
    found = of(type_, properties, None)
    assert found.level is Level.OUTAGE
    assert (
        sentences(found)
        == "outage risk: it is protected from deletion: that fails, and the old one stays, outside the stack"
    )


def test_a_port_that_is_closed_is_an_outage_risk():
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}
    found = of("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": [rule]}, {"SecurityGroupIngress": []})
    assert found.level is Level.OUTAGE
    assert "TCP 443 from 10.0.0.0/8: this is let through no more" in sentences(found)


def test_a_task_that_acts_as_another_role_is_never_folded():
    def side(name, image):
        return template(
            {
                "Task": (
                    "AWS::ECS::TaskDefinition",
                    {"TaskRoleArn": name, "ContainerDefinitions": [{"Name": "web", "Image": image}]},
                ),
                "Web": ("AWS::ECS::Service", {"TaskDefinition": ref("Task")}),
            }
        )

    found = stack(
        side("arn:aws:iam::111122223333:role/limited", "web:1"), side("arn:aws:iam::111122223333:role/admin", "web:2")
    )
    task = row(found, "Task")
    assert task.level is Level.ACCESS
    assert "its containers act as arn:aws:iam::111122223333:role/admin from now on" in sentences(task)
    assert task.summary == "image of web 1 → 2 and TaskRoleArn"
    assert not any(one.members for one in found.rows)


@pytest.mark.parametrize(
    "type_", ["AWS::Serverless::SimpleTable", "AWS::Brand::New", "MongoDB::Atlas::Cluster", "Custom::Mine"]
)
def test_what_holds_data_or_not_of_an_unknown_type_needs_a_person(type_):
    assert of(type_, {"A": "b"}, None).level is Level.UNKNOWN


def test_another_template_of_a_nested_stack_is_not_routine():
    sides = [{"TemplateURL": f"https://example.com/{version}.yaml"} for version in "ab"]
    assert of("AWS::CloudFormation::Stack", *sides).level is Level.UNKNOWN


def test_a_parameter_that_is_hidden_no_more_is_told():
    def side(**more):
        return template(
            {"Topic": ("AWS::SNS::Topic", {"DisplayName": ref("Word")})},
            Parameters={"Word": {"Type": "String", **more}},
        )

    found = stack(side(NoEcho=True), side(), {"Word": "sesame-street"})
    assert "access: Word is no longer NoEcho" in sentences(found)


def test_another_transform_is_a_change_of_which_nobody_knows_what_it_does():
    sides = [template({"Topic": ("AWS::SNS::Topic", {})}, Transform=[name]) for name in ("One", "Two")]
    found = stack(*sides)
    assert found.changes
    assert "unknown: what One and Two make of the template is only known in the account" in sentences(found)


def test_a_database_that_is_made_anew_may_have_any_version_and_size():
    sides = [
        {"Engine": "postgres", "EngineVersion": version, "DBName": name, "AllocatedStorage": size}
        for version, name, size in (("16.3", "a", 100), ("15.4", "b", 50))
    ]
    found = of(DATABASE, *sides)
    assert (found.action, found.level) == ("replace", Level.DATA_LOSS)
