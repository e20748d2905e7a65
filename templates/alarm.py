"""What every alarm is: some bad periods in a row, and a topic that hears of every change of state."""

from collections.abc import Mapping
from typing import Any

from troposphere.cloudwatch import Alarm, MetricDimension


def alarm(
    title: str,
    what: str,
    metric: tuple[str, str],
    dimensions: Mapping[str, Any],
    threshold: Any,
    topic_arn: Any,
    **differences: Any,
) -> Alarm:
    """An alarm on a namespace and metric at a threshold or above; three minutes unless told otherwise."""
    namespace, name = metric
    settings = {"Period": 60, "EvaluationPeriods": 3, "DatapointsToAlarm": 3, **differences}
    return Alarm(
        title,
        AlarmDescription=what,
        Namespace=namespace,
        MetricName=name,
        Dimensions=[MetricDimension(Name=key, Value=value) for key, value in dimensions.items()],
        **settings,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Threshold=threshold,
        TreatMissingData="notBreaching",
        AlarmActions=[topic_arn],
        OKActions=[topic_arn],
        InsufficientDataActions=[topic_arn],
    )
