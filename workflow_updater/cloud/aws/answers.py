"""CloudFormation's answers as values, and a change set request as its arguments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from workflow_updater.cloud.ports import (
    UNKNOWN_TIME,
    ChangeSet,
    ChangeSetRequest,
    PendingChangeSet,
    Stack,
    StackEvent,
    StackResource,
)
from workflow_updater.core.change.model import ChangeDetail, ResourceChange


def stack(answer: Mapping[str, Any]) -> Stack:
    """Return the stack of a DescribeStacks entry; an SSM parameter's own value is its name, which an update keeps."""
    return Stack(
        name=answer["StackName"],
        arn=answer["StackId"],
        status=answer["StackStatus"],
        status_reason=answer.get("StackStatusReason", ""),
        parameters={one["ParameterKey"]: one.get("ParameterValue", "") for one in answer.get("Parameters", [])},
        resolved=_resolved(answer),
        outputs={one["OutputKey"]: one["OutputValue"] for one in answer.get("Outputs", [])},
        capabilities=tuple(answer.get("Capabilities", ())),
        change_set=answer.get("ChangeSetId", ""),
        settings=_settings(answer),
    )


def _resolved(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of SSM parameters, which AWS tells beside their names."""
    return {one["ParameterKey"]: one["ResolvedValue"] for one in answer.get("Parameters", []) if "ResolvedValue" in one}


def _settings(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return what a stack or change set says of itself as a whole, as text that can be compared; without empty ones."""
    tags = {one["Key"]: one["Value"] for one in answer.get("Tags", [])}
    rollback = {name: value for name, value in answer.get("RollbackConfiguration", {}).items() if value}
    topics = sorted(answer.get("NotificationARNs", []))
    told = {"Tags": tags, "NotificationARNs": topics, "RollbackConfiguration": rollback}
    return {name: json.dumps(value, sort_keys=True) for name, value in told.items() if value}


def resource(answer: Mapping[str, Any]) -> StackResource:
    """Return the resource of a ListStackResources entry."""
    return StackResource(
        logical_id=answer["LogicalResourceId"],
        physical_id=answer.get("PhysicalResourceId", ""),
        type=answer["ResourceType"],
        status=answer.get("ResourceStatus", ""),
    )


def event(answer: Mapping[str, Any]) -> StackEvent:
    """Return the event of a DescribeStackEvents entry."""
    return StackEvent(
        id=answer["EventId"],
        at=answer["Timestamp"],
        logical_id=answer.get("LogicalResourceId", ""),
        type=answer.get("ResourceType", ""),
        status=answer.get("ResourceStatus", ""),
        reason=answer.get("ResourceStatusReason", ""),
        physical_id=answer.get("PhysicalResourceId", ""),
        token=answer.get("ClientRequestToken", ""),
    )


def pending(answer: Mapping[str, Any]) -> PendingChangeSet:
    """Return the change set of a ListChangeSets entry."""
    return PendingChangeSet(answer["ChangeSetId"], answer["ChangeSetName"], answer["CreationTime"])


def change_set(answer: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]) -> ChangeSet:
    """Return the change set of a DescribeChangeSet answer, with the *changes* of all its pages."""
    return ChangeSet(
        arn=answer["ChangeSetId"],
        name=answer["ChangeSetName"],
        stack_arn=answer["StackId"],
        status=answer["Status"],
        execution_status=answer.get("ExecutionStatus", ""),
        reason=answer.get("StatusReason", ""),
        changes=tuple(_change(one) for one in changes),
        description=answer.get("Description", ""),
        created=answer.get("CreationTime", UNKNOWN_TIME),
        parameters={one["ParameterKey"]: one.get("ParameterValue", "") for one in answer.get("Parameters", [])},
        resolved=_resolved(answer),
        settings=_settings(answer),
    )


def _change(answer: Mapping[str, Any]) -> ResourceChange:
    change = answer.get("ResourceChange")
    if change is None:  # a kind of change that this model does not know yet must not pass the review unseen
        return ResourceChange("?", str(answer.get("Type", "?")), "?", "", (), ())
    return ResourceChange(
        logical_id=change["LogicalResourceId"],
        type=change["ResourceType"],
        action=change["Action"],
        replacement=change.get("Replacement", ""),
        scope=tuple(change.get("Scope", ())),
        details=tuple(_detail(one) for one in change.get("Details", ())),
        physical_id=change.get("PhysicalResourceId", ""),
    )


def _detail(answer: Mapping[str, Any]) -> ChangeDetail:
    target = answer.get("Target", {})
    return ChangeDetail(
        attribute=target.get("Attribute", ""),
        name=target.get("Name", ""),
        requires_recreation=target.get("RequiresRecreation", ""),
        path=target.get("Path", ""),
        evaluation=answer.get("Evaluation", ""),
        change_source=answer.get("ChangeSource", ""),
        causing_entity=answer.get("CausingEntity", ""),
    )


def change_set_arguments(request: ChangeSetRequest) -> dict[str, Any]:
    """Return what CreateChangeSet takes; what the request leaves out is left out, so that the stack keeps its own."""
    arguments: dict[str, Any] = {
        "StackName": request.stack,
        "ChangeSetName": request.name,
        "ChangeSetType": request.type,
        "Parameters": [_parameter(name, value) for name, value in request.parameters.items()],
        "Capabilities": list(request.capabilities),
    }
    optional = {
        "TemplateBody": request.template_body,
        "TemplateURL": request.template_url,
        "Description": request.description,
        "ClientToken": request.token,
    }
    return arguments | {name: value for name, value in optional.items() if value}


def _parameter(name: str, value: str | None) -> dict[str, Any]:
    if value is None:
        return {"ParameterKey": name, "UsePreviousValue": True}
    return {"ParameterKey": name, "ParameterValue": value}
