"""The macros of an account: resources of type AWS::CloudFormation::Macro in its stacks, and how they are invoked."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import failures, lambda_call
from workflow_updater.local_cloud.cloudformation.expansion import MacroCall
from workflow_updater.local_cloud.cloudformation.failures import MacroFailed
from workflow_updater.local_cloud.cloudformation.lambda_call import Credentials

HOOK = "macros"
TYPE = "AWS::CloudFormation::Macro"


def install() -> None:
    """Teach MiniStack the resource type; a macro is known as soon as its stack holds it."""
    from ministack.services.cloudformation import provisioners

    handlers = hooks.private(provisioners, "_RESOURCE_HANDLERS", hook=HOOK)
    handlers[TYPE] = {"create": _create, "update": _update, "delete": _delete}


def find_function(name: str) -> str | None:
    """Return the function (ARN) behind the macro *name* of the requesting account and region, None if unknown."""
    return next((record["FunctionName"] for record in _macros() if record["Name"] == name), None)


def invoke(
    endpoint: str, credentials: Credentials, macro: MacroCall, fragment: Any, values: Mapping[str, Any], function: str
) -> Any:
    """
    Return the fragment that *macro* answers; blocks while its function runs.

    Raises:
        MacroFailed: in each way that a macro can fail, with AWS's text.
    """
    transform_id = f"{credentials.account}::{macro.name}"
    event = {
        "region": credentials.region,
        "accountId": credentials.account,
        "fragment": fragment,
        "transformId": transform_id,
        "params": dict(macro.parameters),
        "requestId": str(uuid.uuid4()),
        "templateParameterValues": dict(values),
    }
    answer = lambda_call.invoke(endpoint, credentials, function, event)
    if answer.refusal is not None:
        raise MacroFailed(answer.refusal)
    if answer.raised:
        raise MacroFailed(failures.malformed_response(transform_id))
    return _read(answer.payload, transform_id, event["requestId"])


def _read(payload: bytes, transform_id: str, request_id: str) -> Any:
    try:
        response = json.loads(payload)
        status, answered_id = str(response["status"]), response["requestId"]
    except (ValueError, KeyError, TypeError):
        raise MacroFailed(failures.malformed_response(transform_id)) from None
    if answered_id != request_id:
        raise MacroFailed(failures.malformed_response(transform_id))
    if status.lower() != "success":
        raise MacroFailed(failures.macro_failed(transform_id, response.get("errorMessage")))
    if not isinstance(response.get("fragment"), dict | str | list | int | float):
        raise MacroFailed(failures.UNSUPPORTED_STRUCTURE)
    return response["fragment"]


def _macros() -> Iterator[Mapping[str, Any]]:
    """Yield the properties of every macro resource of the requesting account and region."""
    from ministack.services import cloudformation

    for stack in hooks.private(cloudformation, "_stacks", hook=HOOK).values():
        if stack.get("StackStatus") == "DELETE_COMPLETE":
            continue
        for resource in stack.get("_resources", {}).values():
            if resource.get("ResourceType") == TYPE:
                yield resource["Properties"]


def _create(logical_id: str, properties: Mapping[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:
    for required in ("Name", "FunctionName"):
        if not properties.get(required):
            raise ValueError(f"Property validation failure: [The property {{/{required}}} is required]")
    name = str(properties["Name"])
    if find_function(name) is not None:
        raise ValueError(f"Macro with name {name} already exists in account")
    return name, {}


def _update(
    physical_id: str, before: Mapping[str, Any], after: Mapping[str, Any], stack_name: str
) -> tuple[str, dict[str, Any]]:
    if after.get("Name") == physical_id:
        return physical_id, {}
    return _create(physical_id, after, stack_name)


def _delete(physical_id: str, properties: Mapping[str, Any]) -> None:
    """Forget nothing: the registry is the stacks themselves, and the resource leaves its stack."""
