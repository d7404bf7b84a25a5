"""
AWS::StepFunctions::StateMachineVersion and AWS::StepFunctions::StateMachineAlias, which MiniStack lacks.

Adds to `_RESOURCE_HANDLERS` and `_REPLACING_PROPERTIES` of `ministack.services.cloudformation.provisioners`, and wraps
`_publish_state_machine_version`, which publishes the same revision again and again, and `_sends_back_failed_update` of
`ministack.services.cloudformation.stacks`, which leaves an alias where its own update has failed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from ministack.services import stepfunctions
from ministack.services.cloudformation import provisioners, stacks

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines import alias_shift
from workflow_updater.local_cloud.state_machines.answers import Answer, fields
from workflow_updater.local_cloud.state_machines.stack_machines import refusal_of

HOOK = "versions and aliases in stacks"
VERSION = "AWS::StepFunctions::StateMachineVersion"
ALIAS = "AWS::StepFunctions::StateMachineAlias"

Created = tuple[str, dict[str, str]]
Properties = dict[str, Any]


def install(minute_seconds: float) -> None:
    """Teach MiniStack the two resource types; *minute_seconds* is how long a minute of a gradual shift takes."""
    handlers = private(provisioners, "_RESOURCE_HANDLERS", hook=HOOK)
    handlers[VERSION] = {"create": _create_version, "delete": _delete_version}

    def update_alias(arn: str, old: Properties, new: Properties, stack_name: str) -> Created:
        if not new.get("DeploymentPreference") or new.get("RoutingConfiguration"):
            return _update_alias(arn, new)
        set_routes = partial(_set_routes, arn, new)
        alias_shift.move(arn, old, new, stack_name, set_routes=set_routes, minute_seconds=minute_seconds)
        return arn, {"Arn": arn}

    handlers[ALIAS] = {"create": _create_alias, "update": update_alias, "delete": _delete_alias}
    replacing = private(provisioners, "_REPLACING_PROPERTIES", hook=HOOK)
    replacing[VERSION] = ("StateMachineArn", "StateMachineRevisionId", "Description")
    replacing[ALIAS] = ("Name",)

    def publish(data: dict[str, Any]) -> Answer:
        newest = newest_version(data.get("stateMachineArn", ""))
        machine = stepfunctions._state_machines.get(data.get("stateMachineArn", ""), {})
        revision = machine.get("revisionId")
        asked = data.get("revisionId") or revision
        if newest and asked == revision == newest["stateMachineRevisionId"]:
            return fields({name: newest[name] for name in ("stateMachineVersionArn", "creationDate")})
        answer: Answer = plain_publish(data)
        return answer

    def sends_back(resource_type: str) -> bool:
        return resource_type == ALIAS or plain_sends_back(resource_type)

    plain_sends_back: Callable[[str], bool] = replace(stacks, "_sends_back_failed_update", sends_back, hook=HOOK)
    plain_publish = replace(stepfunctions, "_publish_state_machine_version", publish, hook=HOOK)


def newest_version(machine_arn: str) -> dict[str, Any] | None:
    """Return the version of *machine_arn* with the highest number."""
    versions = [one for one in stepfunctions._state_machine_versions.values() if one["stateMachineArn"] == machine_arn]
    return max(versions, key=lambda one: int(one["stateMachineVersionArn"].rsplit(":", 1)[1]), default=None)


def _create_version(logical_id: str, properties: Properties, stack_name: str) -> Created:
    machine_arn = properties["StateMachineArn"]
    newest = newest_version(machine_arn)
    revision = stepfunctions._state_machines.get(machine_arn, {}).get("revisionId")
    if newest and newest["stateMachineRevisionId"] == revision:
        arn = newest["stateMachineVersionArn"]
        raise refusal_of(f"Resource of type '{VERSION}' with identifier '{arn}' already exists.", "AlreadyExists")
    asked = {
        "stateMachineArn": machine_arn,
        "revisionId": properties.get("StateMachineRevisionId"),
        "description": properties.get("Description", ""),
    }
    arn = _done(stepfunctions._publish_state_machine_version(asked))["stateMachineVersionArn"]
    return arn, {"Arn": arn}


def _delete_version(arn: str, properties: Properties) -> None:
    _done(stepfunctions._delete_state_machine_version({"stateMachineVersionArn": arn}))


def _create_alias(logical_id: str, properties: Properties, stack_name: str) -> Created:
    asked = {"name": properties.get("Name") or logical_id, **_routing(properties)}
    arn = _done(stepfunctions._create_state_machine_alias(asked))["stateMachineAliasArn"]
    return arn, {"Arn": arn}


def _set_routes(arn: str, properties: Properties, routes: dict[str, int]) -> None:
    configuration = [{"stateMachineVersionArn": version, "weight": weight} for version, weight in routes.items()]
    asked = {"description": properties.get("Description", ""), "routingConfiguration": configuration}
    _done(stepfunctions._update_state_machine_alias({"stateMachineAliasArn": arn, **asked}))


def _update_alias(arn: str, new: Properties) -> Created:
    _done(stepfunctions._update_state_machine_alias({"stateMachineAliasArn": arn, **_routing(new)}))
    return arn, {"Arn": arn}


def _delete_alias(arn: str, properties: Properties) -> None:
    _done(stepfunctions._delete_state_machine_alias({"stateMachineAliasArn": arn}))


def _routing(properties: Properties) -> dict[str, Any]:
    """Return the description and the routes that *properties* ask for, in the API's words."""
    preference, routes = properties.get("DeploymentPreference"), properties.get("RoutingConfiguration")
    if bool(preference) == bool(routes):
        raise refusal_of("Please use one of [RoutingConfiguration] or [DeploymentPreference].")
    if preference:
        routes = [{"StateMachineVersionArn": preference["StateMachineVersionArn"], "Weight": 100}]
    configuration = [
        {"stateMachineVersionArn": route["StateMachineVersionArn"], "weight": int(route["Weight"])}
        for route in routes or []
    ]
    return {"description": properties.get("Description", ""), "routingConfiguration": configuration}


def _done(answer: Answer) -> dict[str, Any]:
    """
    Return the fields of *answer*.

    Raises:
        ValueError: it is a refusal; in the words of AWS's resource handler.
    """
    status, _, body = answer
    if status >= 400:
        raise private(provisioners, "_sfn_service_error", hook=HOOK)(answer)
    return dict(json.loads(body))
