"""E303: an intrinsic function is called as it is defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONPATH_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions, is_call
from workflow_updater.core.definition.machine import State
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told_place


def _check(state: State) -> Iterator[Fault]:
    for expression, fault in expressions(state).path_faults:
        if is_call(expression):
            hint = _hint(expression.text, fault.offset)
            yield told_place(state, expression, "is no call of an intrinsic function", fault, hint)


def _hint(text: str, offset: int) -> str:
    from workflow_updater.core.definition.expressions.intrinsics import ARITY  # its patterns take a while

    name = re.match(r"States\.(\w{1,80})", text[offset : offset + 90])
    close = nearest_of_many(name[1], frozenset(ARITY)) if name and name[1] not in ARITY else ""
    return f"did you mean States.{close}?" if close else ""


RULE = StateRule(
    id="E303",
    title="An intrinsic function is called as it is defined",
    description=(
        "AWS: “The value for the field … must be a valid JSONPath or a valid intrinsic function call”. Names, numbers "
        "of arguments and quotes count: texts stand in single quotes, and \\' is a quote inside them."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html",
    hint="write a call like States.Format('{} of {}', $.index, $.count)",
    types=ANY_TYPE,
    fields=JSONPATH_FIELDS,
    language="JSONPath",
    check=_check,
)
