"""W304: JSONata in a state of JSONPath."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import is_fenced
from workflow_updater.core.definition.expressions.places import TEMPLATE_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for literal in expressions(state).found.literals:
        if is_fenced(literal.text):
            yield told(state, literal.way, "stays text: the query language of the state is JSONPath")


RULE = StateRule(
    id="W304",
    title="JSONata stands in a state of JSONata",
    description="In a state whose query language is JSONPath, {% … %} is text like any other.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint='set "QueryLanguage": "JSONata" for the state, or write a path at a key with .$',
    types=ANY_TYPE,
    fields=TEMPLATE_FIELDS,
    language="JSONPath",
    check=_check,
)
