"""What holds of every policy: the same is no change, order and grouping mean nothing, and nothing makes it fail."""

import fnmatch
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.review.access import Access, access
from delivery.review.access.globs import covers, meet, tidy
from delivery.review.model import Level

EXAMPLES = settings(max_examples=150, deadline=None, database=None, derandomize=True)
FEWER = settings(EXAMPLES, max_examples=60)
POLICY = "AWS::SQS::QueuePolicy"
ROLE = "AWS::IAM::Role"
TYPES = [
    POLICY,
    ROLE,
    "AWS::EC2::NetworkAclEntry",
    "AWS::EC2::PrefixList",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::VPCEndpoint",
    "AWS::Events::EventBusPolicy",
    "AWS::KMS::Key",
    "AWS::Lambda::Permission",
    "AWS::RAM::ResourceShare",
    "AWS::S3::Bucket",
    "AWS::SSO::PermissionSet",
    "AWS::ApiGateway::Method",
    "Some::New::Type",
]


def some(words):
    return st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)


CONDITIONS = st.dictionaries(
    st.sampled_from(["StringEquals", "StringLike", "StringNotEquals", "StringEqualsIfExists", "Odd"]),
    st.dictionaries(st.sampled_from(["aws:SourceArn", "k:b"]), some(["x", "x*", "xy", "*"]), min_size=1, max_size=2),
    max_size=2,
)
ALLOWED = st.fixed_dictionaries(
    {
        "Effect": st.just("Allow"),
        "Principal": st.one_of(st.just("*"), st.builds(lambda them: {"AWS": them}, some(["1", "2", "*", "arn:x"]))),
        "Resource": some(["*", "arn:a", "arn:a/*", "arn:b?", "arn:bc"]),
        "Action": some(["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:getobject", "iam:PassRole"]),
        "Condition": CONDITIONS,
    }
)
LEFT_OUT = st.builds(
    lambda statement, actions: {**{key: it for key, it in statement.items() if key != "Action"}, "NotAction": actions},
    ALLOWED,
    some(["s3:*", "iam:*", "iam:PassRole"]),
)
STATEMENTS = st.builds(
    lambda statement, effect: {**statement, "Effect": effect},
    st.one_of(ALLOWED, LEFT_OUT),
    st.sampled_from(["Allow", "Deny"]),
)
DOCUMENTS = st.lists(STATEMENTS, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=4),
        st.just("{{changeSet:KNOWN_AFTER_APPLY}}"),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)
PLACES = st.sampled_from(
    [
        *("PolicyDocument", "AssumeRolePolicyDocument", "Policies", "KeyPolicy", "InlinePolicy", "ManagedPolicyArns"),
        *("PermissionsBoundary", "Principal", "Action", "Condition", "Statement", "SourceArn", "FunctionName"),
        *("SecurityGroupIngress", "SecurityGroupEgress", "IpProtocol", "FromPort", "ToPort", "CidrIp", "Entries"),
        *("PublicAccessBlockConfiguration", "AccessControl", "RuleAction", "PortRange", "Egress", "RuleNumber", "Icmp"),
        *(
            "CustomerManagedPolicyReferences",
            "Principals",
            "AllowExternalPrincipals",
            "HttpMethod",
            "AuthorizationType",
        ),
    ]
)
ODD_STATEMENTS = st.dictionaries(
    st.sampled_from(["Effect", "Action", "NotAction", "Principal", "Resource", "Condition", "Sid", "Odd"]),
    VALUES,
    max_size=5,
).map(lambda statement: {"Statement": [{"Effect": "Allow", **statement}]})
ODD = st.one_of(
    st.none(),
    st.dictionaries(PLACES, st.one_of(VALUES, ODD_STATEMENTS, st.lists(ODD_STATEMENTS, max_size=2)), max_size=5),
)


def policy(statements):
    return {"PolicyDocument": {"Statement": statements}}


def changed(before, after):
    return access(POLICY, policy(before), policy(after))


def sentences(found, was_gained):
    """The other side of a denial has another verb."""
    turned = {"a denial is lifted": "a denial", "a denial is added": "a denial"}
    found = (it.sentence for it in found.statements if it.gained == was_gained)
    return sorted(turned.get(it.split(":")[0], it.split(":")[0]) + it[len(it.split(":")[0]) :] for it in found)


@EXAMPLES
@given(DOCUMENTS)
def test_the_same_is_no_change(statements):
    assert changed(statements, json.loads(json.dumps(statements))) == Access()


@EXAMPLES
@given(DOCUMENTS, DOCUMENTS)
def test_what_one_way_gains_the_other_way_loses(one, other):
    there, back = changed(one, other), changed(other, one)
    assert sentences(there, True) == sentences(back, False)
    assert sentences(there, False) == sentences(back, True)


@EXAMPLES
@given(DOCUMENTS, ALLOWED)
def test_one_more_permission_takes_nothing_away(statements, more):
    assert sentences(changed(statements, [*statements, more]), False) == []


@EXAMPLES
@given(DOCUMENTS, DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_anything_means_nothing(one, other, random):
    def shuffled(statements):
        mixed = [
            {
                key: random.sample(it, len(it)) if isinstance(it, list) else it
                for key, it in random.sample([*statement.items()], len(statement))
            }
            for statement in statements
        ]
        return random.sample(mixed, len(mixed))

    assert changed(shuffled(one), shuffled(other)) == changed(one, other)


def parted(statement):
    """A statement as one for each of its actions and resources."""
    actions = ["Action"] if "Action" in statement else []
    parts = [statement]
    for name in [*actions, "Resource"]:
        parts = [{**part, name: word} for part in parts for word in part[name]]
    return parts


@EXAMPLES
@given(DOCUMENTS)
def test_statements_that_are_split_up_or_merged_are_no_change(statements):
    split = [part for statement in statements for part in parted(statement)]
    assert changed(statements, split) == Access()
    assert changed(split, statements) == Access()


@EXAMPLES
@given(DOCUMENTS, DOCUMENTS)
def test_a_reason_is_given_when_and_only_when_something_is_gained(one, other):
    found = changed(one, other)
    assert bool(found.reasons) == any(it.gained for it in found.statements)
    assert [it.gained for it in found.statements] == sorted((it.gained for it in found.statements), reverse=True)


@pytest.mark.parametrize("type_", TYPES)
@FEWER
@given(ODD, ODD)
def test_nothing_makes_it_fail(type_, one, other):
    found = access(type_, one, other)
    for statement in found.statements if found else ():
        assert statement.sentence.isprintable()
    assert access(type_, one, one) in (None, Access())


@EXAMPLES
@given(st.dictionaries(st.sampled_from(["Effect", "Action", "Principal", "Condition", "Odd"]), VALUES, max_size=5))
def test_a_statement_is_told_or_needs_a_person_unless_it_names_nothing(odd):
    statement = {"Effect": "Allow", "Action": "a:B", **odd}
    found = access("AWS::SNS::TopicPolicy", {}, policy([statement]))
    principal = statement.get("Principal", "*")
    kinds = [*principal.values()] if isinstance(principal, dict) else [principal]
    names_nothing = statement["Action"] == [] or kinds == [] or [] in kinds
    assert found.statements or names_nothing or found.reasons[0].level is Level.UNKNOWN


PATTERNS = st.text("ab*?", max_size=5)


@EXAMPLES
@given(PATTERNS, PATTERNS, st.text("ab", max_size=5))
def test_a_pattern_that_covers_another_means_all_that_the_other_means(wide, narrow, word):
    wide, narrow = tidy(wide), tidy(narrow)
    means_wide, means_narrow = (fnmatch.fnmatchcase(word, pattern) for pattern in (wide, narrow))
    if covers(wide, narrow) and means_narrow:
        assert means_wide
    if means_wide and means_narrow:
        assert meet(wide, narrow)
    assert covers(wide, word) == means_wide
    assert meet(wide, word) == means_wide
