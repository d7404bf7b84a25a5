"""
The two resources that a published state machine brings along: the version of the push, and the alias that moves to it.

The version is replaced whenever the state machine has a new revision. The one before is retained: the alias still sends
traffic there while it shifts, and executions may run on it; what is too old is deleted after a push that succeeded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.aliases.publishing import Ids, Publishing, ids_of
from workflow_updater.core.validation.finding import Finding

VERSION = "AWS::StepFunctions::StateMachineVersion"
ALIAS = "AWS::StepFunctions::StateMachineAlias"


def publishing_resources(
    logical_id: str, publishing: Publishing, machine: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the resources of the state machine *logical_id*, which is *machine* in the template, by logical id."""
    ids = ids_of(logical_id)
    condition = {"Condition": machine["Condition"]} if "Condition" in machine else {}
    version = {
        "Type": VERSION,
        **condition,
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "StateMachineArn": {"Ref": logical_id},
            "StateMachineRevisionId": {"Fn::GetAtt": [logical_id, "StateMachineRevisionId"]},
        },
    }
    properties = {"Name": publishing.alias, "DeploymentPreference": _preference(publishing, ids)}
    return {ids.version: version, ids.alias: {"Type": ALIAS, **condition, "Properties": properties}}


def taken_findings(template: Mapping[str, Any], logical_id: str) -> list[Finding]:
    """Return which of the logical ids that the macro would add for *logical_id* the template has already."""
    resources = template.get("Resources") or {}
    return [
        rules.RESOURCE_TAKEN.finding(
            f'the macro adds a resource "{name}" for the versions of {logical_id}, and the template has one already',
            f"/Resources/{name}",
        )
        for name in ids_of(logical_id)
        if name in resources
    ]


def with_publishing(template: Mapping[str, Any], logical_id: str, publishing: Publishing) -> dict[str, Any]:
    """Return a copy of *template* with the version and the alias of *logical_id*; `taken_findings` must be []."""
    resources = template["Resources"]
    added = publishing_resources(logical_id, publishing, resources[logical_id])
    return {**template, "Resources": {**resources, **added}}


def _preference(publishing: Publishing, ids: Ids) -> dict[str, Any]:
    preference: dict[str, Any] = {"StateMachineVersionArn": {"Ref": ids.version}, "Type": publishing.type}
    if publishing.percentage:
        preference |= {"Percentage": publishing.percentage, "Interval": publishing.interval_minutes}
    if publishing.alarms:
        preference["Alarms"] = list(publishing.alarms)
    return preference
