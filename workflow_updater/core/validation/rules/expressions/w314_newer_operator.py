"""W314: an operator that is younger than the JSONata of AWS."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

_INSTEAD = {"??": "write $exists(a) ? a : b", "?:": "write a ? a : b"}


def _check(state: State) -> Iterator[Fault]:
    for expression, references in expressions(state).jsonata:
        for symbol in dict.fromkeys(reference.name for reference in references.newer):
            what = f"uses {symbol}, which JSONata has since 2.1"
            yield told(state, expression.way, what, _INSTEAD[symbol])


RULE = StateRule(
    id="W314",
    title="Operators are those of JSONata 2.0",
    description="AWS says that it follows JSONata 2.0.6; ?? and ?: came with 2.1 and are a syntax error before.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
