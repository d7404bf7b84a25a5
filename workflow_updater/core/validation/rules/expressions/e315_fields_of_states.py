"""E315: a field that $states does not have."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS, Expression
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.expressions.references import STATES_FIELDS
from workflow_updater.core.definition.machine import CATCHING_TYPES, STATE_TYPES, State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

_WITHOUT_RESULT = frozenset(STATE_TYPES) - CATCHING_TYPES  # a placeholder as Type may stand for any


def _check(state: State) -> Iterator[Fault]:
    for expression, references in expressions(state).jsonata:
        for name in dict.fromkeys(field.name for field in references.states):
            if name not in STATES_FIELDS:
                yield told(state, expression.way, f"reads $states.{name[:40]}, and there is no such field")
            elif name == "result" and not _has_result(state, expression):
                what = "reads $states.result, and there is none here"
                yield told(state, expression.way, what, "read $states.input")


def _has_result(state: State, expression: Expression) -> bool:
    return state.type not in _WITHOUT_RESULT and expression.way[0] in ("Output", "Assign")


RULE = StateRule(
    id="E315",
    title="A field of $states exists",
    description=(
        "AWS: “Field '$states.item' does not exist” (UNSUPPORTED_JSONATA_EXPRESSION), as of errorOutput (E314). "
        "$states has input and context; in Output and Assign of Task, Parallel and Map states the result too; in a "
        "catcher errorOutput."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint="use $states.input, $states.result, $states.errorOutput or $states.context",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
