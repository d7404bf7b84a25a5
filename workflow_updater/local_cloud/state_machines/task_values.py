"""
Arguments and results of tasks, between Step Functions' casing and boto3's.

Replaces `_normalise_parameters` and `_normalise_response` of moto's `StateTaskService`, which moto has emptied: names
are PascalCase in a definition and whatever the service's model says in boto3; times, blobs and streams become text.
"""

from __future__ import annotations

import datetime
import json
from functools import cache
from typing import Any

from botocore import xform_name
from botocore.response import StreamingBody
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines.service_models import service_model
from workflow_updater.local_cloud.state_machines.task_names import boto3_service

HOOK = "task values"


def install() -> None:
    """Convert what goes into and comes out of every service task."""
    private(StateTaskService, "_get_boto_service_name", hook=HOOK)
    private(StateTaskService, "_get_boto_service_action", hook=HOOK)

    def arguments(
        self: Any,
        parameters: dict[str, Any],
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        operation = _operation(*_called(self, boto_service_name, service_action_name))
        _refill(parameters, to_boto3(parameters, operation.input_shape if operation else None))

    def result(
        self: Any, response: Any, boto_service_name: str | None = None, service_action_name: str | None = None
    ) -> None:
        if isinstance(response, dict):
            operation = _operation(*_called(self, boto_service_name, service_action_name))
            _refill(response, from_boto3(response, operation.output_shape if operation else None))

    replace(StateTaskService, "_normalise_parameters", arguments, hook=HOOK)
    replace(StateTaskService, "_normalise_response", result, hook=HOOK)


def to_boto3(value: Any, shape: Any) -> Any:
    """Return *value* with the member names that *shape* (botocore) has, compared without case."""
    kind = shape.type_name if shape is not None else None
    changed = value
    match kind, value:
        case "structure", dict():
            names = {name.lower(): name for name in shape.members}
            renamed = {names.get(name.lower(), name): inner for name, inner in value.items()}
            changed = {name: to_boto3(inner, shape.members.get(name)) for name, inner in renamed.items()}
        case "list", list():
            changed = [to_boto3(inner, shape.member) for inner in value]
        case "map", dict():
            changed = {key: to_boto3(inner, shape.value) for key, inner in value.items()}
        case "string", dict() | list():
            changed = json.dumps(value, separators=(",", ":"))
        case "blob", _ if not isinstance(value, str | bytes):
            changed = json.dumps(value, separators=(",", ":")).encode()
    return changed


def from_boto3(value: Any, shape: Any) -> Any:
    """Return *value* as a state's output shows it: members in PascalCase, the keys of maps as they are, JSON only."""
    shown = value
    match value:
        case StreamingBody():
            shown = value.read().decode("utf-8", "replace")
        case bytes():
            shown = value.decode("utf-8", "replace")
        case datetime.datetime():
            shown = value.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case list():
            shown = [from_boto3(inner, getattr(shape, "member", None)) for inner in value]
        case dict() if shape is None or shape.type_name == "structure":
            members = shape.members if shape is not None else {}
            shown = {_pascal(name): from_boto3(inner, members.get(name)) for name, inner in value.items()}
        case dict() if shape.type_name == "map":
            shown = {key: from_boto3(inner, shape.value) for key, inner in value.items()}
    return shown


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _called(task: Any, service: str | None, action: str | None) -> tuple[str, str]:
    return boto3_service(service or task._get_boto_service_name()), action or task._get_boto_service_action()


@cache
def _operation(service: str, action: str) -> Any:
    model = service_model(service)
    name = next((name for name in model.operation_names if xform_name(name) == action), None)
    return model.operation_model(name) if name else None


def _refill(changed: dict[str, Any], new: dict[str, Any]) -> None:
    """Give *changed* the content of *new*: moto hands the dictionary itself on, not what the method returns."""
    changed.clear()
    changed.update(new)
