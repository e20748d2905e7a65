"""An event that cannot be delivered is kept."""

from delivery.rules.event_dead_letters import EventDeadLetters as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

TARGET = {"Id": "topic", "Arn": {"Ref": "Topic"}, "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Lost", "Arn"]}}}
GOOD = resources(Rule=resource("AWS::Events::Rule", Targets=[TARGET, {**TARGET, "Id": "queue"}]))


def test_targets_with_a_queue_for_what_they_do_not_take_are_fine() -> None:
    assert found(Rule, GOOD) == []


def test_each_target_without_is_found() -> None:
    assert found(Rule, without(GOOD, "Rule", "Properties", "Targets", 1, "DeadLetterConfig")) == [
        "Rule/Properties/Targets/1"
    ]


def test_a_configuration_without_a_queue_keeps_nothing() -> None:
    template = changed(GOOD, "Rule", "Properties", "Targets", 0, "DeadLetterConfig", to={})
    assert found(Rule, template) == ["Rule/Properties/Targets/0"]


def test_what_is_not_known_may_have_one() -> None:
    assert found(Rule, changed(GOOD, "Rule", "Properties", "Targets", to={"Ref": "Targets"})) == []
    assert found(Rule, changed(GOOD, "Rule", "Properties", "Targets", 0, to={"Fn::FindInMap": ["A", "B", "C"]})) == []
    assert found(Rule, without(GOOD, "Rule", "Properties", "Targets")) == []


def test_also_where_only_a_condition_takes_it_away() -> None:
    chosen = {"Fn::If": ["IsCareful", {"Arn": {"Ref": "QueueArn"}}, {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Rule", "Properties", "Targets", 0, "DeadLetterConfig", to=chosen)
    template["Conditions"] = {"IsCareful": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Rule/Properties/Targets/0"]
