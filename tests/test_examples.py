"""The values of the examples' environments: every figure of the reference is what hello's dev uses."""

# ruff: noqa: N802  (the ids of requirement rows are in capitals)

import json
from functools import cache

import pytest

from delivery.resolve import resolve
from tests.conftest import ROOT

OUT = ROOT / "out"


@cache
def template(application, stack):
    return json.loads((OUT / application / f"{stack}.json").read_text())


def values(application, environment, stack):
    listed = json.loads((OUT / application / environment / f"{stack}.parameters.json").read_text())
    return {pair["ParameterKey"]: pair["ParameterValue"] for pair in listed}


def seen(application, environment, stack):
    """The stack's resources as CloudFormation would see them."""
    return resolve(template(application, stack), values(application, environment, stack))["Resources"]


def properties(application, environment, stack, logical_id):
    return seen(application, environment, stack)[logical_id]["Properties"]


def attributes(resource, key):
    return {pair["Key"]: pair["Value"] for pair in resource[key]}


class TestDev:
    """The reference architecture's own figures."""

    def test_D1_capacity_is_base_1_weight_1_and_spot_weight_4(self):
        cluster = properties("hello", "dev", "platform", "Cluster")
        service = properties("hello", "dev", "web", "Service")
        expected = [
            {"CapacityProvider": "FARGATE", "Base": "1", "Weight": "1"},
            {"CapacityProvider": "FARGATE_SPOT", "Weight": "4"},
        ]
        assert cluster["DefaultCapacityProviderStrategy"] == expected
        assert service["CapacityProviderStrategy"] == expected
        assert cluster["ClusterSettings"] == [{"Name": "containerInsights", "Value": "enhanced"}]

    def test_D2_smallest_task_and_its_health_check(self):
        task = properties("hello", "dev", "web", "TaskDefinition")
        check = task["ContainerDefinitions"][0]["HealthCheck"]
        assert (task["Cpu"], task["Memory"]) == ("256", "512")
        assert {key: check[key] for key in ("Interval", "Timeout", "Retries", "StartPeriod")} == {
            "Interval": 30,
            "Timeout": 5,
            "Retries": 3,
            "StartPeriod": 60,
        }

    def test_D3_logs_are_kept_for_7_days(self):
        group = properties("hello", "dev", "web", "LogGroup")
        assert group["RetentionInDays"] == "7"
        assert group["LogGroupName"]["Fn::Sub"][0].startswith("/ecs/hello-dev/web/")

    def test_D5_rolling_50_to_200_with_a_grace_of_120_and_exec(self):
        service = properties("hello", "dev", "web", "Service")
        configuration = service["DeploymentConfiguration"]
        assert (configuration["MinimumHealthyPercent"], configuration["MaximumPercent"]) == ("50", "200")
        assert service["HealthCheckGracePeriodSeconds"] == 120
        assert service["EnableExecuteCommand"] == "true"
        assert configuration["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}

    def test_E1_two_to_ten_tasks_at_70_and_80_percent_with_cooldowns_of_300(self):
        resources = seen("hello", "dev", "web")
        target = resources["ScalableTarget"]["Properties"]
        assert (target["MinCapacity"], target["MaxCapacity"]) == ("2", "10")
        for policy, figure in (("ScaleOnCpu", "70"), ("ScaleOnMemory", "80")):
            tracking = resources[policy]["Properties"]["TargetTrackingScalingPolicyConfiguration"]
            assert tracking["TargetValue"] == figure
            assert (tracking["ScaleOutCooldown"], tracking["ScaleInCooldown"]) == ("300", "300")

    def test_C2_health_of_targets(self):
        group = properties("hello", "dev", "web", "TargetGroup")
        assert group["HealthCheckPath"] == "/health"
        assert (group["HealthCheckIntervalSeconds"], group["HealthCheckTimeoutSeconds"]) == (30, 5)
        assert (group["HealthyThresholdCount"], group["UnhealthyThresholdCount"]) == (2, 3)
        assert group["Matcher"] == {"HttpCode": "200"}

    def test_B1_two_zones_and_one_nat_gateway(self):
        types = [body["Type"] for body in seen("hello", "dev", "network").values()]
        assert types.count("AWS::EC2::Subnet") == 4
        assert types.count("AWS::EC2::NatGateway") == 1


class TestProd:
    """Production settings."""

    def test_B1_three_zones_each_with_its_own_nat_gateway(self):
        resources = seen("hello", "prod", "network")
        types = [body["Type"] for body in resources.values()]
        assert types.count("AWS::EC2::Subnet") == 6
        assert types.count("AWS::EC2::NatGateway") == 3
        ways = [resources[f"PrivateWayOut{zone}"]["Properties"]["NatGatewayId"] for zone in (1, 2, 3)]
        assert ways == [{"Ref": f"NatGateway{zone}"} for zone in (1, 2, 3)]

    def test_B1_subnets_do_not_overlap(self):
        cidrs = [
            body["Properties"]["CidrBlock"]
            for body in seen("hello", "prod", "network").values()
            if body["Type"] == "AWS::EC2::Subnet"
        ]
        assert sorted(cidrs) == [f"10.30.{third}.0/20" for third in (0, 16, 32, 48, 64, 80)]

    def test_B2_endpoints_stand_in_every_zone(self):
        resources = seen("hello", "prod", "network")
        subnets = resources["EcrDkrEndpoint"]["Properties"]["SubnetIds"]
        assert subnets == [{"Ref": f"PrivateSubnet{zone}"} for zone in (1, 2, 3)]

    def test_C3_https_with_a_certificate_of_its_own_and_a_redirect(self):
        resources = seen("hello", "prod", "platform")
        assert resources["HttpsListener"]["Properties"]["Certificates"] == [{"CertificateArn": {"Ref": "Certificate"}}]
        (action,) = resources["HttpListener"]["Properties"]["DefaultActions"]
        assert action["RedirectConfig"] == {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}

    def test_C5_address_by_ipv4_and_ipv6(self):
        resources = seen("hello", "prod", "platform")
        assert resources["AddressRecord"]["Properties"]["Name"] == "hello.example.com"
        assert resources["AddressRecordIpv6"]["Properties"]["Type"] == "AAAA"
        assert resources["LoadBalancer"]["Properties"]["IpAddressType"] == "dualstack"

    def test_C1_balancer_is_protected(self):
        balancer = properties("hello", "prod", "platform", "LoadBalancer")
        assert attributes(balancer, "LoadBalancerAttributes")["deletion_protection.enabled"] == "true"

    def test_D5_no_task_is_missing_and_alarms_roll_back(self):
        configuration = properties("hello", "prod", "web", "Service")["DeploymentConfiguration"]
        assert (configuration["MinimumHealthyPercent"], configuration["MaximumPercent"]) == ("100", "200")
        assert configuration["Alarms"]["Enable"] == "true"
        assert configuration["Alarms"]["Rollback"] == "true"
        assert len(configuration["Alarms"]["AlarmNames"]) == 3

    def test_D2_graviton_and_nothing_on_spot(self):
        assert properties("hello", "prod", "web", "TaskDefinition")["RuntimePlatform"]["CpuArchitecture"] == "ARM64"
        assert values("hello", "prod", "web")["SpotWeight"] == "0"

    def test_D5_no_shell_sessions(self):
        resources = seen("hello", "prod", "web")
        assert resources["Service"]["Properties"]["EnableExecuteCommand"] == "false"
        assert "EcsExecPolicy" not in resources
        mounts = resources["TaskDefinition"]["Properties"]["ContainerDefinitions"][0]["MountPoints"]
        assert [mount["ContainerPath"] for mount in mounts] == ["/tmp"]


class TestBringYourOwnVpc:
    def test_B3_nothing_is_created_only_chosen(self):
        types = {body["Type"] for body in seen("bring-your-own-vpc", "dev", "network").values()}
        assert types == {"AWS::SSM::Parameter"}

    def test_B3_tasks_stand_in_public_subnets_with_an_address(self):
        placed = properties("bring-your-own-vpc", "dev", "site", "Service")["NetworkConfiguration"]
        assert placed["AwsvpcConfiguration"]["AssignPublicIp"] == "ENABLED"
        assert placed["AwsvpcConfiguration"]["Subnets"] == {"Ref": "PublicSubnetIds"}

    def test_D5_and_D7_three_tasks_without_autoscaling(self):
        resources = seen("bring-your-own-vpc", "dev", "site")
        assert resources["Service"]["Properties"]["DesiredCount"] == "3"
        assert "ScalableTarget" not in resources

    def test_A1_an_image_of_somebody_else_needs_no_registry(self):
        assert not (OUT / "bring-your-own-vpc/registry.json").exists()


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
class TestJ5Environments:
    """Isolated, named and tagged alike."""

    def test_J5_names_between_stacks_are_the_environments_own(self, environment):
        found = values("hello", environment, "web")
        own = {name: value for name, value in found.items() if value.startswith("/hello/")}
        assert len(own) == 13
        assert {value.split("/")[2] for value in own.values()} == {environment, "registry"}

    def test_J5_tags_are_alike(self, environment):
        tags = json.loads((OUT / "hello" / environment / "web.tags.json").read_text())
        assert attributes({"Tags": tags}, "Tags") == {
            "Application": "hello",
            "Environment": environment,
            "CostCenter": "42",
        }

    def test_J5_the_shared_registry_belongs_to_no_environment(self, environment):
        tags = json.loads((OUT / "hello" / environment / "registry.tags.json").read_text())
        assert "Environment" not in attributes({"Tags": tags}, "Tags")


def test_A4_the_registry_comes_first_and_no_image_is_assumed():
    manifest = json.loads((OUT / "hello/manifest.json").read_text())
    assert [stack["name"] for stack in manifest["stacks"]] == ["registry", "network", "platform", "web"]
    assert "Default" not in template("hello", "web")["Parameters"]["ImageTag"]


def test_G3_no_secret_is_in_any_output():
    for path in OUT.rglob("*.json"):
        text = path.read_text()
        assert '"SecretString"' not in text
        assert "{{resolve:" not in text.replace(r"\\{\\{resolve:", "")
