"""W313: a key with .$ in JSONata."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for dotted in expressions(state).found.dotted:
        if dotted.way[0] != "Assign" and dotted.text.startswith(("$", "States.")):
            yield told(state, dotted.way, "is text at a key that keeps its .$: the query language is JSONata")


RULE = StateRule(
    id="W313",
    title="JSONata has no keys with .$",
    description="A .$ at the end of a key means nothing in JSONata: the key keeps it, and the value stays text.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint='take the .$ off, and write "{% $states.input.… %}"',
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
