"""Who may do what: what widens is told with its danger, what only reads differently is not told at all."""

import json

import pytest

from delivery.review.access import Access, access
from delivery.review.model import Level

LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"
BUCKET = "arn:aws:s3:::bucket"
FILES = f"{BUCKET}/*"
POLICY = "AWS::IAM::Policy"
ROLE = "AWS::IAM::Role"
ACCOUNT = {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, resource=None, **others):
    on = {} if resource is None else {"Resource": resource}
    return {"Effect": "Allow", "Action": action, **on, **others}


def deny(action, resource, **others):
    return {**allow(action, resource, **others), "Effect": "Deny"}


def policy(*statements):
    return {"PolicyDocument": document(*statements)}


TRUST = document(allow("sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"}, Condition=ACCOUNT))


def role(*statements, **others):
    inline = [{"PolicyName": "inline", "PolicyDocument": document(*statements)}] if statements else []
    return {"AssumeRolePolicyDocument": TRUST, "Policies": inline, **others}


def gained(found):
    return [statement.sentence for statement in found.statements if statement.gained]


def lost(found):
    return [statement.sentence for statement in found.statements if not statement.gained]


def reasons(found, level=Level.ACCESS):
    return [reason.sentence for reason in found.reasons if reason.level is level]


READ = allow("s3:GetObject", FILES)
# what is written differently, before, after: nothing changes
SAME = [
    ("one action or a list of one", allow("s3:GetObject", FILES), allow(["s3:GetObject"], [FILES])),
    ("the case of an action", allow("s3:GetObject", FILES), allow("S3:getobject", FILES)),
    ("a Sid", {**READ, "Sid": "One"}, {**READ, "Sid": "Two"}),
    ("the order of actions", allow(["s3:A", "s3:B"], FILES), allow(["s3:B", "s3:A"], FILES)),
    ("an action that a wildcard means already", allow("s3:*", FILES), allow(["s3:*", "s3:GetObject"], FILES)),
    ("a resource that a wildcard means already", allow("s3:A", FILES), allow("s3:A", [FILES, f"{BUCKET}/a/*"])),
    ("*:* for *", allow("*", FILES), allow("*:*", FILES)),
    (
        "true or a text",
        allow("a:B", "c", Condition={"Bool": {"k:x": True}}),
        allow("a:B", "c", Condition={"Bool": {"k:x": "true"}}),
    ),
    (
        "the case of a key",
        allow("a:B", "c", Condition={"Null": {"k:X": True}}),
        allow("a:B", "c", Condition={"Null": {"K:x": True}}),
    ),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_only_reads_differently_is_no_change(before, after):
    assert access(POLICY, policy(before), policy(after)) == Access()
    assert access(POLICY, policy(after), policy(before)) == Access()


def test_a_document_as_text_the_version_and_the_order_of_statements_are_no_change():
    one, two = allow("s3:GetObject", FILES), deny("s3:DeleteObject", "*")
    before = {"PolicyDocument": {"Version": "2008-10-17", "Statement": [one, two]}}
    after = {"PolicyDocument": json.dumps(document(two, one))}
    assert access(POLICY, before, after) == Access()


def test_values_of_a_condition_may_be_shared_out_to_two_statements():
    both, one, other = (
        allow("a:B", "c", Condition={"StringEquals": {"aws:SourceVpc": values}}) for values in (["x", "y"], "x", "y")
    )
    assert access(POLICY, policy(both), policy(one, other)) == Access()


def test_a_permission_that_moves_to_another_inline_policy_is_no_change():
    split = [{"PolicyName": str(at), "PolicyDocument": document(it)} for at, it in enumerate([READ, allow("a:B", "c")])]
    assert access(ROLE, role(READ, allow("a:B", "c")), role(Policies=split)) == Access()


def test_a_new_permission_is_gained_and_has_a_reason():
    found = access(POLICY, policy(READ), policy(READ, allow("s3:PutObject", FILES)))
    assert gained(found) == [f"may s3:PutObject on {FILES}"]
    assert lost(found) == []
    assert reasons(found) == [f"more may be done: s3:PutObject on {FILES}"]
    assert not found.statements[0].dangerous


def test_what_narrows_has_a_note_and_no_reason():
    found = access(POLICY, policy(allow("s3:*", FILES)), policy(READ))
    assert (gained(found), lost(found), found.reasons) == ([], [f"may s3:* on {FILES}"], ())
    assert found.notes == (
        "narrows: 1 entry of who may do what, none wider",
        f"what stays of it: may s3:GetObject on {FILES}",
    )


def test_what_widens_says_what_was_there_before():
    found = access(POLICY, policy(READ), policy(allow("s3:*", FILES)))
    assert gained(found) == [f"may s3:* on {FILES}"]
    assert found.notes == (f"until now only: may s3:GetObject on {FILES}",)


# what the condition is before, what it is after, whether the change widens
EQUALS = "StringEquals"
CONDITIONS = [
    ({}, {EQUALS: {"k:a": "x"}}, False),
    ({EQUALS: {"k:a": "x"}}, {}, True),
    ({EQUALS: {"k:a": "x"}}, {EQUALS: {"k:a": "x", "k:b": "y"}}, False),
    ({EQUALS: {"k:a": "x"}}, {EQUALS: {"k:a": ["x", "y"]}}, True),
    ({EQUALS: {"k:a": ["x", "y"]}}, {EQUALS: {"k:a": "x"}}, False),
    ({EQUALS: {"k:a": "x"}}, {EQUALS: {"k:a": "z"}}, True),
    ({EQUALS: {"k:a": "x1"}}, {"StringLike": {"k:a": "x*"}}, True),
    ({"StringLike": {"k:a": "x*"}}, {EQUALS: {"k:a": "x1"}}, False),
    ({EQUALS: {"k:a": "x"}}, {"StringEqualsIfExists": {"k:a": "x"}}, True),
    ({"StringNotEquals": {"k:a": "x"}}, {"StringNotEquals": {"k:a": ["x", "y"]}}, False),
    ({"StringNotEquals": {"k:a": ["x", "y"]}}, {"StringNotEquals": {"k:a": "x"}}, True),
    ({"IpAddress": {"aws:SourceIp": "10.0.0.0/16"}}, {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
    ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"IpAddress": {"aws:SourceIp": "10.1.0.0/16"}}, False),
    ({"NumericLessThan": {"k:age": "60"}}, {"NumericLessThan": {"k:age": "5"}}, False),
    ({"NumericLessThan": {"k:age": "5"}}, {"NumericLessThan": {"k:age": "60"}}, True),
    ({"ForAllValues:StringEquals": {"k:a": "x"}}, {"ForAnyValue:StringEquals": {"k:a": "x"}}, True),
    ({"Unheard": {"k:a": "x"}}, {"Unheard": {"k:a": "y"}}, True),
]


@pytest.mark.parametrize(("before", "after", "widens"), CONDITIONS)
def test_a_condition_that_lets_more_through_is_a_gain_and_a_stricter_one_is_not(before, after, widens):
    found = access(POLICY, policy(allow("a:B", "c", Condition=before)), policy(allow("a:B", "c", Condition=after)))
    assert bool(gained(found)) == widens
    assert bool(reasons(found)) == widens
    assert found.statements


# an action, its resource, why it is dangerous
DANGERS = [
    ("iam:PassRole", "*", "which lets it hand on any role"),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/x", "which lets it hand on a role"),
    ("sts:AssumeRole", "arn:aws:iam::111122223333:role/x", "which lets it act as another role"),
    ("iam:*", FILES, "which lets it give itself anything"),
    ("*", FILES, "which is everything"),
    ("kms:*", FILES, "which is everything in kms"),
    ("secretsmanager:GetSecretValue", FILES, "which lets it read secrets"),
    ("secretsmanager:Get*", FILES, "which lets it read secrets"),
    ("iam:CreateUser", FILES, "which lets it create who may do more"),
    ("iam:AttachRolePolicy", FILES, "which lets it give any policy"),
    ("iam:Put*", FILES, "which lets it write its own permissions"),
    ("dynamodb:DeleteItem", "*", "which is every resource there is"),
    (LATER, FILES, "and what that is, is only known when the change is made"),
]


@pytest.mark.parametrize(("action", "resource", "why"), DANGERS)
def test_a_dangerous_action_says_why(action, resource, why):
    found = access(POLICY, policy(), policy(allow(action, resource)))
    assert [statement.dangerous for statement in found.statements] == [True]
    assert [sentence.rpartition(", ")[2] for sentence in reasons(found)] in ([why], [why.rpartition(", ")[2]])


@pytest.mark.parametrize(
    "action", ["ecr:GetAuthorizationToken", "ec2:Describe*", "cloudwatch:PutMetricData", "s3:List*"]
)
def test_what_has_to_be_allowed_everywhere_is_not_dangerous(action):
    found = access(POLICY, policy(), policy(allow(action, "*")))
    assert [statement.dangerous for statement in found.statements] == [False]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ({"NotAction": ["iam:*", "kms:*"], "Resource": "c"}, "may do everything but iam:*, kms:* on c"),
        ({"Action": "a:B", "NotResource": ["c", "d"]}, "may a:B on everything but c, d"),
    ],
)
def test_everything_but_is_dangerous(statement, sentence):
    found = access(POLICY, policy(), policy({"Effect": "Allow", **statement}))
    assert gained(found) == [sentence]
    assert reasons(found)[0].endswith("which is all that is not named")


def test_leaving_out_less_is_a_gain_and_leaving_out_more_is_not():
    little, much = ({"Effect": "Allow", "NotAction": it, "Resource": "*"} for it in (["iam:*"], ["iam:*", "kms:*"]))
    assert gained(access(POLICY, policy(much), policy(little)))
    assert not gained(access(POLICY, policy(little), policy(much)))
    assert not gained(access(POLICY, policy(little), policy(allow("s3:GetObject", FILES))))
    assert gained(access(POLICY, policy(little), policy(allow("i*:PassRole", FILES))))


def test_many_actions_are_one_line_that_never_hides_a_dangerous_one():
    calm = [f"s3:Get{number:02}" for number in range(18)]
    risky = ["iam:PassRole", "sts:AssumeRole", "ecs:ExecuteCommand", "kms:CreateGrant"] + [
        f"iam:Put{it}" for it in range(5)
    ]
    found = access(POLICY, policy(), policy(allow(calm + risky, "c")))
    assert len(gained(found)) == 1
    assert all(action in gained(found)[0] for action in risky)
    assert gained(found)[0].endswith(" and 18 more on c")


def test_a_denial_that_goes_is_dangerous_and_one_that_comes_is_a_loss():
    secure = deny("s3:*", FILES, Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    what = f"s3:* on {FILES} for anyone if aws:SecureTransport is false"
    lifted = access("AWS::S3::BucketPolicy", policy(secure), None)
    assert gained(lifted) == reasons(lifted) == [f"a denial is lifted: {what}"]
    assert lifted.statements[0].dangerous
    added = access("AWS::S3::BucketPolicy", None, policy(secure))
    assert (lost(added), added.reasons) == ([f"a denial is added: {what}"], ())


def test_a_denial_that_narrows_is_lifted():
    found = access(POLICY, policy(deny("s3:*", "*")), policy(deny("s3:Delete*", "*")))
    assert gained(found) == ["a denial is lifted: s3:* on *"]


def test_a_permission_that_becomes_a_denial_is_lost_and_denied():
    found = access(POLICY, policy(READ), policy({**READ, "Effect": "Deny"}))
    assert lost(found) == [f"a denial is added: s3:GetObject on {FILES}", f"may s3:GetObject on {FILES}"]
    assert gained(access(POLICY, policy({**READ, "Effect": "Deny"}), policy(READ))) == [
        f"a denial is lifted: s3:GetObject on {FILES}",
        f"may s3:GetObject on {FILES}",
    ]


def test_denying_all_but_more_people_lifts_a_denial():
    one, two = ({"Effect": "Deny", "Action": "s3:*", "NotPrincipal": {"AWS": who}} for who in (["1"], ["1", "2"]))
    assert gained(access("AWS::S3::BucketPolicy", policy(one), policy(two))) == [
        "a denial is lifted: s3:* for everyone but account 1"
    ]
    assert gained(access("AWS::S3::BucketPolicy", policy(two), policy(one))) == []


def test_what_is_left_out_may_be_what_is_not_known_yet():
    before = {"Effect": "Allow", "Action": "s3:*", "NotResource": [f"{BUCKET}/secret/*"]}
    assert gained(access(POLICY, policy(before), policy(before, allow("s3:*", LATER))))
    assert not gained(access(POLICY, policy(before), policy(before, allow("s3:*", f"{BUCKET}/open/*"))))


def test_denials_go_with_the_role_that_they_bind():
    found = access(ROLE, role(deny("s3:*", "*")), None)
    assert (gained(found), found.reasons) == ([], ())


@pytest.mark.parametrize(
    "odd", [[1], 7, "no policy", {"Statement": 3}, {"Statement": [{"Effect": "Perhaps"}]}, {"Other": 1}]
)
@pytest.mark.parametrize("type_", [POLICY, "AWS::SQS::QueuePolicy"])
def test_what_cannot_be_read_needs_a_person_and_pretends_no_loss(type_, odd):
    found = access(type_, policy(allow("a:B", "c", Principal="*")), {"PolicyDocument": odd})
    assert reasons(found, Level.UNKNOWN) == ["the policy at PolicyDocument could not be read: it needs a person"]
    assert found.notes == ("the policy at PolicyDocument could not be read: it needs a person",)
    assert found.statements == ()


@pytest.mark.parametrize("unknown", [LATER, "‹Policy of Other›"])
def test_a_policy_that_is_only_known_later_says_so(unknown):
    found = access("AWS::KMS::Key", {"KeyPolicy": document()}, {"KeyPolicy": unknown})
    assert reasons(found, Level.UNKNOWN) == [
        "the policy at KeyPolicy is only known when the change is made: it needs a person"
    ]


@pytest.mark.parametrize("inline", [LATER, ["‹x›"], [{"PolicyDocument": LATER}], [{"PolicyDocument": 1}]])
def test_inline_policies_of_an_odd_shape_are_not_passed_over(inline):
    assert reasons(access(ROLE, role(READ), role(Policies=inline)), Level.UNKNOWN)


def test_a_resource_that_is_known_later_is_told_in_words():
    found = access(POLICY, policy(), policy(allow("s3:GetObject", f"{LATER}/*")))
    assert gained(found) == ["may s3:GetObject on ‹known after deploy›/*"]


def test_a_sentence_is_one_line_whatever_it_holds():
    found = access(POLICY, policy(), policy(allow("a:B\n\x1b[31m", "c\u202e\r\nd")))
    assert all(sentence.isprintable() for sentence in [*gained(found), *reasons(found)])


def test_a_policy_is_found_wherever_it_is():
    found = access(
        "Some::New::Type", {"A": [{"B": 1}]}, {"A": [{"B": json.dumps(document(allow("a:B", "c", Principal="*")))}]}
    )
    assert gained(found) == ["anyone may a:B on c"]
    assert access("Some::New::Type", {"A": 1}, {"A": 2}) is None


def test_the_public_comes_before_other_dangers_and_these_before_the_rest():
    statements = [allow("a:B", "c", Principal={"AWS": "1"}), allow("a:*", "c", Principal={"AWS": "2"})]
    public = allow("z:Z", "c", Principal="*")
    found = access("AWS::SQS::QueuePolicy", policy(), policy(*statements, public))
    assert gained(found) == ["anyone may z:Z on c", "account 2 may a:* on c", "account 1 may a:B on c"]
    assert reasons(found)[0] == "anyone may z:Z on c: this is open to the public"


def test_many_calm_gains_are_counted():
    found = access(
        POLICY, policy(), policy(*(allow("a:B", f"c{it}", Condition={"Bool": {f"k:{it}": True}}) for it in range(9)))
    )
    assert len(gained(found)) == 9
    assert len(reasons(found)) == 4
    assert reasons(found)[-1] == "and 6 more: see who gains what"
