"""W311: a function that JSONata does not have."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.jsonata_functions import FUNCTIONS
from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for expression, references in expressions(state).jsonata:
        for name in dict.fromkeys(reference.name for reference in references.functions):
            if name not in FUNCTIONS:
                yield told(state, expression.way, f"calls ${name}, and there is no such function", _hint(name))


def _hint(name: str) -> str:
    if name == "eval":
        return "Step Functions leaves $eval out; $parse reads JSON"
    close = nearest_of_many(name, FUNCTIONS)
    return f"did you mean ${close}?" if close else "correct its name, or make the function in the expression"


RULE = StateRule(
    id="W311",
    title="A function of JSONata exists",
    description=(
        "AWS takes the definition, and the execution fails with States.QueryEvaluationError. All functions of JSONata "
        "2.0 but $eval are there, and $partition, $range, $hash, $random, $uuid, $parse; variables hold no functions."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
