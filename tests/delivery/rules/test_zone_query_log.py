"""The queries to a public zone are logged."""

from delivery.rules.zone_query_log import ZoneQueryLog as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Zone=resource(
        "AWS::Route53::HostedZone",
        Name="example.com",
        QueryLoggingConfig={"CloudWatchLogsLogGroupArn": {"Ref": "LogGroupArn"}},
    )
)


def test_a_zone_with_a_log_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_one_without_is_found() -> None:
    assert found(Rule, without(GOOD, "Zone", "Properties", "QueryLoggingConfig")) == ["Zone/Properties"]


def test_a_private_zone_is_logged_by_its_vpc() -> None:
    private = changed(GOOD, "Zone", "Properties", "VPCs", to=[{"VPCId": "vpc-1", "VPCRegion": "eu-west-1"}])
    assert found(Rule, without(private, "Zone", "Properties", "QueryLoggingConfig")) == []


def test_a_condition_may_take_the_log_away() -> None:
    chosen = {"Fn::If": ["IsCheap", {"Ref": "AWS::NoValue"}, {"CloudWatchLogsLogGroupArn": {"Ref": "LogGroupArn"}}]}
    template = changed(GOOD, "Zone", "Properties", "QueryLoggingConfig", to=chosen)
    template["Conditions"] = {"IsCheap": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Zone/Properties/QueryLoggingConfig/Fn::If/1"]
