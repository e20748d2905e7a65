"""What watches and records: alarms, trails, flow logs and the like."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.review.model import Level, Reason
from delivery.review.weakening.checks import closed, fewer, kept, lost, order, recorded, step, works
from delivery.review.weakening.kinds import Check, Finding, falls, rises

_OUTAGE = Level.OUTAGE
_LATER = "it is raised later"
_ALARM = (
    works("ActionsEnabled", "telling somebody", True, "nobody is told any more"),
    fewer("AlarmActions", "alarm actions", "fewer people hear of it"),
    Check("EvaluationPeriods", rises, "the number of periods that it looks at", _OUTAGE, so=_LATER),
    Check("DatapointsToAlarm", rises, "the number of bad periods", _OUTAGE, so=_LATER),
    step("TreatMissingData", "what missing values mean", order("missing|ignore|notbreaching", "breaching"), _OUTAGE,
         "missing", "it stays silent when no values come"),
)  # fmt: skip
_INSIGHTS = order("disabled", "enabled", "enhanced")

WATCHING = {
    "AWS::CloudTrail::EventDataStore": (
        kept("RetentionPeriod", "the retention of events (days)", None, "events"),
        closed("TerminationProtectionEnabled", "deletion protection", True),
        closed("IngestionEnabled", "taking in events", True),
        closed("MultiRegionEnabled", "taking in events of every region", True),
        lost("KmsKeyId", "the encryption with a key of your own"),
    ),
    "AWS::CloudTrail::Trail": (
        closed("IsLogging", "recording what is done in the account", so="nobody can tell who did what"),
        closed("IsMultiRegionTrail", "recording in every region"),
        closed("IncludeGlobalServiceEvents", "recording what is done in global services"),
        closed("EnableLogFileValidation", "the proof that log files are not changed"),
        lost("KMSKeyId", "the encryption with a key of your own"),
        lost("CloudWatchLogsLogGroupArn", "the copy in CloudWatch, which alarms look at"),
        recorded("EventSelectors", "selections of events"),
        recorded("AdvancedEventSelectors", "selections of events"),
        recorded("InsightSelectors", "insights"),
    ),
    "AWS::CloudWatch::Alarm": _ALARM,
    "AWS::CloudWatch::CompositeAlarm": _ALARM[:2],
    "AWS::EC2::FlowLog": (step("TrafficType", "what is recorded", order("accept|reject", "all")),),
    "AWS::ECS::Cluster": (
        step("ClusterSettings/@Name=containerInsights/Value", "Container Insights", _INSIGHTS, _OUTAGE),
        step("Configuration/ExecuteCommandConfiguration/Logging", "the log of commands in containers",
             order("none", "default|override"), absent="DEFAULT"),
        lost("Configuration/ExecuteCommandConfiguration/KmsKeyId", "the encryption of commands with a key of your own"),
    ),
    "AWS::GuardDuty::Detector": (closed("Enable", "looking for threats"),),
    "AWS::Synthetics::Canary": (
        works("StartCanaryAfterCreation", "trying it from outside"),
        kept("FailureRetentionPeriod", "the retention of results of failed runs (days)", None, "results"),
    ),
    "AWS::XRay::SamplingRule": (Check("SamplingRule/FixedRate", falls, "the share of traced requests", _OUTAGE),),
}  # fmt: skip

# Only where these are the same do two thresholds measure the same thing.
_MEASURES = (
    "ComparisonOperator",
    "Namespace",
    "MetricName",
    "Metrics",
    "Statistic",
    "ExtendedStatistic",
    "Period",
    "Unit",
)


def later_alarms(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """A threshold that moves away from what is normal, so that more must go wrong before anybody is told."""
    if any(before.get(name) != after.get(name) for name in _MEASURES):
        return
    operator = str(before.get("ComparisonOperator"))
    kind = rises if operator.startswith("Greater") else falls if operator.startswith("Less") else None
    # An anomaly detector has both, and no threshold.
    if kind is None or ("Less" in operator and "Greater" in operator):
        return
    found: Finding | None = kind("the threshold", before.get("Threshold"), after.get("Threshold"), None)
    if found:
        level = _OUTAGE if found.certain else Level.MAYBE
        yield Reason(level, f"{found.sentence}: {_LATER}" if found.certain else found.sentence)
