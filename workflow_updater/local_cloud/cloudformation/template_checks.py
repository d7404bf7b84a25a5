"""What AWS refuses in a template and MiniStack does not: types outside ResourceTypes, and resources that are none."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from workflow_updater.local_cloud.cloudformation import failures, requests
from workflow_updater.local_cloud.cloudformation.expansion import NESTED
from workflow_updater.local_cloud.cloudformation.requests import Params


def refusal(template: Mapping[str, Any], params: Params) -> str | None:
    """Return why AWS refuses *template*, sent with the request of *params*, None if these checks pass."""
    resources = template.get("Resources")
    if NESTED in template or (isinstance(resources, dict) and NESTED in resources):
        return None  # a transform makes them
    if not isinstance(resources, dict) or not resources:
        return failures.NO_RESOURCES
    for logical_id, resource in resources.items():
        if logical_id.startswith("Fn::"):
            continue  # a loop of AWS::LanguageExtensions
        if found := _malformed(logical_id, resource) or _not_allowed(resource.get("Type"), params):
            return found
    return None


def _malformed(logical_id: str, resource: Any) -> str | None:
    where = f"Template format error: [/Resources/{logical_id}]"
    if not isinstance(resource, dict):
        return f"{where} resource definition is malformed"
    if NESTED not in resource and not isinstance(resource.get("Type"), str):
        return f"{where} Every Resources object must contain a Type member."
    return None


def _not_allowed(found: str | None, params: Params) -> str | None:
    names = sorted(name for name in params if name.startswith("ResourceTypes.member."))
    allowed = [requests.value(params, name) for name in names]
    if not allowed or found is None or any(fnmatchcase(found, pattern) for pattern in allowed):
        return None
    return f"Resource type {found} is not allowed by parameter ResourceTypes [{', '.join(allowed)}]"
