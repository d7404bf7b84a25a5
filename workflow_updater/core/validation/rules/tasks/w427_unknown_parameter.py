"""W427: an optimized integration is handed only what it knows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.services.nearest import nearest
from workflow_updater.core.services.optimized import parameters_of
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import field_of, integration_of, names_in


def _check(state: State) -> Iterator[Fault]:
    resource = integration_of(state)
    if resource is None or resource.kind != "integration":
        return
    field = field_of(state)
    given = state.body.get(field)
    known = parameters_of(resource.integration)
    if not known or not isinstance(given, dict) or known.issuperset(given):
        return
    for name in sorted((names_in(given, state.query_language) or known) - known):
        written = name if name in given else f"{name}.$"
        close = nearest(name, known)
        message = f'{resource.integration} has no parameter {name}, in the {field} of "{state.name}"'
        yield Fault(state.pointer(field, written), message, f"did you mean {close}?" if close else "")


RULE = StateRule(
    id="W427",
    title="An integration is handed only what it knows",
    description=(
        "AWS takes the definition, and the task fails when it starts: “The field "
        '"TaskToken" is not supported by Step Functions”. A task token, for instance, belongs into the Payload of '
        "lambda:invoke, not beside it."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    hint="remove it, or put it into the parameter whose content it is",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
