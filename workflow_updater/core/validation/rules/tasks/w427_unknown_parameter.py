"""W427: an integration is handed only what it knows, also by what is read when it runs."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.unknown_parameters import strangers


def _check(state: State) -> Iterator[Fault]:
    return (stranger.fault for stranger in strangers(state, "integration") if not stranger.is_static)


RULE = StateRule(
    id="W427",
    title="An integration is handed only what it knows, also when it is read",
    description=(
        "Where a path or an expression says what the value is, AWS takes the definition, and the task fails when it "
        'starts: “The field "TaskToken" is not supported by Step Functions”. A task token, for instance, belongs into '
        "the Payload of lambda:invoke, not beside it."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    hint="remove it, or put it into the parameter whose content it is",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
