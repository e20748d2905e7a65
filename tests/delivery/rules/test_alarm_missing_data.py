"""An alarm says what missing data mean."""

from delivery.rules.alarm_missing_data import AlarmMissingData as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(Alarm=resource("AWS::CloudWatch::Alarm", MetricName="Errors", TreatMissingData="missing"))


def test_an_alarm_that_says_it_is_fine() -> None:
    """Whatever it says, somebody has thought of it."""
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, "Alarm", "Properties", "TreatMissingData", to={"Ref": "Missing"})) == []


def test_one_that_does_not_is_found() -> None:
    assert found(Rule, without(GOOD, "Alarm", "Properties", "TreatMissingData")) == ["Alarm/Properties"]
    assert found(Rule, without(GOOD, "Alarm", "Properties")) == ["Alarm"]


def test_also_where_only_a_condition_takes_it_away() -> None:
    chosen = {"Fn::If": ["IsSparse", "notBreaching", {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Alarm", "Properties", "TreatMissingData", to=chosen)
    template["Conditions"] = {"IsSparse": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Alarm/Properties/TreatMissingData/Fn::If/2"]


def test_alarms_that_do_not_know_the_property_are_fine() -> None:
    query = resource("AWS::CloudWatch::Alarm", EvaluationCriteria={"PromQLCriteria": {"Query": "up == 0"}})
    composite = resource("AWS::CloudWatch::CompositeAlarm", AlarmRule="ALARM(a)")
    assert found(Rule, resources(Query=query, Composite=composite)) == []
