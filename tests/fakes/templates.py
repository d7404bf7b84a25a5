"""Just enough of CloudFormation's template language for the fakes: parameters, Ref, GetAtt, Sub and the macro."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import cfn_flip
import yaml

from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.errors import UsageError

ReadLocation = Callable[[str], str | None]
"""Location text → the definition stored there, None when nothing is."""


def parse(text: str) -> dict[str, Any]:
    """Return the template as plain long-form dicts."""
    if not text.lstrip().startswith("{"):
        text = cfn_flip.to_json(text)
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def with_defaults(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Return the value of every parameter of the template."""
    declared = template.get("Parameters", {})
    return {name: str(given.get(name, spec.get("Default", ""))) for name, spec in declared.items()}


def sent(request: ChangeSetRequest, read: ReadLocation) -> str:
    """Return the template of a request, read from S3 where an address was sent."""
    if request.template_body is not None:
        return request.template_body
    place = unquote(str(request.template_url).partition(".amazonaws.com/")[2])
    text = read(f"s3://{place}")
    if text is None:
        raise UsageError(f"AWS does not accept {request.template_url}: S3 error: the key does not exist")
    return text


def shown(template: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return the values as descriptions tell them: `****` for NoEcho parameters."""
    declared = template.get("Parameters", {})
    return {name: "****" if declared.get(name, {}).get("NoEcho") else text for name, text in values.items()}


def resolved_ssm(template: Mapping[str, Any], values: Mapping[str, str], ssm: Mapping[str, str]) -> dict[str, str]:
    """Return what *ssm* holds for the parameters whose value is a name there."""
    declared = template.get("Parameters", {})
    names = [
        name for name in values if str(declared.get(name, {}).get("Type")).startswith("AWS::SSM::Parameter::Value<")
    ]
    return {name: ssm[values[name]] for name in names if values[name] in ssm}


def injected(template: Mapping[str, Any], parameters: Mapping[str, str], read: ReadLocation) -> dict[str, Any]:
    """Return what the macro's metadata and seed form make of the template."""
    result = copy.deepcopy(dict(template))
    if not result.pop("Transform", None):
        return result
    for logical_id, resource in result["Resources"].items():
        wanted = resource.get("Metadata", {}).get("Workflow", {}).get("Location")
        location = parameters.get(wanted) if wanted else None
        if parameters.get("SMResource") == logical_id:
            location = parameters.get("S3Key")
        if location is not None:
            resource["Properties"]["DefinitionString"] = read(location) if location else '{"StartAt":"NotPushed"}'
    return result


def physical_id(stack: str, logical_id: str, resource: Mapping[str, Any], parameters: Mapping[str, str]) -> str:
    """Return the physical id that AWS would give, more or less."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::StepFunctions::StateMachine":
            return f"arn:aws:states:eu-central-1:111122223333:stateMachine:{stack}-{logical_id}"
        case "AWS::S3::Bucket" if "BucketName" in properties:
            return resolved(properties["BucketName"], parameters, {})
    return f"{stack}-{logical_id}"


def resolved(value: Any, parameters: Mapping[str, str], ids: Mapping[str, str]) -> str:
    """Return the text of a value; unknown names become themselves."""
    known: dict[str, str] = {**ids, **parameters, "AWS::AccountId": "111122223333", "AWS::Region": "eu-central-1"}
    match value:
        case {"Ref": name}:
            return known.get(str(name), str(name))
        case {"Fn::GetAtt": [name, _]} if name in ids:
            return ids[str(name)]
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]+)\}", lambda found: known.get(found[1], found[1]), text)
        case str():
            return value
    return json.dumps(value)
