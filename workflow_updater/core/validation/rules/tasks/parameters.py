"""What a task hands to its integration: Parameters in JSONPath, Arguments in JSONata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.services.optimized import INTEGRATIONS, REFUSED_WITHOUT, TAKEN_WITHOUT_PARAMETERS
from workflow_updater.core.services.resource import Resource, resource_of
from workflow_updater.core.validation.rule import Fault

_FIELDS = {"JSONPath": "Parameters", "JSONata": "Arguments"}
_OTHER_FIELDS = {"Parameters": "Arguments", "Arguments": "Parameters"}


def integration_of(state: State) -> Resource | None:
    """
    Return what the Resource of *state* names.

    None when it is no integration, neither an optimized one nor one of the AWS SDK, or when a placeholder leaves open
    in which query language its parameters are.
    """
    resource = resource_of(state) if state.query_language else None
    return resource if resource and resource.kind in {"integration", "sdk"} else None


def field_of(state: State) -> str:
    """Return the field in which *state* has its parameters."""
    return _FIELDS[state.query_language]


def names_in(parameters: Mapping[str, Any], query_language: str) -> frozenset[str] | None:
    """Return the names that *parameters* give a value, None when a placeholder among them leaves that open."""
    if any(map(has_placeholder, parameters)):
        return None
    if query_language == "JSONata":
        return frozenset(parameters)
    return frozenset(name.removesuffix(".$") for name in parameters)


def missing(state: State, *, is_refused: bool) -> Iterator[Fault]:
    """
    Yield what *state* fails to hand to its integration, as far as its parameters can be seen.

    Asked is for that of which it is known that AWS then refuses the definition (*is_refused*), or for the rest.
    """
    resource = integration_of(state)
    if resource is None or (resource.kind == "integration" and resource.integration not in INTEGRATIONS):
        return
    field, called = field_of(state), resource.integration
    required = INTEGRATIONS[called].required if resource.kind == "integration" else ()
    if field not in state.body:
        if is_refused is (called not in TAKEN_WITHOUT_PARAMETERS) and _OTHER_FIELDS[field] not in state.body:  # E203
            hint = (
                f"add {field} with {', '.join(required)}" if required else f'add "{field}": {{}}, or with what it needs'
            )
            yield Fault(state.pointer("Resource"), f'"{state.name}" calls {called} without {field}', hint)
        return
    if is_refused and not _may_be_object(state.body[field], state.query_language):
        message = f'the {field} of "{state.name}" are not an object'
        yield Fault(state.pointer(field), message, "write an object with the parameters")
    lacking = [name for name in required if lacks(state, name)] if is_refused is (called in REFUSED_WITHOUT) else []
    if lacking:
        message = f'the {field} of "{state.name}" have no {", ".join(lacking)}, which {called} needs'
        yield Fault(state.pointer(field), message, f"add {', '.join(lacking)}")


def lacks(state: State, *one_of: str) -> bool:
    """Return whether the parameters of *state* can be seen and have none of these."""
    given = state.body.get(field_of(state))
    names = names_in(given, state.query_language) if isinstance(given, dict) else None
    return names is not None and names.isdisjoint(one_of)


def _may_be_object(given: object, query_language: str) -> bool:
    if not isinstance(given, str):
        return isinstance(given, dict)
    return has_placeholder(given) or (query_language == "JSONata" and has_fence(given))  # whether it is one, E311 says
