"""E408: an activity has no Credentials."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if resource and resource.kind == "activity":
        yield Fault(state.pointer("Credentials"), f'the activity of "{state.name}" has Credentials')


RULE = StateRule(
    id="E408",
    title="An activity has no Credentials",
    description="Its worker has its own. AWS: “The field 'Credentials' is not supported for activities”.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html",
    hint="remove Credentials",
    types=frozenset({"Task"}),
    fields=frozenset({"Credentials"}),
    check=_check,
)
