"""E312: an expression has both of its fences."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import OPENING
from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for half in expressions(state).found.half_fenced:
        if not has_placeholder(half.text):
            what = "does not end with %}" if half.text.startswith(OPENING) else "does not begin with {%"
            yield told(state, half.way, f"is half an expression: it {what}")


RULE = StateRule(
    id="E312",
    title="An expression has both fences",
    description="JSONata stands between {% and %}, which are the first and the last characters of the text.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint='write "{% … %}", with nothing before and after it',
    types=ANY_TYPE,
    fields=JSONATA_FIELDS,
    language="JSONata",
    check=_check,
)
