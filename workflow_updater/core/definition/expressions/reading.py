"""The expressions of a state, read: what a rule asks for when it needs more than their text."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.intrinsics import Intrinsic, parse_intrinsic
from workflow_updater.core.definition.expressions.jsonata import parse_jsonata
from workflow_updater.core.definition.expressions.jsonpath import JsonPath, parse_path
from workflow_updater.core.definition.expressions.places import Expression, expressions
from workflow_updater.core.definition.expressions.references import References
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder


def read_paths(state: State) -> Iterator[tuple[Expression, JsonPath | Intrinsic | Fault]]:
    """
    Yield every JSONPath expression of *state* with what it says, or what is wrong with it.

    One with a placeholder is left out: nobody knows here what it will be.
    """
    for expression in expressions(state).paths:
        if not has_placeholder(expression.text):
            yield expression, read_path_or_call(expression)


def read_path_or_call(expression: Expression) -> JsonPath | Intrinsic | Fault:
    """Return what *expression* says: a call of a function where its kind allows one and it begins like one."""
    if is_call(expression):
        return parse_intrinsic(expression.text)
    return parse_path(expression.text)


def is_call(expression: Expression) -> bool:
    """Return whether *expression* begins like the call of a function where one may stand."""
    return expression.kind in ("template", "message") and expression.text.lstrip().startswith("States.")


def read_jsonata(state: State) -> Iterator[tuple[Expression, References | Fault]]:
    """Yield every JSONata expression of *state* with what it refers to, or what is wrong; placeholders as above."""
    for expression in expressions(state).jsonata:
        if not has_placeholder(expression.text):
            yield expression, parse_jsonata(expression.text)
