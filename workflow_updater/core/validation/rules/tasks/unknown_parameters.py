"""The parameters that an integration is handed and does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import strings
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.services.optimized import parameters_of
from workflow_updater.core.services.resource import Kind, Resource
from workflow_updater.core.validation.rule import Fault
from workflow_updater.core.validation.rules.tasks.parameters import field_of, integration_of, names_in


class Stranger(NamedTuple):
    """A parameter that an integration does not know; *is_static* says that its value is written down, not read."""

    fault: Fault
    is_static: bool


def strangers(state: State, *kinds: Kind) -> Iterator[Stranger]:
    """Yield the parameters that the integration of *state* does not know when it is one of *kinds*."""
    resource = integration_of(state)
    if resource is None or resource.kind not in kinds:
        return
    field = field_of(state)
    given = state.body.get(field)
    names = names_in(given, state.query_language) if isinstance(given, dict) else None
    for name, hint in _unknown(resource, names or frozenset()):
        written = name if name in state.body[field] else f"{name}.$"
        message = f'{resource.integration} has no parameter {name}, in the {field} of "{state.name}"'
        is_static = written == name and not (state.query_language == "JSONata" and _is_read(state.body[field][name]))
        yield Stranger(Fault(state.pointer(field, written), message, hint), is_static)


def _unknown(resource: Resource, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield those of *names* that *resource* does not know, each with a hint."""
    if resource.kind == "sdk":  # of which only the spelling is known here
        for name in sorted(names):
            if name[:1].islower():
                yield name, f"write {name[0].upper()}{name[1:]}"
        return
    known = parameters_of(resource.integration)
    for name in sorted(names - known) if known else ():
        close = nearest_of_many(name, known)
        yield name, f"did you mean {close}?" if close else ""


def _is_read(value: object) -> bool:
    """Return whether an expression of JSONata says what *value* is, or a part of it."""
    return any(has_fence(text) for _, text in strings(value))
