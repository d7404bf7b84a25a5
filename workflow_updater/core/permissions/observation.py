"""
What a machine needs to write its log and its traces.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html and
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html. The first also lists CreateLogStream
and PutLogEvents; a delivery writes by itself (delivery.logs.amazonaws.com): a role may have them, and does not need
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core.permissions.grant import Grant, Need

_LOGGING = (
    *("CreateLogDelivery", "DeleteLogDelivery", "DescribeLogGroups", "DescribeResourcePolicies", "GetLogDelivery"),
    *("ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery"),
)
_TRACING = ("GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments")

# Not counted as too much, since they belong to what AWS's page recommends.
OBSERVING = frozenset({"logs:createlogstream", "logs:putlogevents"})


def observation_needs(properties: Mapping[str, Any]) -> tuple[Need, ...]:
    """Return what the *properties* of an AWS::StepFunctions::StateMachine ask for besides its definition."""
    found = []
    logging = properties.get("LoggingConfiguration")
    if isinstance(logging, Mapping) and logging.get("Level") != "OFF" and logging.get("Destinations"):
        found += [Need(Grant(f"logs:{name}", "*"), ("LoggingConfiguration",)) for name in _LOGGING]
    tracing = properties.get("TracingConfiguration")
    if isinstance(tracing, Mapping) and tracing.get("Enabled") not in {None, False, "false"}:
        found += [Need(Grant(f"xray:{name}", "*"), ("TracingConfiguration",)) for name in _TRACING]
    return tuple(found)


def every_observation() -> tuple[Need, ...]:
    """Return all that a machine may need to be observed, for when nobody knows its settings."""
    settings = {
        "LoggingConfiguration": {"Level": "ALL", "Destinations": [{}]},
        "TracingConfiguration": {"Enabled": True},
    }
    return observation_needs(settings)
