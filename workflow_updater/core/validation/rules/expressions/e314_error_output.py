"""E314: $states.errorOutput is read in a catcher."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for expression, references in expressions(state).jsonata:
        if expression.way[0] != "Catch" and any(field.name == "errorOutput" for field in references.states):
            yield told(state, expression.way, "reads $states.errorOutput, and only a catcher has one")


RULE = StateRule(
    id="E314",
    title="Only a catcher has an error output",
    description=(
        "AWS: “Field '$states.errorOutput' does not exist” (UNSUPPORTED_JSONATA_EXPRESSION) everywhere but in Output "
        "and Assign of a catcher (https://github.com/floci-io/floci/issues/2745)."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint="keep it with Assign or Output of the catcher, and read that in the states behind it",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
