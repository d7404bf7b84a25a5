"""W424: the parameters of an AWS SDK integration are written with a capital."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import field_of, integration_of


def _check(state: State) -> Iterator[Fault]:
    resource = integration_of(state)
    if resource is None or resource.kind != "sdk":
        return
    given = state.body.get(field_of(state))
    for name in given if isinstance(given, dict) else ():
        if name[:1].islower() and not has_placeholder(name):
            message = f'{resource.integration} has no parameter {name}, in "{state.name}"'
            yield Fault(state.pointer(field_of(state), name), message, f"write {name[0].upper()}{name[1:]}")


RULE = StateRule(
    id="W424",
    title="Parameters of the AWS SDK begin with a capital",
    description=(
        "They are written in Pascal case, also where the service writes them otherwise; AWS takes the definition, and "
        "the task fails: “The field 'bucket' is not supported by Step Functions”."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
