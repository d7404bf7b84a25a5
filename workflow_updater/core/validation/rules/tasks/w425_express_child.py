"""W425: what runs as Express child of a distributed Map does not wait."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    config = scope.body.get("ProcessorConfig")
    if not isinstance(config, dict) or config.get("ExecutionType") != "EXPRESS":
        return
    for state in scope.states.values():
        resource = resource_of(state) if state.type == "Task" else None
        if resource and (resource.kind == "activity" or resource.pattern):
            yield Fault(state.pointer("Resource"), f'"{state.name}" waits, which an Express child workflow cannot')


RULE = ScopeRule(
    id="W425",
    title="Express child workflows do not wait",
    description=(
        "With the ExecutionType EXPRESS each item of a distributed Map is an Express workflow, which waits neither for "
        "jobs nor for task tokens or activities."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint="write the ExecutionType STANDARD",
    check=_check,
)
