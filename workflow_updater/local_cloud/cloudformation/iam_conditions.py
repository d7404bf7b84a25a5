"""The condition keys that CloudFormation gives to IAM for change sets and stack operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import records, requests

HOOK = "iam_conditions"
SINGLE = {  # condition key ← request parameter
    "cloudformation:TemplateUrl": "TemplateURL",
    "cloudformation:RoleArn": "RoleARN",
    "cloudformation:StackPolicyUrl": "StackPolicyURL",
}


def install() -> None:
    """Hook in: MiniStack merges the request's tags into the context of every check; the keys join them there."""
    from ministack.core import iam_actions

    plain = hooks.private(iam_actions, "request_tag_context", hook=HOOK)

    def context(service: str, action: str, body: bytes, params: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = plain(service, action, body, params)
        return {**found, **condition_keys(params)} if service == "cloudformation" else found

    plain_arn = hooks.private(iam_actions, "extract_resource_arn", hook=HOOK)

    def resource_arn(service: str, *rest: Any) -> str:
        found: str = plain_arn(service, *rest)
        if service != "cloudformation" or found != "*":
            return found
        return _stack_of(requests.value(rest[4], "ChangeSetName")) or found

    hooks.replace(iam_actions, "request_tag_context", context, hook=HOOK)
    hooks.replace(iam_actions, "extract_resource_arn", resource_arn, hook=HOOK)


def condition_keys(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition keys that a request's parameters give; a parameter that is not given gives no key."""
    keys: dict[str, Any] = {}
    for key, parameter in SINGLE.items():
        if parameter in params:
            keys[key] = requests.value(params, parameter)
    if "ChangeSetName" in params:
        keys["cloudformation:ChangeSetName"] = _change_set_name(requests.value(params, "ChangeSetName"))
    for key, prefix, suffix in (
        ("cloudformation:ResourceTypes", "ResourceTypes.member.", ""),
        ("cloudformation:ImportResourceTypes", "ResourcesToImport.member.", ".ResourceType"),
    ):
        names = sorted(name for name in params if name.startswith(prefix) and name.endswith(suffix))
        if names:
            keys[key] = [requests.value(params, name) for name in names]
    return keys


def _stack_of(change_set_arn: str) -> str | None:
    """Return the stack of a change set that is named by its ARN alone: the resource that policies name is the stack."""
    change_set = records.change_sets().get(change_set_arn)
    return str(change_set["StackId"]) if change_set else None


def _change_set_name(name_or_arn: str) -> str:
    return name_or_arn.split("/")[1] if name_or_arn.startswith("arn:") and "/" in name_or_arn else name_or_arn
