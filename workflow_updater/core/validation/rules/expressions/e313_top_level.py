"""E313: an expression starts from $states or from a variable."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.jsonata_functions import FUNCTIONS
from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.expressions.references import STATES_FIELDS
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for expression, references in expressions(state).jsonata:
        for name in dict.fromkeys(reference.name for reference in references.top_level):
            yield told(state, expression.way, _what(name), _hint(name))


def _what(name: str) -> str:
    if name in ("$", "$$"):
        return f"reads {name}, the context, and there is none here"
    return f"reads the field {name}, and does not say of what"


def _hint(name: str) -> str:
    if name == "$":
        return "write $states.input for the input; JSONPath has no meaning here"
    if name == "$$":
        return "write $states.input for the input, $states.context for the context object"
    if name in STATES_FIELDS:
        return f"write $states.{name}"
    if name in FUNCTIONS:
        return f"write ${name}(…) for the function, $states.input.{name} for the input"
    return f"write $states.input.{name} for the input, ${name} for a variable, '{name}' for text"


RULE = StateRule(
    id="E313",
    title="An expression starts from $states or a variable",
    description=(
        "AWS: “Reference to 'x' at the top level is not supported” (UNSUPPORTED_JSONATA_EXPRESSION), of $ and $$ too. "
        "There is no context outside of a path; names are fine after a dot, in predicates, sorting and grouping."
    ),
    source="https://github.com/floci-io/floci/issues/2670",
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
