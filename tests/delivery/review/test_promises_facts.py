"""The rules for reading what CloudFormation answers, one by one."""

import json

import pytest

from delivery.review.model import Level
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.promises import changed, faces, keeps, promise, resource, told  # noqa: F401
from tests.delivery.review.reviews import ANSWERS, of, row, saved, sentences, stack

GROUP, BALANCER = "AWS::EC2::SecurityGroup", "AWS::ElasticLoadBalancingV2::LoadBalancer"
TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup"


@keeps("b.1 modes")
@pytest.mark.parametrize(
    ("name", "level", "words"),
    [
        ("express", Level.OUTAGE, "it is not for production"),
        ("express", Level.OUTAGE, "a failure is not rolled back"),
        ("revert-drift", Level.MAYBE, "it takes back what was changed outside CloudFormation"),
        ("import", Level.MAYBE, "resources that exist already under these names are taken into the stack"),
        ("kept-when-it-fails", Level.OUTAGE, "a failure leaves the stack half way"),
        ("deleted-when-it-fails", Level.MAYBE, "a failure deletes the stack"),
    ],
)
def test_a_mode_that_is_out_of_the_ordinary_is_said_on_every_face(name, level, words):
    assert (level, True) in [(note.level, words in note.sentence) for note in saved(name).notes]
    for kind, face in faces(name).items():
        assert words in face, kind


def test_a_mode_that_is_ordinary_is_no_note():
    assert saved("parameters").notes == ()


@keeps("b.2.3")
def test_a_value_that_is_cut_off_is_whole_where_the_context_has_it():
    whole = [{"Name": f"variable {number}"} for number in range(40)]

    def cut(answer):
        found = resource(answer, "Logs")
        found["AfterContext"] = json.dumps({"Properties": {"RetentionInDays": 90, "Long": whole}})
        found["BeforeContext"] = json.dumps({"Properties": {"RetentionInDays": 90, "Long": []}})
        found["Details"][0]["Target"] |= {
            "Name": "Long",
            "Path": "/Properties/Long",
            "BeforeValue": "[]",
            "AfterValue": json.dumps(whole)[:200],
        }

    (found,) = row(changed("actions", cut), "Logs").differences
    assert json.loads(found.after) == whole


@keeps("b.2.5")
def test_a_change_set_that_failed_still_shows_the_changes_that_it_lists():
    found = saved("failed-nested", "failed-nested-mail")
    mail = told("failed-nested-mail")
    assert found.level is Level.BLOCKED
    assert "this change set cannot be executed" in sentences(found)
    assert mail["StatusReason"] in sentences(found)
    assert row(found, "Mail")
    for one in mail["Changes"]:
        assert row(found, f"Mail/{one['ResourceChange']['LogicalResourceId']}")


@keeps("b.2.6 empty", "d3")
@pytest.mark.parametrize("name", ["empty", "empty-no-updates"])
def test_an_empty_change_set_is_no_error_and_one_clear_sentence(command, name):
    ended = command("review", "--saved", ANSWERS / f"{name}.json", "--exit-code")
    assert (ended.code, ended.err) == (0, "")
    assert "CloudFormation found nothing to change" in ended.out
    assert "blocked" not in ended.out


@keeps("b.2.6 only outputs")
def test_a_change_set_without_resources_is_not_empty_and_must_be_executed():
    (note,) = saved("only-outputs").notes
    assert note.sentence.endswith("only outputs, metadata or tags of the stack: it must be executed all the same")
    (other,) = changed("only-outputs", lambda answer: answer.update(Status="FAILED", StatusReason="No power.")).notes
    assert (other.level, other.sentence) == (Level.BLOCKED, "this change set cannot be executed: No power.")


@keeps("b.2.7", "b.12 unknown")
@pytest.mark.parametrize("member", ["Action", "PolicyAction", "Replacement", "ResourceDriftStatus"])
def test_a_word_that_nobody_knows_yet_is_shown_raw_and_needs_a_person(member):
    found = row(changed("actions", lambda answer: resource(answer, "Logs").update({member: "Transmogrify"})), "Logs")
    assert found.level is Level.UNKNOWN
    assert f'not understood: {member} "Transmogrify"' in sentences(found)
    assert f'"{member}": "Transmogrify"' in found.raw


@keeps("b.3 hint", "a: early validation", "d8")
def test_a_change_set_that_validation_refused_comes_with_the_command_that_says_why():
    answer = told("failed-early-validation")
    command = f"aws cloudformation describe-events --change-set-name {answer['ChangeSetId']}"
    (note,) = saved("failed-early-validation").notes
    assert note.level is Level.BLOCKED
    assert answer["StatusReason"].rstrip(".") in note.sentence
    assert note.sentence.endswith(command)
    for name, face in faces("failed-early-validation").items():
        assert command in face, name


@keeps("b.5 three values", "a: takes back drift", "d9")
def test_a_value_that_drifted_is_three_what_was_deployed_what_is_there_and_what_will_be():
    found = row(saved("revert-drift"), "Web")
    (one,) = found.differences
    assert (one.deployed, one.before, one.after, one.drifted) == ("3", "9", "3", True)
    assert "it overwrites what somebody changed outside CloudFormation" in sentences(found)
    shown = faces("revert-drift")
    assert "DesiredCount: 9 → 3  (edited since: 3 was deployed)" in shown["text"]
    assert "| DesiredCount | 9 | 3 | edited since: 3 was deployed |" in shown["markdown"]
    assert "deployed last 3 is there 9 after 3" in shown["html"]
    assert '"deployed": "3"' in shown["json"]


@pytest.mark.parametrize(
    ("before", "origin"), [("3", "PREVIOUS_DEPLOYMENT_STATE"), ("9", "ACTUAL_STATE")], ids=["deployed", "there"]
)
def test_what_is_there_stands_before_wherever_cloudformation_took_its_value_from(before, origin):
    def taken(answer):
        target = resource(answer, "Web")["Details"][0]["Target"]
        target |= {"BeforeValue": before, "BeforeValueFrom": origin}

    (one,) = row(changed("revert-drift", taken), "Web").differences
    assert (one.deployed, one.before, one.after) == ("3", "9", "3")


@keeps("b.5 left alone")
def test_drift_that_cloudformation_leaves_alone_is_named_with_the_reason():
    notes = row(saved("revert-drift"), "Web").notes
    (words,) = (note for note in notes if note.startswith("drift that CloudFormation leaves alone"))
    for path, why in (
        ("/Properties/ServiceArn", "managed by aws"),
        ("/Properties/ForceNewDeployment", "write only property"),
        ("/Properties/ServiceConnectConfiguration", "sensitive property"),
    ):
        assert f"{path} ({why})" in words


@keeps("b.5 not looked at")
@pytest.mark.parametrize("id_", ["Certificate", "Record", "Key"])
def test_what_was_not_looked_at_for_drift_is_said(id_):
    assert any("was not looked at" in note for note in row(saved("revert-drift"), id_).notes)
    assert not any("was not looked at" in note for note in row(saved("revert-drift"), "Logs").notes)


@keeps("b.10 names that block")
@pytest.mark.parametrize(
    ("type_", "name", "property_", "before", "after"),
    [
        (TARGETS, "Name", "Port", 80, 81),
        (TARGETS, "Name", "Protocol", "HTTP", "HTTPS"),
        (TARGETS, "Name", "VpcId", "a", "b"),
        (TARGETS, "Name", "TargetType", "ip", "instance"),
        (TARGETS, "Name", "IpAddressType", "ipv4", "ipv6"),
        (TARGETS, "Name", "ProtocolVersion", "HTTP1", "HTTP2"),
        ("AWS::ECS::Service", "ServiceName", "SchedulingStrategy", "REPLICA", "DAEMON"),
        ("AWS::ECS::Service", "ServiceName", "Role", "a", "b"),
        (BALANCER, "Name", "Scheme", "internet-facing", "internal"),
        (BALANCER, "Name", "Type", "application", "network"),
        (GROUP, "GroupName", "GroupDescription", "a", "b"),
        ("AWS::ECR::Repository", "RepositoryName", "EncryptionConfiguration", {"EncryptionType": "AES256"}, {}),
    ],
)
def test_a_resource_with_a_name_of_its_own_cannot_be_replaced(type_, name, property_, before, after):
    found = of(type_, {name: "mine", property_: before}, {name: "mine", property_: after})
    assert found.level is Level.BLOCKED
    assert f'{name} "mine" is taken' in sentences(found)
    free = of(type_, {property_: before}, {property_: after})
    assert free.action == "replace"
    assert free.level is not Level.BLOCKED


@keeps("b.10 groups and balancers", "b.12 outage risk")
@pytest.mark.parametrize(
    ("type_", "property_", "before", "after"),
    [
        (GROUP, "GroupDescription", "web", "the web"),
        (GROUP, "VpcId", "vpc-1", "vpc-2"),
        (BALANCER, "Name", "a", "b"),
        (TARGETS, "Port", 80, 8080),
        ("AWS::ElasticLoadBalancingV2::Listener", "LoadBalancerArn", "a", "b"),
        ("AWS::ECS::Service", "Cluster", "a", "b"),
        ("AWS::ECS::Cluster", "ClusterName", "a", "b"),
    ],
)
def test_what_users_would_notice_is_an_outage_risk_when_it_is_replaced_or_removed(type_, property_, before, after):
    for there in ({property_: after}, None):
        found = of(type_, {property_: before}, there)
        assert found.action == ("remove" if there is None else "replace")
        assert found.level is Level.OUTAGE
        assert found.reasons[0].level is Level.OUTAGE


@keeps("b.12 data loss")
@pytest.mark.parametrize(
    "type_",
    [
        "AWS::EFS::FileSystem",
        "AWS::S3::Bucket",
        "AWS::DynamoDB::Table",
        "AWS::EC2::Volume",
        "AWS::KMS::Key",
        "AWS::ECR::Repository",
        "AWS::SecretsManager::Secret",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBInstance",
    ],
)
def test_what_holds_data_and_is_deleted_is_data_loss(type_):
    found = of(type_, {}, None, {"DeletionPolicy": "Delete"})
    assert (found.level, found.action) == (Level.DATA_LOSS, "remove")
    assert of(type_, {}, None, {"DeletionPolicy": "Retain"}).level is not Level.DATA_LOSS


@keeps("b.12 access")
@pytest.mark.parametrize(
    ("name", "id_", "words"),
    [
        ("access-widening", "TaskRole", "may iam:PassRole, sqs:* on *"),
        ("group-opening", "WebGroup", "TCP 22 from anywhere (0.0.0.0/0)"),
    ],
)
def test_whoever_may_do_more_is_told_as_a_dangerous_statement(name, id_, words):
    found = row(saved(name), id_)
    assert found.level is Level.ACCESS
    assert words in [one.sentence for one in found.statements if one.gained and one.dangerous]


@keeps("b.12 maybe")
def test_what_is_not_known_yet_is_a_maybe_and_says_on_what_it_depends():
    found = saved("known-after")
    assert {one.level for one in found.rows} == {Level.MAYBE}
    assert "it may be unchanged: that depends on Task" in sentences(row(found, "Web"))
    assert "it may be unchanged: that depends on Queue.QueueName" in sentences(row(found, "Role"))


@keeps("b.12 routine")
def test_a_new_image_is_one_line_also_where_cloudformation_says_so():
    (found,) = saved("image-rollout").rows
    assert (found.level, found.summary) == (Level.ROUTINE, "image of web 1.4.0 → 1.5.0, rolling deployment")
    assert {one.id for one in found.members} == {"WebTask", "WebService"}
    sides = [
        template(
            {"Topic": {"Type": "AWS::SNS::Topic", "Metadata": {"Made": number}, "Properties": {"TopicName": ref("A")}}},
            Parameters={"A": {"Type": "String", "Default": "a"}},
        )
        for number in (1, 2)
    ]
    assert row(stack(*sides), "Topic").level is Level.ROUTINE
