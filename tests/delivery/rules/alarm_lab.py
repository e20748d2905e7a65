"""What the tests of rules on alarms that undo deployments share."""

from typing import Any

from tests.delivery.rules.lab import resource, resources

DEPLOYMENT = ("Service", "Properties", "DeploymentConfiguration")
ALARM = ("Alarm", "Properties")


def watched(alarm: dict[str, Any] | None = None, /, **deployment: Any) -> dict[str, Any]:
    """A service whose deployments an alarm watches, which needs three minutes unless it says otherwise."""
    alarms = {"AlarmNames": [{"Ref": "Alarm"}], "Enable": True, "Rollback": True}
    return resources(
        Service=resource("AWS::ECS::Service", DeploymentConfiguration={"Alarms": alarms, **deployment}),
        Alarm=resource(
            "AWS::CloudWatch::Alarm",
            **{"Period": 60, "EvaluationPeriods": 3, "TreatMissingData": "notBreaching", **(alarm or {})},
        ),
    )


def calculated(*periods: Any) -> list[dict[str, Any]]:
    """Metrics that an alarm calculates with, each of its own period."""
    metrics = [{"Id": f"m{number}", "MetricStat": {"Period": period}} for number, period in enumerate(periods)]
    return [*metrics, {"Id": "total", "Expression": "SUM(METRICS())"}]
