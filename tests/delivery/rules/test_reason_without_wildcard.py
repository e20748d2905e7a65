"""A reason is given only for a statement that has a wildcard."""

from delivery.rules.reason_without_wildcard import ReasonWithoutWildcard as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Policy=resource(
        "AWS::IAM::ManagedPolicy",
        attributes={"Metadata": {"Wildcards": {"SignIn": "ECR knows no narrower resource for this"}}},
        PolicyDocument={
            "Statement": [{"Sid": "SignIn", "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}]
        },
    ),
)
STATEMENT = ("Policy", "Properties", "PolicyDocument", "Statement", 0)
REASON = "Policy/Metadata/Wildcards/SignIn"


def test_a_reason_for_a_wildcard_is_needed() -> None:
    assert found(Rule, GOOD) == []


def test_a_reason_outlives_the_wildcard_of_its_statement() -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Resource", to={"Ref": "Arn"})) == [REASON]


def test_a_reason_outlives_the_name_of_its_statement() -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Sid", to="LogIn")) == [REASON]


def test_a_statement_that_is_wide_under_a_condition_may_have_a_reason() -> None:
    template = changed(GOOD, *STATEMENT, "Resource", to={"Fn::If": ["IsOpen", "*", {"Ref": "Arn"}]})
    template["Parameters"] = {"Open": {"Type": "String"}, "Arn": {"Type": "String"}}
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
    assert found(Rule, template) == []


def test_metadata_of_another_kind_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, "Policy", "Metadata", to={"Wildcards": ["text"]})) == []
    assert found(Rule, changed(GOOD, "Policy", "Metadata", to={"Wildcards": "text"})) == []
