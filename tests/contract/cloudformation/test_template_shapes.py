"""Templates that are none: refused in AWS's words by every operation that reads one, and nothing crashes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import queue
from tests.local_cloud import LocalCloud

SOUND = {"Resources": {"Q": queue()}}
NO_RESOURCES = "Template format error: At least one Resources member must be defined."
UNSUPPORTED = "Template format error: unsupported structure."
SHAPES: dict[str, tuple[Any, str]] = {
    "no object": ([], UNSUPPORTED),
    "text": ("text", UNSUPPORTED),
    "a list of resources": ({"Resources": []}, NO_RESOURCES),
    "resources that are null": ({"Resources": None}, NO_RESOURCES),
    "a resource that is a list": (
        {"Resources": {"A": []}},
        "Template format error: [/Resources/A] resource definition is malformed",
    ),
    "a type that is a list": (
        {"Resources": {"A": {"Type": []}}},
        "Template format error: [/Resources/A] Every Resources object must contain a Type member.",
    ),
    "a condition that is a list": ({"Resources": {"Q": {**queue(), "Condition": ["C"]}}}, UNSUPPORTED),
    "a list of parameters": ({**SOUND, "Parameters": []}, UNSUPPORTED),
    "a parameter that is text": ({**SOUND, "Parameters": {"P": "x"}}, UNSUPPORTED),
    "a list of conditions": ({**SOUND, "Conditions": []}, UNSUPPORTED),
    "a list of outputs": ({**SOUND, "Outputs": []}, UNSUPPORTED),
    "a description that is a list": ({**SOUND, "Description": ["x"]}, UNSUPPORTED),
    "a list of parameters before a macro": ({**SOUND, "Transform": "Probe", "Parameters": []}, UNSUPPORTED),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_no_template_is_refused(cloud: LocalCloud, shape: str) -> None:
    template, reason = SHAPES[shape]
    client, body = cloud.client("cloudformation"), json.dumps(template)
    requests = {
        "CreateChangeSet": lambda: client.create_change_set(
            StackName="shapes", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=body
        ),
        "CreateStack": lambda: client.create_stack(StackName="shapes", TemplateBody=body),
        "ValidateTemplate": lambda: client.validate_template(TemplateBody=body),
        "GetTemplateSummary": lambda: client.get_template_summary(TemplateBody=body),
    }

    for operation, request in requests.items():
        with pytest.raises(ClientError) as refusal:
            request()
        assert refusal.value.response["Error"] == {"Type": "Sender", "Code": "ValidationError", "Message": reason}, (
            operation
        )
