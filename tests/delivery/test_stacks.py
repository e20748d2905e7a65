"""What is read off a template by itself: where it belongs, what must be acknowledged, what joins it to others."""

import pytest

from delivery.stacks import capabilities, publishes, reads, scope, stack_name


def template(*types, **more):
    resources = {f"R{number}": {"Type": type_, "Properties": {}} for number, type_ in enumerate(types)}
    return {"Resources": resources, **more}


def with_property(type_, name, value="x"):
    return {"Resources": {"R": {"Type": type_, "Properties": {name: value}}}}


IAM = [
    "AWS::IAM::AccessKey",
    "AWS::IAM::Group",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::User",
    "AWS::IAM::UserToGroupAddition",
]
NAMED = [
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
]


class TestCapabilities:
    """Exactly what AWS asks for: too few stop a deployment, too many acknowledge what nobody read."""

    @pytest.mark.parametrize("types", [[], ["AWS::SNS::Topic"], ["AWS::ECS::Service", "AWS::IAM::OIDCProvider"]])
    def test_nothing_to_acknowledge(self, types):
        assert capabilities(template(*types)) == []

    @pytest.mark.parametrize("type_", IAM)
    def test_a_resource_that_gives_rights(self, type_):
        assert capabilities(template("AWS::SNS::Topic", type_)) == ["CAPABILITY_IAM"]

    @pytest.mark.parametrize(("type_", "name"), NAMED)
    def test_one_with_a_name_of_its_own(self, type_, name):
        assert capabilities(with_property(type_, name)) == ["CAPABILITY_NAMED_IAM"]

    @pytest.mark.parametrize(
        ("type_", "name"),
        [
            pytest.param("AWS::IAM::Policy", "PolicyName", id="the name of an inline policy is none"),
            pytest.param("AWS::IAM::UserToGroupAddition", "GroupName", id="whom it adds to is no name"),
            pytest.param("AWS::IAM::AccessKey", "UserName", id="whose key it is is no name"),
            pytest.param("AWS::IAM::Role", "Path", id="a path is no name"),
            pytest.param("AWS::IAM::Role", "UserName", id="another type's name is none"),
        ],
    )
    def test_what_is_not_a_name_of_its_own(self, type_, name):
        assert capabilities(with_property(type_, name)) == ["CAPABILITY_IAM"]

    def test_a_name_of_something_else_is_none(self):
        assert capabilities(with_property("AWS::SNS::Topic", "RoleName")) == []

    def test_one_named_among_others_is_enough(self):
        made = template("AWS::IAM::Role", "AWS::SNS::Topic")
        made["Resources"]["Named"] = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "Name"}}}
        assert capabilities(made) == ["CAPABILITY_NAMED_IAM"]

    def test_a_resource_without_properties(self):
        assert capabilities({"Resources": {"R": {"Type": "AWS::IAM::Role"}}}) == ["CAPABILITY_IAM"]

    @pytest.mark.parametrize("transform", ["AWS::Serverless-2016-10-31", ["AWS::LanguageExtensions"]])
    def test_a_macro_may_make_anything(self, transform):
        found = capabilities(template("AWS::SNS::Topic", Transform=transform))
        assert sorted(found) == ["CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

    def test_a_macro_inside_a_resource_may_make_anything_too(self):
        made = with_property("AWS::SNS::Topic", "Fn::Transform", {"Name": "Own", "Parameters": {}})
        assert "CAPABILITY_AUTO_EXPAND" in capabilities(made)


class TestScope:
    ACCOUNT = {"Metadata": {"Stackwright": {"Scope": "account"}}, "Resources": {}}  # noqa: RUF012

    @pytest.mark.parametrize(
        "metadata",
        [
            {},
            {"Metadata": {}},
            {"Metadata": {"Stackwright": {}}},
            {"Metadata": {"Stackwright": {"Scope": "environment"}}},
        ],
        ids=["no metadata", "empty metadata", "nothing said", "said"],
    )
    def test_a_stack_is_an_environments_own(self, metadata):
        made = {**metadata, "Resources": {}}
        assert scope(made) == "environment"
        assert stack_name("hello", "dev", "web", made) == "hello-dev-web"

    def test_unless_it_says_that_it_is_the_accounts(self):
        assert scope(self.ACCOUNT) == "account"
        assert stack_name("hello", "dev", "registry", self.ACCOUNT) == "hello-registry"

    def test_what_is_shared_has_one_name_in_all_environments(self):
        assert len({stack_name("hello", one, "registry", self.ACCOUNT) for one in ("dev", "prod")}) == 1


def published(name):
    return {"Resources": {"Id": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": name}}}}


class TestNamesBetweenStacks:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            pytest.param({"Fn::Sub": "/${App}/${Env}/a"}, "/{App}/{Env}/a", id="a name with parameters"),
            pytest.param("/fixed/name", "/fixed/name", id="a fixed name"),
        ],
    )
    def test_what_is_published(self, name, expected):
        assert publishes(published(name)) == {expected: "Id"}

    @pytest.mark.parametrize(
        "name",
        [None, {"Ref": "Name"}, {"Fn::Sub": ["/${A}", {"A": "x"}]}],
        ids=["CloudFormation names it", "a parameter names it", "a variable names it"],
    )
    def test_what_has_no_name_to_tell_is_not_published(self, name):
        assert publishes(published(name)) == {}

    def test_only_ssm_parameters_are_published(self):
        assert publishes(with_property("AWS::S3::Bucket", "Name", "/a")) == {}

    def test_what_is_read_are_filled_names_of_values(self):
        made = {
            "Metadata": {"Stackwright": {"Fills": {"App": "{App}", "VpcId": "/{App}/vpc-id", "Gone": "/{App}/gone"}}},
            "Parameters": {
                "App": {"Type": "String"},
                "VpcId": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>"},
                "Own": {"Type": "AWS::SSM::Parameter::Value<String>"},
            },
            "Resources": {},
        }
        assert reads(made) == {"VpcId": "/{App}/vpc-id"}

    def test_a_template_without_metadata_reads_nothing(self):
        assert reads({"Resources": {}}) == {}
