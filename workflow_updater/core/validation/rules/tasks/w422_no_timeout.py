"""W422: who waits for somebody else has a timeout."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule

_LIMITS = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if resource is None or not state.body.keys().isdisjoint(_LIMITS):
        return
    if resource.kind == "activity" or resource.pattern == "waitForTaskToken":
        who = "an activity" if resource.kind == "activity" else "a task token"
        yield Fault(state.pointer("Resource"), f'"{state.name}" waits for {who} without a timeout')


RULE = StateRule(
    id="W422",
    title="Who waits for a task token or an activity has a timeout",
    description="Without TimeoutSeconds or HeartbeatSeconds a lost answer keeps the execution open for a year.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    hint="add TimeoutSeconds or HeartbeatSeconds",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
