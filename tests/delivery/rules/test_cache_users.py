"""Nobody uses a cache without proving who he is."""

import pytest

from delivery.rules.cache_users import CacheUsers as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Cache=resource("AWS::ElastiCache::ReplicationGroup", Engine="valkey", UserGroupIds=[{"Ref": "Users"}]),
    Old=resource("AWS::ElastiCache::ReplicationGroup", Engine="redis", AuthToken={"Ref": "Token"}),
    Second=resource("AWS::ElastiCache::ReplicationGroup", GlobalReplicationGroupId="global"),
    Serverless=resource("AWS::ElastiCache::ServerlessCache", Engine="valkey", UserGroupId={"Ref": "Users"}),
    Plain=resource("AWS::ElastiCache::ServerlessCache", Engine="memcached"),
    Default=resource(
        "AWS::ElastiCache::User",
        UserName="default",
        AccessString="off -@all",
        AuthenticationMode={"Type": "no-password-required"},
    ),
    App=resource("AWS::ElastiCache::User", AccessString="on ~app:* +@read", AuthenticationMode={"Type": "iam"}),
    Users=resource("AWS::ElastiCache::UserGroup", UserIds=[{"Ref": "Default"}, {"Ref": "App"}]),
)


def test_users_that_prove_who_they_are_are_fine() -> None:
    """A user that is off needs no password; Memcached knows no users."""
    assert found(Rule, GOOD) == []


def test_a_cache_without_users_is_found() -> None:
    ((place, message),) = findings(Rule, without(GOOD, "Cache", "Properties", "UserGroupIds"))
    assert place == "Cache/Properties"
    assert message.startswith("Cache has neither a user group nor a token")
    assert found(Rule, changed(GOOD, "Cache", "Properties", "UserGroupIds", to=[])) == ["Cache/Properties/UserGroupIds"]
    assert found(Rule, without(GOOD, "Old", "Properties", "AuthToken")) == ["Old/Properties"]


def test_a_serverless_cache_without_users_is_found() -> None:
    assert found(Rule, without(GOOD, "Serverless", "Properties", "UserGroupId")) == ["Serverless/Properties"]


def test_a_user_without_a_password_is_found() -> None:
    mode = ("Properties", "AuthenticationMode")
    assert found(Rule, changed(GOOD, "App", *mode, "Type", to="no-password-required")) == [
        "App/Properties/AuthenticationMode/Type"
    ]
    bare = changed(without(GOOD, "App", *mode), "App", "Properties", "NoPasswordRequired", to=True)
    assert found(Rule, bare) == ["App/Properties/NoPasswordRequired"]
    assert found(Rule, changed(GOOD, "App", *mode, to={"Ref": "Mode"})) == []


@pytest.mark.parametrize("access", ["on ~* +@all", {"Fn::Sub": "on ~${AWS::StackName}:* +@all"}])
def test_a_user_that_is_switched_on_needs_a_password(access: object) -> None:
    assert found(Rule, changed(GOOD, "Default", "Properties", "AccessString", to=access)) == [
        "Default/Properties/AuthenticationMode/Type"
    ]


def test_the_default_user_of_aws_is_found() -> None:
    assert found(Rule, changed(GOOD, "Users", "Properties", "UserIds", 0, to="default")) == [
        "Users/Properties/UserIds/0"
    ]


def test_only_the_branch_without_users_is_found() -> None:
    chosen = {"Fn::If": ["HasUsers", [{"Ref": "Users"}], {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Cache", "Properties", "UserGroupIds", to=chosen)
    template["Parameters"] = {"Known": {"Type": "String"}}
    template["Conditions"] = {"HasUsers": {"Fn::Equals": [{"Ref": "Known"}, "yes"]}}
    assert found(Rule, template) == ["Cache/Properties/UserGroupIds/Fn::If/2"]
