# ruff: noqa: N802
"""Rows D1 to D5 and D7: cluster, task, roles, service and its number of tasks."""

import re

import pytest

from templates.stacks import render
from tests.templates.samples import (
    allows,
    attributes,
    build,
    container,
    of_type,
    only,
    parameter,
    public,
    rendered,
    statements,
)

SERVICE, TASK, POLICY = "AWS::ECS::Service", "AWS::ECS::TaskDefinition", "AWS::IAM::ManagedPolicy"


@pytest.fixture
def web():
    return rendered("full")["web"]


@pytest.fixture
def platform():
    return rendered("full")["platform"]


def made(**settings):
    return render(build(web=public(**settings)))["web"]


def actions(policy):
    return {action for statement in statements(policy) for action in statement["Action"]}


@pytest.mark.parametrize("stack", ["platform", "web"])
def test_D1_fargate_first_and_spot_by_weight(stack):
    """The cluster's default and each service's own strategy."""
    template = rendered("full")[stack]
    if stack == "platform":
        found = only(template, "AWS::ECS::Cluster")["DefaultCapacityProviderStrategy"]
    else:
        found = only(template, SERVICE)["CapacityProviderStrategy"]
    assert found == [
        {"CapacityProvider": "FARGATE", "Base": {"Ref": "FargateBase"}, "Weight": {"Ref": "FargateWeight"}},
        {"CapacityProvider": "FARGATE_SPOT", "Weight": {"Ref": "SpotWeight"}},
    ]
    assert (parameter(template, "FargateBase")["Default"], parameter(template, "FargateWeight")["Default"]) == (
        "1",
        "1",
    )
    assert allows(template, "SpotWeight", 4)


def test_D1_spot_is_off_unless_an_environment_asks_for_it(web):
    assert parameter(web, "SpotWeight")["Default"] == "0"


def test_D1_spot_is_refused_for_a_service_that_cannot_leave_in_two_minutes(web):
    """65 seconds of draining and 100 of stopping are more than the 120 of the notice."""
    rule = rendered("slow-service")["web"]["Rules"]["SpotLeavesTooSoon"]["Assertions"][0]
    assert rule["Assert"] == {"Fn::Equals": [{"Ref": "SpotWeight"}, "0"]}
    assert "165 seconds" in rule["AssertDescription"]
    assert "SpotLeavesTooSoon" not in web["Rules"]


def test_D1_container_insights_is_enhanced_and_adjustable(platform):
    setting = only(platform, "AWS::ECS::Cluster")["ClusterSettings"]
    assert setting == [{"Name": "containerInsights", "Value": {"Ref": "ContainerInsights"}}]
    declared = parameter(platform, "ContainerInsights")
    assert (declared["Default"], declared["AllowedValues"]) == ("enhanced", ["enhanced", "enabled", "disabled"])


def test_D2_task_is_awsvpc_on_fargate(web):
    task = only(web, TASK)
    assert (task["NetworkMode"], task["RequiresCompatibilities"]) == ("awsvpc", ["FARGATE"])
    assert (task["Cpu"], task["Memory"]) == ({"Ref": "Cpu"}, {"Ref": "Memory"})


@pytest.mark.parametrize(
    ("cpu", "fits", "too_little", "too_much"),
    [
        (256, {512, 1024, 2048}, 256, 3072),
        (512, {1024, 2048, 4096}, 512, 5120),
        (1024, {2048, 8192}, 1024, 9216),
        (2048, {4096, 16384}, 3072, 17408),
        (4096, {8192, 30720}, 7168, 32768),
        (8192, {16384, 20480, 61440}, 15360, 65536),
        (16384, {32768, 40960, 122880}, 30720, 126976),
    ],
)
def test_D2_only_valid_pairs_of_cpu_and_memory(web, cpu, fits, too_little, too_much):
    rule = web["Rules"][f"MemoryFitsCpu{cpu}"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Cpu"}, str(cpu)]}
    values, of = rule["Assertions"][0]["Assert"]["Fn::Contains"]
    allowed = {int(value) for value in values}
    assert of == {"Ref": "Memory"}
    assert fits <= allowed
    assert {too_little, too_much}.isdisjoint(allowed)


def test_D2_every_cpu_has_a_rule_and_every_memory_fits_some_cpu(web):
    """A value that the console offers must be usable."""
    rules = {name: rule for name, rule in web["Rules"].items() if name.startswith("MemoryFitsCpu")}
    assert {f"MemoryFitsCpu{cpu}" for cpu in parameter(web, "Cpu")["AllowedValues"]} == set(rules)
    usable = {value for rule in rules.values() for value in rule["Assertions"][0]["Assert"]["Fn::Contains"][0]}
    assert usable == set(parameter(web, "Memory")["AllowedValues"])


def test_D2_default_size_is_the_smallest_pair(web):
    assert (parameter(web, "Cpu")["Default"], parameter(web, "Memory")["Default"]) == ("256", "512")


def test_D2_x86_or_graviton(web):
    platform = only(web, TASK)["RuntimePlatform"]
    assert platform == {"CpuArchitecture": {"Ref": "CpuArchitecture"}, "OperatingSystemFamily": "LINUX"}
    assert parameter(web, "CpuArchitecture")["AllowedValues"] == ["X86_64", "ARM64"]


def test_D2_ephemeral_storage_is_20_to_200_and_said_only_when_more_than_included(web):
    """Fargate refuses a stated size below 21."""
    declared = parameter(web, "EphemeralStorage")
    assert (declared["MinValue"], declared["MaxValue"], declared["Default"]) == (20, 200, "20")
    condition, size, nothing = only(web, TASK)["EphemeralStorage"]["Fn::If"]
    assert (size, nothing) == ({"SizeInGiB": {"Ref": "EphemeralStorage"}}, {"Ref": "AWS::NoValue"})
    assert web["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "EphemeralStorage"}, "20"]}]}


def test_D2_container_health_check(web):
    """Every 30 seconds, 5 to answer, 3 failures, 60 seconds to start."""
    assert container(web)["HealthCheck"] == {
        "Command": ["CMD", "node", "check.js"],
        "Interval": 30,
        "Timeout": 5,
        "Retries": 3,
        "StartPeriod": 60,
    }


def test_D2_environment_of_the_container(web):
    """What app.yaml says as text, what environments may change as a parameter, and what every task is told."""
    found = attributes(container(web)["Environment"])
    assert found == {
        "APPLICATION": {"Ref": "Application"},
        "ENVIRONMENT": {"Ref": "Environment"},
        "PORT": "3000",
        "MODE": "fast",
        "VERBOSE": "true",
        "WORKERS": "4",
        "GREETING": {"Ref": "EnvGreeting"},
    }
    assert parameter(web, "EnvGreeting")["Default"] == "hello"


def test_D2_stop_timeout_is_the_longest_request_and_closing_down():
    assert container(made(longest_request=25, stops_within=30))["StopTimeout"] == 55
    assert container(made(longest_request=100, stops_within=20))["StopTimeout"] == 120


def test_D2_command_and_writable_folders(web):
    found = container(web)
    assert found["Command"] == ["node", "server.js"]
    mounts = {mount["ContainerPath"]: mount for mount in found["MountPoints"] if "ContainerPath" in mount}
    assert set(mounts) == {"/tmp", "/var/cache/app"}
    volumes = {volume["Name"] for volume in only(web, TASK)["Volumes"] if "Name" in volume}
    assert {mount["SourceVolume"] for mount in mounts.values()} == volumes


def test_D3_log_group_is_below_ecs_and_named_after_application_environment_and_service(web):
    """The stack's id makes it unique: a log group kept from a former stack is in nobody's way."""
    text, parts = only(web, "AWS::Logs::LogGroup")["LogGroupName"]["Fn::Sub"]
    assert text == "/ecs/${Application}-${Environment}/web/${Unique}"
    assert {"Ref": "AWS::StackId"} in parts["Unique"]["Fn::Select"][1]["Fn::Split"]


@pytest.mark.parametrize("days", [7, 30, 365, 3653])
def test_D3_log_retention_is_adjustable(web, days):
    assert allows(web, "LogRetentionDays", days)
    assert only(web, "AWS::Logs::LogGroup")["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_D3_logs_outlive_their_stack(web):
    made = web["Resources"]["LogGroup"]
    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_D3_logs_go_through_awslogs_with_a_stream_prefix(web):
    configuration = container(web)["LogConfiguration"]
    assert configuration["LogDriver"] == "awslogs"
    assert configuration["Options"] == {
        "awslogs-group": {"Ref": "LogGroup"},
        "awslogs-region": {"Ref": "AWS::Region"},
        "awslogs-stream-prefix": "web",
        "mode": "non-blocking",
        "max-buffer-size": "25m",
    }


def test_D4_execution_role_and_task_role_are_apart(web):
    task = only(web, TASK)
    assert task["ExecutionRoleArn"] == {"Fn::GetAtt": ["ExecutionRole", "Arn"]}
    assert task["TaskRoleArn"] == {"Fn::GetAtt": ["TaskRole", "Arn"]}


@pytest.mark.parametrize("role", ["ExecutionRole", "TaskRole"])
def test_D4_trust_is_limited_to_ecs_tasks_of_this_account(web, role):
    (trust,) = statements(web["Resources"][role])
    assert trust["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"}},
    }


def test_D4_execution_role_pulls_one_repository_and_writes_one_log_group():
    """These actions on these things, and no others."""
    policy = rendered("minimal")["web"]["Resources"]["ExecutionPolicy"]
    may = {statement["Sid"]: (set(statement["Action"]), statement["Resource"]) for statement in statements(policy)}
    pulling = {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
    assert may == {
        "SignInToRegistry": ({"ecr:GetAuthorizationToken"}, ["*"]),
        "PullImages": (pulling, [{"Ref": "RepositoryArn"}]),
        "WriteLogs": ({"logs:CreateLogStream", "logs:PutLogEvents"}, [{"Fn::GetAtt": ["LogGroup", "Arn"]}]),
    }


def test_D4_image_of_somebody_else_needs_no_right_to_pull():
    policy = rendered("foreign-image")["web"]["Resources"]["ExecutionPolicy"]
    assert actions(policy) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_D4_application_may_do_nothing_unless_shell_sessions_are_on(web):
    """The only policy of the task role exists with ECS Exec only."""
    of_task = {
        name: found
        for name, found in of_type(web, POLICY).items()
        if {"Ref": "TaskRole"} in found["Properties"]["Roles"]
    }
    assert {name: found.get("Condition") for name, found in of_task.items()} == {"EcsExecPolicy": "HasEcsExec"}


def test_D4_shell_sessions_write_their_log_and_nothing_else(web):
    policy = web["Resources"]["EcsExecPolicy"]
    may = {statement["Sid"]: (set(statement["Action"]), statement["Resource"]) for statement in statements(policy)}
    kinds = ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
    writing = {"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}
    assert may == {
        "OpenExecChannels": ({f"ssmmessages:{kind}" for kind in kinds}, ["*"]),
        "FindExecLogGroup": ({"logs:DescribeLogGroups"}, ["*"]),
        "WriteExecLogs": (writing, [{"Ref": "ExecLogGroupArn"}]),
        "DecryptExecSessions": ({"kms:Decrypt"}, [{"Ref": "KeyArn"}]),
    }


def test_D5_rolling_deployment_is_100_200_and_takes_50(web):
    """Production's figures are the defaults, the reference's are allowed."""
    configuration = only(web, SERVICE)["DeploymentConfiguration"]
    assert configuration["MinimumHealthyPercent"] == {"Ref": "MinimumHealthyPercent"}
    assert configuration["MaximumPercent"] == {"Ref": "MaximumPercent"}
    assert parameter(web, "MinimumHealthyPercent")["Default"] == "100"
    assert parameter(web, "MaximumPercent")["Default"] == "200"
    assert allows(web, "MinimumHealthyPercent", 50)
    assert not allows(web, "MinimumHealthyPercent", 0)


def test_D5_circuit_breaker_rolls_back(web):
    assert only(web, SERVICE)["DeploymentConfiguration"]["DeploymentCircuitBreaker"] == {
        "Enable": True,
        "Rollback": True,
    }


def test_D5_alarms_roll_a_deployment_back_by_choice(web):
    alarms = only(web, SERVICE)["DeploymentConfiguration"]["Alarms"]
    assert {alarm["Ref"] for alarm in alarms["AlarmNames"]} == set(of_type(web, "AWS::CloudWatch::Alarm"))
    assert (alarms["Enable"], alarms["Rollback"]) == ({"Ref": "RollbackOnAlarms"}, {"Ref": "RollbackOnAlarms"})
    assert parameter(web, "RollbackOnAlarms")["Default"] == "true"


def test_D5_tasks_are_spread_over_zones(web):
    assert only(web, SERVICE)["AvailabilityZoneRebalancing"] == "ENABLED"


def test_D5_grace_period_is_120_seconds_for_a_start_of_60(web):
    assert only(web, SERVICE)["HealthCheckGracePeriodSeconds"] == 120
    assert only(made(starts_within=5), SERVICE)["HealthCheckGracePeriodSeconds"] == 60
    assert only(made(starts_within=100), SERVICE)["HealthCheckGracePeriodSeconds"] == 200


def test_D5_ecs_exec_is_off_and_by_choice_comes_with_what_it_needs(web):
    """A read-only root file system would stop the agent, so its folders are mounted then."""
    assert only(web, SERVICE)["EnableExecuteCommand"] == {"Ref": "EcsExec"}
    assert parameter(web, "EcsExec")["Default"] == "false"
    folders = {
        mount["Fn::If"][1]["ContainerPath"]
        for mount in container(web)["MountPoints"]
        if mount.get("Fn::If", [""])[0] == "HasEcsExec"
    }
    assert folders == {"/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"}


def test_D5_service_waits_for_its_permissions_and_its_listener_rule(web):
    """A target group without a listener refuses tasks; a role without its policy fails the first one."""
    assert set(of_type(web, SERVICE)["Service"]["DependsOn"]) == {"ExecutionPolicy", "ListenerRule"}


def test_D5_desired_count_takes_the_references_3():
    worker = rendered("private-worker")["worker"]
    assert allows(worker, "DesiredCount", 3)
    assert only(worker, SERVICE)["DesiredCount"] == {"Ref": "DesiredCount"}


def test_D7_fixed_count_without_autoscaling():
    template = made()
    assert only(template, SERVICE)["DesiredCount"] == {"Ref": "DesiredCount"}
    assert not [name for name in template["Resources"] if re.search("Scal", name)]


def test_D7_never_a_desired_count_with_autoscaling(web):
    """CloudFormation would set it back at each deployment."""
    assert "DesiredCount" not in only(web, SERVICE)
    assert "DesiredCount" not in web["Parameters"]


def test_D7_private_service_stands_behind_no_balancer():
    worker = rendered("private-worker")["worker"]
    assert not {"LoadBalancers", "HealthCheckGracePeriodSeconds"} & set(only(worker, SERVICE))
