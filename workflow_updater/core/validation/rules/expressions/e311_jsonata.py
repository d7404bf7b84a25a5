"""E311: what stands between {% and %} is JSONata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told_place

_JSONPATH = r"\$\.|\[\?"
_INSTEAD_OF_JSONPATH = "JSONPath has no meaning here: write $states.input.items[price < 10].title"


def _check(state: State) -> Iterator[Fault]:
    for expression, fault in expressions(state).jsonata_faults:
        hint = _INSTEAD_OF_JSONPATH if re.search(_JSONPATH, expression.text) else ""
        yield told_place(state, expression, "is no JSONata", fault, hint)


RULE = StateRule(
    id="E311",
    title="An expression is JSONata",
    description=(
        "AWS reads every expression when the state machine is created: INVALID_JSONATA_EXPRESSION "
        "(https://github.com/floci-io/floci/issues/2745 has its answers)."
    ),
    source="https://docs.jsonata.org/overview",
    hint="try the expression at https://try.jsonata.org",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
