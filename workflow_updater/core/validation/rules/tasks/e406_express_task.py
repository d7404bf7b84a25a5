"""E406: an Express workflow waits neither for jobs, task tokens nor activities."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state) if state.machine_type == "EXPRESS" else None
    if resource is None:
        return
    where = state.pointer("Resource")
    if resource.kind == "activity":
        yield Fault(where, f'"{state.name}" runs an activity, which an Express workflow cannot wait for')
    elif resource.pattern and not has_placeholder(resource.pattern):
        message = f'"{state.name}" waits with .{resource.pattern}, which an Express workflow cannot'
        yield Fault(where, message, f"use a Standard workflow, or leave .{resource.pattern} out")


RULE = StateRule(
    id="E406",
    title="An Express workflow does not wait",
    description=(
        "Its tasks request and go on. AWS: “Express state machine does not support '.sync' service integration”, nor "
        "'.waitForTaskToken', nor “Activity ARN”. It is told when the type of the machine is known."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
    hint="use a Standard workflow",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
