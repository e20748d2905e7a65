"""Gate G8: parliament and policy_sentry look at every policy, wherever it stands and whatever functions it holds."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.engines.engine import Engine
from audit.findings import CheckFailed, Document, Finding
from audit.iam.concrete import CannotAnalyse, concrete_documents
from audit.iam.judging import SERVE, PolicyChecker, policy_checker
from audit.iam.policies import Policy, policies_in, statements

OUT = Path(__file__).parents[2] / "out"
NO_VALUE = {"Ref": "AWS::NoValue"}
BUCKET = "arn:aws:s3:::bucket"


def allow(actions: Any, resources: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def identity(*statements: Any) -> dict[str, Any]:
    return resource("AWS::IAM::ManagedPolicy", PolicyDocument=document(*statements))


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def resource(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def role(action: str, *inline: Any) -> dict[str, Any]:
    trust = document({"Effect": "Allow", "Principal": service("ecs-tasks.amazonaws.com"), "Action": action})
    policies = [{"PolicyName": "p", "PolicyDocument": document(*inline)}] if inline else []
    return resource("AWS::IAM::Role", AssumeRolePolicyDocument=trust, Policies=policies)


def switch(yes: Any, no: Any = NO_VALUE) -> dict[str, Any]:
    return {"Fn::If": ["Switch", yes, no]}


def service(*hosts: str) -> dict[str, list[str]]:
    return {"Service": list(hosts)}


EVERY_OBJECT = allow("s3:GetObject", "*")
ONE_OBJECT = allow("s3:GetObject", f"{BUCKET}/key")

STAR = {"wildcard:s3:GetObject", "parliament:RESOURCE_STAR[s3:GetObject]"}
LOGS_OF_THIS_REGION = allow(
    "logs:PutLogEvent",
    "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:x:*",
    Principal=service("es.amazonaws.com"),
)

# A resource of the template, and the rules that say something about it.
CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "one object": (identity(ONE_OBJECT), set()),
    "every object": (identity(EVERY_OBJECT), STAR),
    "every object, by a pattern": (
        identity(allow("s3:GetObjec?", ["*"])),
        {"wildcard:s3:GetObjec?", "parliament:RESOURCE_STAR[s3:GetObjec?]"},
    ),
    "an action that knows no resource": (
        identity(allow("ecr:GetAuthorizationToken", "*")),
        {"parliament:CREDENTIALS_EXPOSURE[ecr:GetAuthorizationToken]"},
    ),
    "several that know no resource": (
        identity(allow(["logs:DescribeLogGroups", "ssmmessages:OpenDataChannel"], "*")),
        set(),
    ),
    "a wildcard that denies": (identity({"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, ONE_OBJECT), set()),
    "all actions but some": (
        identity({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        {"wildcard:NotAction", "parliament:RESOURCE_STAR[NotAction]"},
    ),
    "all resources but some": (
        identity({"Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": "arn:aws:sqs:*:111122223333:mine"}),
        {"wildcard:sqs:SendMessage", "parliament:NOTRESOURCE_WITH_ALLOW"},
    ),
    "a misspelt action": (
        identity(allow("s3:GetObjekt", f"{BUCKET}/key")),
        {"unknown-action:s3:GetObjekt", "parliament:UNKNOWN_ACTION"},
    ),
    "a misspelt service": (
        identity(allow("s33:GetObject", f"{BUCKET}/key")),
        {"unknown-action:s33:GetObject", "parliament:UNKNOWN_PREFIX"},
    ),
    "one Sid twice": (identity({**ONE_OBJECT, "Sid": "A"}, {**ONE_OBJECT, "Sid": "A"}), {"parliament:DUPLICATE_SID"}),
    "an action on the wrong kind of thing": (
        identity(allow("s3:GetObject", BUCKET)),
        {"parliament:RESOURCE_MISMATCH[s3:GetObject]"},
    ),
    "a key that the action does not send": (
        identity({**ONE_OBJECT, "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}),
        {"parliament:UNKNOWN_CONDITION_FOR_ACTION"},
    ),
    "a word that IAM does not know": (identity({**ONE_OBJECT, "Resorce": "x"}), {"parliament:MALFORMED"}),
    "what parliament cannot read": (identity({**ONE_OBJECT, "Condition": [1]}), {"unreadable-policy"}),
    # Where it stands.
    "a document within Fn::If": (
        resource("AWS::IAM::ManagedPolicy", PolicyDocument=switch(document(ONE_OBJECT), document(EVERY_OBJECT))),
        STAR,
    ),
    "a statement within Fn::If": (identity(ONE_OBJECT, switch(EVERY_OBJECT)), STAR),
    "a resource within Fn::If": (identity(allow("s3:GetObject", switch("*", f"{BUCKET}/key"))), STAR),
    "a choice whose condition is impossible": (
        {**identity(allow("s3:GetObject", switch(f"{BUCKET}/key", "*"))), "Condition": "Switch"},
        set(),
    ),
    "inline in a role": (role("sts:AssumeRole", EVERY_OBJECT), STAR),
    "a misspelt trust policy": (role("sts:AssumeRol"), {"unknown-action:sts:AssumeRol", "parliament:UNKNOWN_ACTION"}),
    "a policy that is JSON in a text": (
        resource("AWS::Logs::ResourcePolicy", PolicyDocument={"Fn::Sub": json.dumps(document(LOGS_OF_THIS_REGION))}),
        {"unknown-action:logs:PutLogEvent", "parliament:UNKNOWN_ACTION"},
    ),
    # What functions become.
    "attributes of resources": (
        identity(
            allow(["s3:GetObject"], {"Fn::Join": ["/", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "*"]]}),
            allow(["s3:ListBucket"], {"Fn::Sub": "${Bucket.Arn}"}),
            allow(["s3:PutObject"], {"Fn::Sub": ["${arn}/${x}/*", {"arn": {"Fn::GetAtt": "Bucket.Arn"}, "x": "y"}]}),
        ),
        set(),
    ),
    "an attribute of the wrong kind": (
        identity(allow(["s3:ListBucket"], {"Fn::Sub": "${Bucket.Arn}/*"})),
        {"parliament:RESOURCE_MISMATCH[s3:ListBucket]"},
    ),
    "what nobody knows fits": (
        identity(
            allow("dynamodb:GetItem", [{"Fn::GetAtt": ["Thing", "TableArn"]}, {"Fn::ImportValue": "table"}]),
            allow("s3:GetObject", {"Fn::Sub": "${BucketArn}/*"}),
            allow(["kms:Decrypt"], {"Ref": "KeyArn"}, Condition={"ArnLike": {"aws:SourceArn": {"Ref": "KeyArn"}}}),
            allow(["sqs:SendMessage"], {"Ref": "Arns"}),
        ),
        set(),
    ),
    "a document that nobody knows": (
        resource("AWS::IAM::ManagedPolicy", PolicyDocument={"Ref": "Words"}),
        {"unreadable-policy"},
    ),
    "a function that only the account can answer": (
        identity(allow("s3:GetObject", {"Fn::Transform": {"Name": "Mine"}})),
        {"unreadable-policy"},
    ),
    "a text that is no JSON": (
        resource("AWS::Logs::ResourcePolicy", PolicyDocument='{"Statement": ['),
        {"unreadable-policy"},
    ),
    # Policies of things.
    "a key's own": (
        resource(
            "AWS::KMS::Key",
            KeyPolicy=document(
                allow("kms:*", "*", Principal={"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}),
                allow(["kms:Decrypt", "kms:GenerateDataKey"], "*", Principal=service("cloudwatch.amazonaws.com")),
            ),
        ),
        {"parliament:PERMISSIONS_MANAGEMENT_ACTIONS[kms:*]"},
    ),
    "a key's own, with an action of another service": (
        resource("AWS::KMS::Key", KeyPolicy=document(allow("s3:GetObject", "*", Principal=service("x.amazonaws.com")))),
        {"parliament:RESOURCE_MISMATCH[s3:GetObject]"},
    ),
    "a repository's own, which names no resource": (
        resource(
            "AWS::ECR::Repository",
            RepositoryPolicyText=document(
                {"Effect": "Allow", "Principal": {"AWS": {"Ref": "ReaderArn"}}, "Action": ["ecr:BatchGetImage"]}
            ),
        ),
        set(),
    ),
    "a queue's": (
        resource(
            "AWS::SQS::QueuePolicy",
            Queues=[{"Ref": "Queue"}],
            PolicyDocument=document(
                allow("sqs:SendMessage", {"Fn::GetAtt": ["Queue", "Arn"]}, Principal=service("sns.amazonaws.com"))
            ),
        ),
        set(),
    ),
    "a firewall's statement is no policy": (
        resource("AWS::WAFv2::WebACL", Rules=[{"Statement": {"RateBasedStatement": {"Limit": 100}}}]),
        set(),
    ),
    "what masks logs is no policy": (
        resource("AWS::Logs::AccountPolicy", PolicyDocument='{"Statement": [{"Sid": "mask", "Operation": {}}]}'),
        set(),
    ),
}
AROUND = {
    "Parameters": {
        "Mode": {"Type": "String"},
        "Words": {"Type": "String"},
        "BucketArn": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/bucket"},
        "KeyArn": {"Type": "String", "Default": ""},
        "ReaderArn": {"Type": "String"},
        "Arns": {"Type": "CommaDelimitedList"},
    },
    "Conditions": {"Switch": {"Fn::Equals": [{"Ref": "Mode"}, "on"]}},
}
TYPES = {"Bucket": "AWS::S3::Bucket", "Queue": "AWS::SQS::Queue", "Thing": "My::Own::Thing"}
BESIDE = {name: resource(type_) for name, type_ in TYPES.items()}


def named(case: str, body: Mapping[str, Any]) -> Document:
    return Document(case, "out/app/stack.json", {**AROUND, "Resources": {**BESIDE, "It": body}}, ("eu-west-1",))


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Finding, ...]]:
    """What the real checkers say of every case, in one process of theirs."""
    documents = [named(case, body) for case, (body, _) in CASES.items()]
    return dict(zip(CASES, policy_checker(cache=None).check(documents, jobs=1), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_exactly_what_is_wrong_is_found(case: str, found: dict[str, tuple[Finding, ...]]) -> None:
    assert {finding.rule for finding in found[case]} == CASES[case][1]
    assert all((finding.document, finding.resource) == (case, "It") for finding in found[case])
    assert all(finding.place.startswith("Properties/") and finding.message for finding in found[case])


def test_a_finding_says_which_statement_and_what_to_do(found: dict[str, tuple[Finding, ...]]) -> None:
    (finding,) = (one for one in found["a statement within Fn::If"] if one.rule.startswith("wildcard:"))
    assert finding.place == "Properties/PolicyDocument/Statement/1"
    assert finding.message == "this allows s3:GetObject on everything, and it can be limited: name the resource"


class TestOut:
    """What is in out/."""

    def test_no_policy_is_left_out(self) -> None:
        """Counted without the code that is tested: every mapping with statements that have effects."""
        for path in OUT.glob("*/*.json"):
            template = json.loads(path.read_text())
            if "Resources" in template:
                there = list(documents_within(template))
                taken = policies_in(template)
                assert [policy.document for policy in taken] == there
                assert all(concrete_documents(policy, template, "eu-west-1") for policy in taken)

    def test_the_examples_have_policies_of_every_kind(self) -> None:
        templates = [json.loads(path.read_text()) for path in OUT.glob("*/[!m]*.json")]
        kinds = {policy.kind for template in templates for policy in policies_in(template)}
        assert kinds == {"trust", "identity", "resource"}


def documents_within(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        said = value.get("Statement")
        if isinstance(said, list) and any("Effect" in one for one in said):
            yield value
        for item in value.values():
            yield from documents_within(item)
    elif isinstance(value, list):
        for item in value:
            yield from documents_within(item)


class TestWorkers:
    """The process that asks parliament."""

    def checker(self, *command: str) -> PolicyChecker:
        engine = Engine("iam", lambda: (sys.executable, *command), (SERVE,), startup=1, speed=1, cache=None)
        return PolicyChecker(engine)

    @pytest.mark.parametrize("script", ["raise SystemExit(3)", "print('no answer')", "print('{}')"])
    def test_one_that_does_not_answer_is_a_failure(self, script: str) -> None:
        with pytest.raises(CheckFailed, match="iam "):
            self.checker("-c", script).check([named("one", identity(ONE_OBJECT))])

    def test_without_its_libraries_it_says_so(self) -> None:
        with pytest.raises(CheckFailed, match="No module named 'parliament'"):
            self.checker("-S", str(SERVE)).check([named("one", identity(ONE_OBJECT))])

    def test_equal_policies_are_told_of_each_document(self) -> None:
        documents = [named(name, identity(EVERY_OBJECT)) for name in ("one", "two")]
        one, two = policy_checker(cache=None).check(documents, jobs=1)
        assert {finding.document for finding in one} == {"one"}
        assert [finding.rule for finding in one] == [finding.rule for finding in two] != []


NAMES = st.sampled_from(
    ["Bucket", "Queue", "Thing", "KeyArn", "Words", "Arns", "Nowhere", "AWS::Region", "AWS::NoValue"]
)
FUNCTIONS = st.recursive(
    st.text("ab:*/$", max_size=6) | st.builds(lambda name: {"Ref": name}, NAMES),
    lambda inner: (
        st.builds(lambda name, last: {"Fn::GetAtt": [name, last]}, NAMES, st.sampled_from(["Arn", "Name"]))
        | st.builds(lambda name: {"Fn::Sub": f"arn:${{{name}}}/${{!x}}"}, NAMES)
        | st.builds(lambda parts: {"Fn::Join": ["", parts]}, st.lists(inner, max_size=3))
        | st.builds(switch, inner, inner)
        | st.builds(lambda value: {"Fn::ImportValue": value}, inner)
        | st.builds(lambda parts, at: {"Fn::Select": [at, parts]}, st.lists(inner, max_size=2), st.integers(0, 2))
        | st.builds(lambda value: {"Fn::GetAZs": value}, inner)
    ),
    max_leaves=6,
)


@given(FUNCTIONS, FUNCTIONS)
def test_a_policy_becomes_plain_or_a_sentence(actions: Any, resources: Any) -> None:
    """No function reaches parliament, and nothing but the sentence is raised."""
    body = identity(allow(actions, resources))
    template = named("it", body).template
    (policy,) = policies_in(template)
    with suppress(CannotAnalyse):
        found = concrete_documents(policy, template, "eu-west-1")
        assert found
        assert not any(f'"{function}' in json.dumps(found) for function in ("Fn::", "Ref"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["Statement", "Effect", "PolicyDocument", "Fn::If", "Fn::Sub", "Ref", "x"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_a_resource_is_read(properties: Any) -> None:
    """Strange templates from elsewhere: a policy is found or not, and nothing breaks."""
    template = {"Resources": {"It": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": properties}}}}
    for policy in policies_in(template):
        assert isinstance(policy, Policy)
        assert policy.kind == "identity"
        assert all(isinstance(one, Mapping) for one, _ in statements(policy.document))
        with suppress(CannotAnalyse):
            assert all("Statement" in one for one in concrete_documents(policy, template, "us-east-1"))
