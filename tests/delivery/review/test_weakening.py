"""What gets weaker is told with both figures; what gets stronger, or is not known, is not claimed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.review.model import Level
from delivery.review.weakening import weakened_attributes, weakenings
from delivery.review.weakening.judge import CHECKS

EXAMPLES = settings(max_examples=150, deadline=None, database=None, derandomize=True)
OUTAGE, ACCESS, LOSS, MAYBE = Level.OUTAGE, Level.ACCESS, Level.DATA_LOSS, Level.MAYBE
SERVICE, TASK, ALARM = "AWS::ECS::Service", "AWS::ECS::TaskDefinition", "AWS::CloudWatch::Alarm"
DATABASE, TABLE, LOGS, BUCKET = "AWS::RDS::DBInstance", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::S3::Bucket"
BALANCER, LISTENER, TARGETS = (
    f"AWS::ElasticLoadBalancingV2::{name}" for name in ("LoadBalancer", "Listener", "TargetGroup")
)
IMAGES, FIREWALL, QUEUE, FUNCTION = (
    "AWS::ECR::Repository",
    "AWS::WAFv2::WebACL",
    "AWS::SQS::Queue",
    "AWS::Lambda::Function",
)
GUESSED = "‹decided later›"


def deployment(**given):
    return {"DeploymentConfiguration": given}


def containers(*given):
    return {"ContainerDefinitions": [{"Name": "app", **item} for item in given]}


def attribute(list_, key, value):
    return {list_: [{"Key": "other", "Value": "x"}, {"Key": key, "Value": value}]}


def alarm(threshold, operator="GreaterThanThreshold", **more):
    return {"Threshold": threshold, "ComparisonOperator": operator, "MetricName": "Errors", **more}


def strategy(plain, spot, base=0):
    given = [{"CapacityProvider": "FARGATE", "Weight": plain, "Base": base}]
    return {"CapacityProviderStrategy": [*given, {"CapacityProvider": "FARGATE_SPOT", "Weight": spot}]}


def expiring(days, **more):
    return {"LifecycleConfiguration": {"Rules": [{"Id": "old", "Status": "Enabled", "ExpirationInDays": days, **more}]}}


def images(count, type_="imageCountMoreThan"):
    text = json.dumps({"rules": [{"selection": {"countType": type_, "countNumber": count}}]})
    return {"LifecyclePolicy": {"LifecyclePolicyText": text}}


def listening(type_, **more):
    return {"DefaultActions": [{"Type": type_, **more}]}


def acl(default, **rules):
    return {"DefaultAction": {default: {}}, "Rules": [{"Name": name, "Action": {do: {}}} for name, do in rules.items()]}


TLS = "ELBSecurityPolicy-"
CIRCUIT = {"DeploymentCircuitBreaker": {"Enable": "true", "Rollback": "true"}}
NO_CIRCUIT = {"DeploymentCircuitBreaker": {"Enable": "false", "Rollback": "false"}}
CDN, PITR = "AWS::CloudFront::Distribution", "PointInTimeRecoverySpecification"
TO_HTTPS = listening("redirect", RedirectConfig={"Protocol": "HTTPS"})
SIGN_IN = {"DefaultActions": [{"Type": "authenticate-oidc"}, {"Type": "forward"}]}


def visitors(protocol, tls="TLSv1.2_2021"):
    behaviour = {"ViewerProtocolPolicy": protocol}
    return {
        "DistributionConfig": {"DefaultCacheBehavior": behaviour, "ViewerCertificate": {"MinimumProtocolVersion": tls}}
    }


# type, before, after, level, words of the sentence
WEAKER = [
    (SERVICE, {"DesiredCount": "4"}, {"DesiredCount": 1}, OUTAGE, "the desired count falls from 4 to 1"),
    (SERVICE, deployment(MinimumHealthyPercent="100"), deployment(MinimumHealthyPercent=50), OUTAGE, "from 100 to 50"),
    (SERVICE, {}, deployment(MinimumHealthyPercent=0), OUTAGE, "falls from 100 to 0"),
    (SERVICE, deployment(MaximumPercent=200), deployment(MaximumPercent=100), OUTAGE, "falls from 200 to 100"),
    (SERVICE, deployment(**CIRCUIT), deployment(**NO_CIRCUIT), OUTAGE, "deployment circuit breaker is switched off"),
    (SERVICE, deployment(**CIRCUIT), {}, OUTAGE, "after a failed deployment is no longer switched on"),
    (SERVICE, {"HealthCheckGracePeriodSeconds": 60}, {}, OUTAGE, "falls from 60 to 0, the default"),
    (SERVICE, {"EnableExecuteCommand": "false"}, {"EnableExecuteCommand": True}, ACCESS, "a shell in running"),
    (SERVICE, strategy(1, 0), strategy(1, 3), OUTAGE, "rises from 0 % to 75 %"),
    (SERVICE, {"LaunchType": "FARGATE"}, strategy(0, 1), OUTAGE, "rises from 0 % to 100 %"),
    (SERVICE, strategy(1, 1, base=2), strategy(1, 1, base=1), OUTAGE, "not on Spot falls from 2 to 1"),
    (TASK, {"Cpu": "1 vCPU"}, {"Cpu": "512"}, OUTAGE, "from 1 vCPU (1024) to 512"),
    (TASK, {"Memory": "2048"}, {"Memory": "1 GB"}, OUTAGE, "from 2048 to 1 GB (1024)"),
    (TASK, containers({"Memory": 512}), containers({"Memory": "256"}), OUTAGE, "app: the memory limit falls from 512"),
    (TASK, containers({}), containers({"StopTimeout": 5}), OUTAGE, "app: the time to stop (seconds) falls from 30"),
    (TASK, containers({"ReadonlyRootFilesystem": "true"}), containers({}), ACCESS, "app: the read-only root"),
    (TASK, containers({}), containers({"Privileged": "true"}), ACCESS, "app: it may do everything on its host"),
    (TASK, {}, containers({"Privileged": True}), ACCESS, "app: it may do everything on its host"),
    (TASK, containers({"User": "1000"}), containers({"User": "0:0"}), ACCESS, "app: it runs as root"),
    (TASK, containers({"User": "1000"}), containers({}), MAYBE, "its image decides as whom it runs"),
    (TASK, containers({"Secrets": [{"Name": "KEY", "ValueFrom": "arn"}]}),
     containers({"Environment": [{"Name": "KEY", "Value": "open"}]}), ACCESS, "app: KEY no longer comes from a secret"),
    (TASK, containers({"HealthCheck": {"Retries": 2}}), containers({}), OUTAGE, "app: the health check is taken away"),
    ("AWS::ApplicationAutoScaling::ScalableTarget", {"MinCapacity": 3}, {"MinCapacity": "1"}, OUTAGE, "from 3 to 1"),
    (DATABASE, {"DBInstanceClass": "db.r6g.xlarge"}, {"DBInstanceClass": "db.r6g.large"}, OUTAGE, "gets smaller"),
    (DATABASE, {"DBInstanceClass": "db.r6g.large"}, {"DBInstanceClass": "db.t4g.large"}, OUTAGE, "only bursts"),
    (DATABASE, {"MultiAZ": "true"}, {"MultiAZ": "false"}, OUTAGE, "the standby in another zone is switched off"),
    (DATABASE, {"DeletionProtection": True}, {}, OUTAGE, "the data is less protected"),
    (DATABASE, {"BackupRetentionPeriod": "7"}, {"BackupRetentionPeriod": "0"}, OUTAGE, "backups of the data (days)"),
    (DATABASE, {"BackupRetentionPeriod": "7"}, {}, OUTAGE, "falls from 7 to 1, the default"),
    (DATABASE, {"StorageEncrypted": "true"}, {"StorageEncrypted": "false"}, ACCESS, "encryption of the storage"),
    (DATABASE, {"PubliclyAccessible": "false"}, {"PubliclyAccessible": "true"}, ACCESS, "from the internet"),
    (TABLE, {PITR: {"PointInTimeRecoveryEnabled": "true"}}, {PITR: {"PointInTimeRecoveryEnabled": "false"}}, OUTAGE,
     "going back to any point in time is switched off: the data"),
    (TABLE, {"GlobalSecondaryIndexes": [{"IndexName": "by-day", "ProvisionedThroughput": {"ReadCapacityUnits": 10}}]},
     {"GlobalSecondaryIndexes": [{"IndexName": "by-day", "ProvisionedThroughput": {"ReadCapacityUnits": 5}}]}, OUTAGE,
     "by-day: the read capacity falls from 10 to 5"),
    (LOGS, {"RetentionInDays": "90"}, {"RetentionInDays": "30"}, LOSS, "from 90 to 30: older log events are deleted"),
    (LOGS, {}, {"RetentionInDays": 30}, LOSS, "from unlimited to 30"),
    (LOGS, {"KmsKeyId": "arn"}, {}, ACCESS, "the encryption with a key of your own is taken away"),
    (QUEUE, {}, {"MessageRetentionPeriod": 60}, LOSS, "from 345600 to 60"),
    (QUEUE, {"RedrivePolicy": {"maxReceiveCount": 3}}, {}, OUTAGE, "the queue for failed messages is taken away"),
    (BUCKET, {"VersioningConfiguration": {"Status": "Enabled"}}, {"VersioningConfiguration": {"Status": "Suspended"}},
     OUTAGE, "keeping earlier versions of objects is switched off"),
    (BUCKET, {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": "true"}}, {}, ACCESS, "refusing public policies"),
    (BUCKET, {}, expiring(7), LOSS, "objects (days) falls from unlimited to 7"),
    (BUCKET, expiring("30"), expiring("7"), LOSS, "falls from 30 to 7"),
    (IMAGES, {"ImageTagMutability": "IMMUTABLE"}, {"ImageTagMutability": "MUTABLE"}, ACCESS, "IMMUTABLE to MUTABLE"),
    (IMAGES, images(100), images(10), LOSS, "100 images before, 10 now"),
    (IMAGES, {}, images(14, "sinceImagePushed"), LOSS, "it keeps 14 days"),
    (BALANCER, attribute("LoadBalancerAttributes", "deletion_protection.enabled", "true"),
     attribute("LoadBalancerAttributes", "deletion_protection.enabled", "false"), OUTAGE, "protection is switched off"),
    (BALANCER, {"Subnets": ["a", "b", "c"]}, {"Subnets": ["a", "b"]}, OUTAGE, "2 of 3 are left"),
    (LISTENER, {"Protocol": "HTTPS"}, {"Protocol": "HTTP"}, ACCESS, "the protocol goes from HTTPS to HTTP"),
    (LISTENER, {"SslPolicy": f"{TLS}TLS13-1-2-2021-06"}, {"SslPolicy": f"{TLS}2016-08"}, ACCESS, "now takes TLS 1.0"),
    (LISTENER, {"SslPolicy": f"{TLS}TLS13-1-3-2021-06"}, {"SslPolicy": f"{TLS}TLS-1-2-2017-01"}, ACCESS, "TLS 1.2"),
    (LISTENER, TO_HTTPS, listening("forward"), ACCESS, "plain HTTP is no longer sent to HTTPS"),
    (LISTENER, SIGN_IN, listening("forward"), ACCESS, "without signing in"),
    (CDN, visitors("redirect-to-https"), visitors("allow-all"), ACCESS, "from redirect-to-https to allow-all"),
    (CDN, visitors("https-only"), visitors("https-only", "TLSv1"), ACCESS, "now takes TLS 1.0"),
    (TARGETS, {"UnhealthyThresholdCount": "2"}, {"UnhealthyThresholdCount": 5}, OUTAGE, "rises from 2 to 5"),
    (TARGETS, {"Matcher": {"HttpCode": "200"}}, {"Matcher": {"HttpCode": "200-299"}}, OUTAGE, "from 200 to 200-299"),
    (TARGETS, {}, attribute("TargetGroupAttributes", "deregistration_delay.timeout_seconds", "5"), OUTAGE, "300 to 5"),
    (TARGETS, {}, {"HealthCheckEnabled": "false"}, OUTAGE, "the health check is switched off"),
    (FIREWALL, acl("Block"), acl("Allow"), ACCESS, "where it was stopped"),
    (FIREWALL, acl("Allow", bots="Block"), acl("Allow", bots="Count"), ACCESS, "rule bots: what it stopped"),
    (FIREWALL, acl("Allow", bots="Block"), acl("Allow"), ACCESS, "no longer has bots"),
    (ALARM, alarm("5"), alarm(50), OUTAGE, "the threshold rises from 5 to 50"),
    (ALARM, alarm(10, "LessThanThreshold"), alarm(1, "LessThanThreshold"), OUTAGE, "the threshold falls from 10 to 1"),
    (ALARM, alarm(5, AlarmActions=["a"]), alarm(5, AlarmActions=[]), OUTAGE, "alarm actions: 0 of 1 are left"),
    (ALARM, alarm(5), alarm(5, ActionsEnabled="false"), OUTAGE, "nobody is told any more"),
    (ALARM, alarm(5, TreatMissingData="breaching"), alarm(5), OUTAGE, "from breaching to missing, the default"),
    (FUNCTION, {}, {"ReservedConcurrentExecutions": 5}, OUTAGE, "is limited to 5"),
    (FUNCTION, {"MemorySize": "512"}, {}, OUTAGE, "falls from 512 to 128, the default"),
    ("AWS::CloudTrail::Trail", {"IsLogging": "true"}, {"IsLogging": "false"}, ACCESS, "nobody can tell who did what"),
    ("AWS::ECS::Cluster", {"ClusterSettings": [{"Name": "containerInsights", "Value": "enhanced"}]},
     {"ClusterSettings": [{"Name": "containerInsights", "Value": "disabled"}]}, OUTAGE, "from enhanced to disabled"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "before", "after", "level", "words"), WEAKER)
def test_what_gets_weaker_is_told_and_the_way_back_is_not(type_, before, after, level, words):
    found = [reason for reason in weakenings(type_, before, after) if words in reason.sentence]
    assert [reason.level for reason in found] == [level]
    assert not {reason.sentence for reason in found} & {reason.sentence for reason in weakenings(type_, after, before)}


# type, before, after: stronger, bigger, only other, or not to be judged
NOT_WEAKER = [
    (SERVICE, {"DesiredCount": 1}, {"DesiredCount": 4}),
    (SERVICE, {"DesiredCount": 4}, {}),
    (
        SERVICE,
        {"SchedulingStrategy": "DAEMON"},
        {"SchedulingStrategy": "DAEMON", **deployment(MinimumHealthyPercent=0)},
    ),
    (SERVICE, {"DesiredCount": "4"}, {"DesiredCount": 4}),
    (SERVICE, {}, strategy(0, 1)),
    (SERVICE, strategy(1, 1), {"CapacityProviderStrategy": KNOWN_AFTER_APPLY}),
    (TASK, {"Cpu": "1024"}, {"Cpu": "1 vCPU"}),
    (TASK, containers({"Memory": 512}), {"ContainerDefinitions": [{"Name": "other", "Memory": 256}]}),
    (
        TASK,
        containers({"Secrets": [{"Name": "KEY"}]}),
        containers({"Secrets": [{"Name": "KEY", "ValueFrom": "other"}]}),
    ),
    (TASK, containers({"User": "root"}), containers({"User": "0"})),
    (DATABASE, {"DBInstanceClass": "db.r5.large"}, {"DBInstanceClass": "db.r6g.large"}),
    (DATABASE, {"DBInstanceClass": "db.r5.large"}, {"DBInstanceClass": "db.serverless"}),
    (DATABASE, {"KmsKeyId": "arn"}, {"KmsKeyId": KNOWN_AFTER_APPLY}),
    (DATABASE, {"DeletionProtection": GUESSED}, {"DeletionProtection": "false"}),
    (LOGS, {"RetentionInDays": 30}, {}),
    (BUCKET, expiring(7), expiring(7, Id="renamed")),
    (BUCKET, {}, expiring(7, Status="Disabled")),
    (IMAGES, images(10), images(100)),
    (IMAGES, images(10), {"LifecyclePolicy": {"LifecyclePolicyText": "{no json"}}),
    (LISTENER, {"SslPolicy": f"{TLS}2016-08"}, {"SslPolicy": f"{TLS}TLS13-1-2-2021-06"}),
    (LISTENER, {"SslPolicy": "Somebody-s-own"}, {"SslPolicy": f"{TLS}2016-08"}),
    (LISTENER, TO_HTTPS, listening("fixed-response")),
    (TARGETS, {"HealthCheckPath": "/"}, {"HealthCheckPath": "/healthy"}),
    (TARGETS, {"Matcher": {"HttpCode": "200"}}, {"Matcher": {"HttpCode": "204"}}),
    (ALARM, alarm(50), alarm(5)),
    (ALARM, alarm(5), alarm(50, MetricName="Requests")),
    (ALARM, alarm(5, AlarmActions=["a"]), alarm(5, AlarmActions=[KNOWN_AFTER_APPLY])),
    (ALARM, alarm(5, "LessThanLowerOrGreaterThanUpperThreshold"), alarm(9, "LessThanLowerOrGreaterThanUpperThreshold")),
    ("AWS::Logs::MetricFilter", {"FilterName": "a"}, {"FilterName": "b"}),
    ("Custom::Thing", {"DesiredCount": 4}, {"DesiredCount": 1}),
]


@pytest.mark.parametrize(("type_", "before", "after"), NOT_WEAKER)
def test_what_gets_stronger_or_only_other_is_not_told(type_, before, after):
    assert weakenings(type_, before, after) == ()


@pytest.mark.parametrize("later", [KNOWN_AFTER_APPLY, GUESSED, {"Ref": "Count"}])
@pytest.mark.parametrize(
    ("type_", "property_", "before"),
    [
        (SERVICE, "DesiredCount", "4"),
        (DATABASE, "DeletionProtection", "true"),
        (DATABASE, "DBInstanceClass", "db.r6g.large"),
        (LISTENER, "SslPolicy", f"{TLS}TLS13-1-2-2021-06"),
        (IMAGES, "ImageTagMutability", "IMMUTABLE"),
    ],
)
def test_what_is_known_later_may_be_weaker_and_nothing_more(type_, property_, before, later):
    found = weakenings(type_, {property_: before}, {property_: later})
    assert [reason.level for reason in found] == [MAYBE]
    assert "only known when the change is made" in found[0].sentence


def test_an_object_that_is_known_later_is_not_said_to_be_gone():
    found = weakenings(SERVICE, deployment(**CIRCUIT), {"DeploymentConfiguration": KNOWN_AFTER_APPLY})
    assert {reason.level for reason in found} == {MAYBE}
    assert len(found) == 2


def test_a_secret_that_lies_open_is_named_and_never_shown():
    before = containers({"Secrets": [{"Name": "KEY", "ValueFrom": "arn:of:the:secret"}]})
    after = containers({"Environment": [{"Name": "KEY", "Value": "hunter2"}]})
    told = " ".join(reason.sentence for reason in weakenings(TASK, before, after))
    assert "KEY" in told
    assert "hunter2" not in told


def test_the_worst_comes_first_and_nothing_twice():
    before = {"RetentionInDays": 30, "KmsKeyId": "arn", "DeletionProtectionEnabled": True}
    assert [reason.level for reason in weakenings(LOGS, before, {"RetentionInDays": 1})] == [LOSS, OUTAGE, ACCESS]


@pytest.mark.parametrize(("before", "after"), [(None, {"DesiredCount": 1}), ({"DesiredCount": 1}, None), (None, None)])
def test_what_comes_or_goes_as_a_whole_does_not_get_weaker(before, after):
    assert weakenings(SERVICE, before, after) == ()


# before, after, type, levels, words
ATTRIBUTES = [
    ({"DeletionPolicy": "Retain"}, {"DeletionPolicy": "Delete"}, TABLE, [OUTAGE], "from Retain to Delete"),
    ({"DeletionPolicy": "Retain"}, {"Properties": {}}, TABLE, [OUTAGE], "DeletionPolicy is gone (it was Retain)"),
    ({"DeletionPolicy": "RetainExceptOnCreate"}, {"DeletionPolicy": "Delete"}, TABLE, [OUTAGE], "data is deleted"),
    (
        {"DeletionPolicy": "Retain"},
        {"DeletionPolicy": "Snapshot"},
        DATABASE,
        [OUTAGE],
        "a snapshot of the data is kept",
    ),
    ({"DeletionPolicy": "Snapshot"}, {"Properties": {}}, DATABASE, [], ""),
    (
        {"UpdateReplacePolicy": "Snapshot"},
        {"Properties": {}},
        DATABASE,
        [OUTAGE],
        "replaced later, the data is deleted",
    ),
    ({"DeletionPolicy": "Retain"}, {"Properties": {}}, "AWS::SNS::Topic", [MAYBE], "it is deleted"),
    ({"DeletionPolicy": "Retain"}, {"Properties": {}}, "", [OUTAGE], "unless the default of its type"),
    ({"DeletionPolicy": "Retain"}, {"DeletionPolicy": KNOWN_AFTER_APPLY}, TABLE, [MAYBE], "only known when"),
    ({"DeletionPolicy": "Retain"}, {"DeletionPolicy": "Transmogrify"}, TABLE, [], ""),
    ({"DeletionPolicy": "Delete"}, {"DeletionPolicy": "Retain"}, TABLE, [], ""),
    ({"DeletionPolicy": "Retain"}, {"DeletionPolicy": "RetainExceptOnCreate"}, TABLE, [], ""),
    ({"DeletionPolicy": "Retain"}, None, TABLE, [], ""),
    ({"DeletionPolicy": "Retain"}, {}, TABLE, [], ""),
]


@pytest.mark.parametrize(("before", "after", "type_", "levels", "words"), ATTRIBUTES)
def test_a_policy_that_keeps_less_is_told(before, after, type_, levels, words):
    found = weakened_attributes(before, after, type_)
    assert [reason.level for reason in found] == levels
    assert all(words in reason.sentence for reason in found)


PLACES = sorted({part for checks in CHECKS.values() for check in checks for part in check.pointer.split("/")})
NAMES = [name for name in PLACES if name[0] not in "@*"] + ["Name", "Key", "Value", "Id", "Rules", "Status", "Action"]
WORDS = [
    "true",
    "false",
    "Enabled",
    "HTTPS",
    "HTTP",
    "4",
    "1 GB",
    " gb",
    KNOWN_AFTER_APPLY,
    GUESSED,
    "db.t4g.large",
    "200-",
]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


def near(type_):
    """Properties of a type with something at the places that are looked at."""
    pointers = [check.pointer for check in CHECKS[type_]]
    return st.dictionaries(st.sampled_from(pointers), JSON, max_size=6).map(planted)


def planted(given):
    properties: dict = {}
    for pointer, value in sorted(given.items()):
        node, steps = properties, pointer.split("/")
        for place, step in enumerate(steps):
            last = place == len(steps) - 1
            if step[0] in "@*":
                key, _, name = step[1:].partition("=")
                node[key] = name or "it"
                continue
            listed = not last and steps[place + 1][0] in "@*"
            if last:
                node[step] = value
            elif listed:
                node = node.setdefault(step, [{}])
                node = node[0] if isinstance(node, list) and node and isinstance(node[0], dict) else {}
            else:
                node = node.setdefault(step, {})
                node = node if isinstance(node, dict) else {}
    return properties


WHOLES = (
    "CapacityProviderStrategy",
    "ContainerDefinitions",
    "DefaultAction",
    "DefaultActions",
    "LifecycleConfiguration",
    "LifecyclePolicy",
    "Rules",
)
TYPED = st.sampled_from(sorted(CHECKS)).flatmap(lambda type_: st.tuples(st.just(type_), near(type_), near(type_)))


@EXAMPLES
@given(TYPED)
def test_nothing_is_claimed_of_what_stays_the_same_and_of_two_ways_at_most_one_gets_weaker(given_):
    type_, before, after = given_
    assert weakenings(type_, before, before) == ()
    there = {reason.sentence for reason in weakenings(type_, before, after)}
    back = {reason.sentence for reason in weakenings(type_, after, before)}
    assert not {sentence for sentence in there & back if " falls " in sentence or " rises " in sentence}


@EXAMPLES
@given(st.sampled_from(sorted(CHECKS)), JSON, JSON)
def test_whatever_stands_in_the_properties_nothing_fails(type_, before, after):
    for reason in (*weakenings(type_, before, after), *weakened_attributes({"DeletionPolicy": before}, {"x": after})):
        assert reason.sentence.strip()
    sides = [dict.fromkeys(WHOLES, side) for side in (before, after)]
    for other in (BUCKET, IMAGES, LISTENER, FIREWALL, TASK, SERVICE, ALARM):
        assert isinstance(weakenings(other, *sides), tuple)
