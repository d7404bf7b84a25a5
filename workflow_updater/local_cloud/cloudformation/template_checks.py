"""What AWS refuses in a template and MiniStack does not: sections and resources that are none, foreign types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import failures, requests
from workflow_updater.local_cloud.cloudformation.expansion import NESTED
from workflow_updater.local_cloud.cloudformation.requests import Params

HOOK = "template_checks"
SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Metadata", "Rules")
OF_OBJECTS = ("Parameters", "Outputs")  # sections whose members are objects, beside Resources
Parse = Callable[[str], dict[str, Any]]


def install() -> None:
    """Hook in: whatever reads a template refuses one whose sections are not objects, where MiniStack would crash."""
    from ministack.services.cloudformation import changesets, engine, handlers

    def parse(text: str) -> dict[str, Any]:
        try:
            template = plain(text)
        except ValueError as problem:
            raise ValueError(failures.UNSUPPORTED_SHAPE if "mapping" in str(problem) else str(problem)) from problem
        if found := shape_problem(template):
            raise ValueError(found)
        return template

    plain: Parse = hooks.replace(engine, "_parse_template", parse, hook=HOOK)
    for module in (changesets, handlers):
        hooks.replace(module, "_parse_template", parse, hook=HOOK)


def shape_problem(template: Mapping[str, Any]) -> str | None:
    """Return what AWS says after "Template format error: " of a *template* whose parts are of the wrong type."""
    if not isinstance(template.get("Resources", {}), dict):
        return failures.NO_RESOURCES.partition(": ")[2]
    members = [member for name in OF_OBJECTS for _, member in _members(template.get(name))]
    is_sound = (
        all(isinstance(template.get(name, {}), dict) for name in SECTIONS)
        and all(isinstance(member, dict) for member in members)
        and isinstance(template.get("Description", ""), str)
    )
    if not is_sound:
        return failures.UNSUPPORTED_SHAPE
    resources = [] if "Transform" in template else _members(template.get("Resources"))  # a macro may take anything
    found = (_malformed(name, resource) for name, resource in resources)
    return next((problem.partition(": ")[2] for problem in found if problem), None)


def _members(section: Any) -> list[tuple[str, Any]]:
    """Return the members of a *section*, those aside that a transform makes."""
    found = section.items() if isinstance(section, dict) else ()
    return [(name, member) for name, member in found if not name.startswith("Fn::")]


def refusal(template: Mapping[str, Any], params: Params) -> str | None:
    """Return why AWS refuses *template*, sent with the request of *params*, None if these checks pass."""
    resources = template.get("Resources")
    if NESTED in template or (isinstance(resources, dict) and NESTED in resources):
        return None  # a transform makes them
    if not isinstance(resources, dict) or not resources:
        return failures.NO_RESOURCES
    for logical_id, resource in _members(resources):
        if found := _malformed(logical_id, resource) or _not_allowed(resource.get("Type"), params):
            return found
    return None


def _malformed(logical_id: str, resource: Any) -> str | None:
    where = f"Template format error: [/Resources/{logical_id}]"
    if not isinstance(resource, dict):
        return f"{where} resource definition is malformed"
    if NESTED not in resource and not isinstance(resource.get("Type"), str):
        return f"{where} Every Resources object must contain a Type member."
    if not isinstance(resource.get("Condition", ""), str):
        return f"Template format error: {failures.UNSUPPORTED_SHAPE}"
    return None


def _not_allowed(found: str | None, params: Params) -> str | None:
    names = sorted(name for name in params if name.startswith("ResourceTypes.member."))
    allowed = [requests.value(params, name) for name in names]
    if not allowed or found is None or any(fnmatchcase(found, pattern) for pattern in allowed):
        return None
    return f"Resource type {found} is not allowed by parameter ResourceTypes [{', '.join(allowed)}]"
