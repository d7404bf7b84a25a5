"""The ResourceTypes of a request: a template with another type is refused; MiniStack ignores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from workflow_updater.local_cloud.cloudformation import requests
from workflow_updater.local_cloud.cloudformation.requests import Params


def refused_type(template: Mapping[str, Any], params: Params) -> str | None:
    """Return AWS's refusal of the first resource whose type the request does not allow, None if all are allowed."""
    names = sorted(name for name in params if name.startswith("ResourceTypes.member."))
    allowed = [requests.value(params, name) for name in names]
    for found in _types(template) if allowed else ():
        if not any(fnmatchcase(found, pattern) for pattern in allowed):
            return f"Resource type {found} is not allowed by parameter ResourceTypes [{', '.join(allowed)}]"
    return None


def _types(template: Mapping[str, Any]) -> Iterable[str]:
    resources = template.get("Resources")
    for resource in resources.values() if isinstance(resources, dict) else ():
        if isinstance(resource, dict) and isinstance(resource.get("Type"), str):
            yield resource["Type"]
