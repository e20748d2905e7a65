"""An alarm tells of each change of its state."""

from typing import Any

import pytest

from delivery.rules.alarm_actions import AlarmActions as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

TOPIC = [{"Ref": "TopicArn"}]
STATES = ["InsufficientDataActions", "OKActions"]
GOOD = resources(
    Alarm=resource("AWS::CloudWatch::Alarm", AlarmActions=TOPIC, OKActions=TOPIC, InsufficientDataActions=TOPIC)
)
BARE = resources(Alarm=resource("AWS::CloudWatch::Alarm", AlarmActions=TOPIC))


def test_an_alarm_that_tells_everything_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", STATES)
def test_a_change_that_nobody_is_told_of_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, "Alarm", "Properties", name)) == ["Alarm/Properties"]
    assert found(Rule, changed(GOOD, "Alarm", "Properties", name, to=[])) == [f"Alarm/Properties/{name}"]


def test_also_of_an_alarm_that_is_made_of_others() -> None:
    assert found(Rule, changed(BARE, "Alarm", "Type", to="AWS::CloudWatch::CompositeAlarm")) == ["Alarm/Properties"] * 2


@pytest.mark.parametrize(
    "actions",
    [
        [{"Ref": "Policy"}],
        [{"Fn::GetAtt": ["Policy", "Arn"]}],
        ["arn:aws:automate:eu-west-1:ec2:recover"],
        [{"Fn::Sub": "arn:${AWS::Partition}:automate:${AWS::Region}:ec2:recover"}],
        [{"Fn::Sub": "arn:aws:autoscaling:${AWS::Region}:111122223333:scalingPolicy:x"}],
        [],
    ],
)
def test_what_only_moves_machines_has_nobody_to_tell(actions: Any) -> None:
    template = changed(BARE, "Policy", to=resource("AWS::ApplicationAutoScaling::ScalingPolicy"))
    assert found(Rule, changed(template, "Alarm", "Properties", "AlarmActions", to=actions)) == []


def test_one_that_scales_and_tells_is_found() -> None:
    template = changed(BARE, "Policy", to=resource("AWS::AutoScaling::ScalingPolicy"))
    both = [{"Ref": "Policy"}, "arn:aws:sns:eu-west-1:111122223333:alerts"]
    assert found(Rule, changed(template, "Alarm", "Properties", "AlarmActions", to=both)) == ["Alarm/Properties"] * 2


def test_one_that_is_switched_off_is_another_matter() -> None:
    assert found(Rule, changed(BARE, "Alarm", "Properties", "ActionsEnabled", to=False)) == []
    assert found(Rule, changed(BARE, "Alarm", "Properties", "ActionsEnabled", to={"Ref": "On"})) != []


def test_a_list_from_elsewhere_may_be_full() -> None:
    template = changed(BARE, "Alarm", "Properties", "OKActions", to={"Ref": "Topics"})
    assert found(Rule, changed(template, "Alarm", "Properties", "InsufficientDataActions", to={"Ref": "Topics"})) == []


def test_a_condition_may_take_the_actions_away() -> None:
    template = changed(GOOD, "Alarm", "Properties", "OKActions", to={"Fn::If": ["IsLoud", TOPIC, []]})
    template["Conditions"] = {"IsLoud": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Alarm/Properties/OKActions/Fn::If/2"]
