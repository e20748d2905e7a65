"""A service runs on the latest Fargate platform."""

from delivery.rules.platform_version import PlatformVersion as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service, with_parameter
from tests.delivery.rules.lab import findings, found

VERSION = place(*SERVICE, "PlatformVersion")


def test_none_or_latest_is_good() -> None:
    assert found(Rule, service()) == []
    assert found(Rule, service(PlatformVersion="LATEST")) == []


def test_a_version_is_found_however_the_service_gets_its_capacity() -> None:
    message = f"PlatformVersion is 1.4.0. {Rule.advice}"
    assert findings(Rule, service(PlatformVersion="1.4.0", LaunchType="FARGATE")) == [(VERSION, message)]
    strategy = [{"CapacityProvider": "FARGATE", "Weight": 1}]
    assert findings(Rule, service(PlatformVersion="1.4.0", CapacityProviderStrategy=strategy)) == [(VERSION, message)]


def test_a_default_counts() -> None:
    template = service(PlatformVersion={"Ref": "Platform"})
    assert found(Rule, template) == []
    assert found(Rule, with_parameter(template, "Platform")) == []
    assert found(Rule, with_parameter(template, "Platform", Default="LATEST")) == []
    assert found(Rule, with_parameter(template, "Platform", Default="1.3.0")) == [VERSION]


def test_a_branch_with_a_version_is_found() -> None:
    template = service(PlatformVersion={"Fn::If": ["Old", "1.3.0", {"Ref": "AWS::NoValue"}]})
    assert found(Rule, conditional(template, "Old")) == [place(VERSION, "Fn::If", 1)]
