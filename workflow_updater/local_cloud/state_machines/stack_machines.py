"""
AWS::StepFunctions::StateMachine in a stack: the same gate as the API, AWS's text when it refuses.

Wraps MiniStack's handler (`_RESOURCE_HANDLERS` of `ministack.services.cloudformation.provisioners`), which stores any
text, overwrites a state machine of the same name and keeps LoggingConfiguration in the template's casing; replaces
`_sfn_definition` there, which substitutes each placeholder once and in the order of the template.
"""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import stepfunctions
from ministack.services.cloudformation import provisioners

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines.definition_gate import machine_type, not_assumable, refused
from workflow_updater.local_cloud.state_machines.substitution import EndlessSubstitution, substitute

HOOK = "state machines in stacks"
TYPE = "AWS::StepFunctions::StateMachine"
SOURCES = ("DefinitionS3Location", "DefinitionString", "Definition")

Properties = dict[str, Any]


def install() -> None:
    """Check every definition that CloudFormation is about to store."""
    handlers = private(provisioners, "_RESOURCE_HANDLERS", hook=HOOK)
    plain = handlers[TYPE]

    def definition(properties: Properties) -> str:
        given = [name for name in SOURCES if name in properties]
        if len(given) != 1:
            raise refusal_of(_wrong_sources(given))
        raw = {name: value for name, value in properties.items() if name != "DefinitionSubstitutions"}
        if isinstance(raw.get("Definition"), dict):
            raw["Definition"] = json.dumps(raw["Definition"], indent=2, sort_keys=True)  # as the provider stores it
        try:
            return substitute(plain_definition(raw), properties.get("DefinitionSubstitutions") or {})
        except EndlessSubstitution as endless:
            raise refusal_of(str(endless)) from endless

    plain_definition = replace(provisioners, "_sfn_definition", definition, hook=HOOK)

    def check(properties: Properties, role_of: str | None) -> Properties:
        answer = refused(definition(properties), machine_type({"type": properties.get("StateMachineType")}))
        if answer is None and role_of is not None:
            answer = not_assumable(str(properties.get("RoleArn")), properties.get("StateMachineName") or role_of)
        if answer:
            raise private(provisioners, "_sfn_service_error", hook=HOOK)(answer)
        logging = properties.get("LoggingConfiguration")
        return {**properties, "LoggingConfiguration": camel(logging)} if logging else properties

    def create(logical_id: str, properties: Properties, stack_name: str) -> Any:
        _refuse_taken_name(properties.get("StateMachineName"))
        return plain["create"](logical_id, check(properties, logical_id), stack_name)

    def update(physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Any:
        # A role that stays is not asked about: a rollback comes here before the role's own is undone.
        checked = check(new, logical_id if old.get("RoleArn") != new.get("RoleArn") else None)
        return plain["update"](physical_id, old, checked, stack_name, logical_id)

    handlers[TYPE] = {**plain, "create": create, "update": update}


def refusal_of(message: str, code: str = "InvalidRequest") -> ValueError:
    """Return the error of a resource handler that refuses with *message*."""
    return ValueError(
        f'Resource handler returned message: "{message}" (RequestToken: {new_uuid()}, HandlerErrorCode: {code})'
    )


def camel(value: Any) -> Any:
    """Return a LoggingConfiguration of a template in the API's casing, booleans as such."""
    match value:
        case dict():
            return {name[:1].lower() + name[1:]: camel(inner) for name, inner in value.items()}
        case list():
            return [camel(inner) for inner in value]
        case "true" | "false":
            return value == "true"
    return value


def _wrong_sources(given: list[str]) -> str:
    if given:
        return f"Property validation failed. Please use one of [{'], ['.join(given)}]."
    return (
        "Property validation failed. Required key [DefinitionS3Location], [DefinitionString] or [Definition] not found."
    )


def _refuse_taken_name(name: str | None) -> None:
    arn = f"arn:aws:states:{get_region()}:{get_account_id()}:stateMachine:{name}"
    if name and arn in stepfunctions._state_machines:
        raise refusal_of(f"Resource of type '{TYPE}' with identifier '{arn}' already exists.", "AlreadyExists")
