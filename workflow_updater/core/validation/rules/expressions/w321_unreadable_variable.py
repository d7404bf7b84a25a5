"""W321: a variable whose name no expression can write."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.variables import ASSIGNING_FIELDS, assigned_variables
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for way, name in assigned_variables(state):
        if "-" in name and not has_placeholder(name):
            yield Fault(state.pointer(*way), f'"{state.name}" assigns "{name}", which no expression can read')


RULE = StateRule(
    id="W321",
    title="A variable can be read",
    description="To an expression $a-b is $a minus b, or no path at all.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html",
    hint="write _ instead of -",
    types=ANY_TYPE,
    fields=ASSIGNING_FIELDS,
    check=_check,
)
