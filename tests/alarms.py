"""Alarms of CloudWatch whose state a test decides."""

from __future__ import annotations

from typing import Any


def put_alarm(cloudwatch: Any, name: str, state: str) -> None:
    """Make the alarm *name* with the client *cloudwatch*, and let it be in *state*: OK, ALARM or INSUFFICIENT_DATA."""
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanThreshold",
        MetricName="Failed",
        Namespace="Tests",
        Period=60,
        Statistic="Sum",
        Threshold=0,
    )
    cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="the test says so")
