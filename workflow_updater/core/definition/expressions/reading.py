"""
The expressions of a state, read once: what a rule asks for when it needs more than their text.

One with a placeholder is left out everywhere here: nobody knows what it will be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonata import parse_jsonata
from workflow_updater.core.definition.expressions.jsonpath import JsonPath, parse_path
from workflow_updater.core.definition.expressions.places import Expression, Found, find_expressions
from workflow_updater.core.definition.expressions.references import References
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder

if TYPE_CHECKING:
    from workflow_updater.core.definition.expressions.intrinsics import Intrinsic


class Expressions(NamedTuple):
    """
    The expressions of one state.

    *found* says where they stand. *paths*, *calls* and *jsonata* are those that could be read, with what they say;
    *path_faults* and *jsonata_faults* the others, with what is wrong.
    """

    found: Found
    paths: list[tuple[Expression, JsonPath]]
    calls: list[tuple[Expression, Intrinsic]]
    path_faults: list[tuple[Expression, Fault]]
    jsonata: list[tuple[Expression, References]]
    jsonata_faults: list[tuple[Expression, Fault]]


def expressions(state: State) -> Expressions:
    """Return the expressions of *state*; the state, which a walk over the definition has made, remembers them."""
    if not isinstance(state.found, Expressions):
        state.found = _read(find_expressions(state))
    return state.found


def is_call(expression: Expression) -> bool:
    """Return whether *expression* begins like the call of a function where one may stand."""
    return expression.kind in ("template", "message") and expression.text.lstrip().startswith("States.")


def _read(found: Found) -> Expressions:
    read = Expressions(found, [], [], [], [], [])
    for expression in found.paths:
        if not has_placeholder(expression.text):
            if is_call(expression):
                _read_call(expression, read)
                continue
            path = parse_path(expression.text)
            if isinstance(path, JsonPath):
                read.paths.append((expression, path))
            else:
                read.path_faults.append((expression, path))
    for expression in found.jsonata:
        if not has_placeholder(expression.text):
            meant = parse_jsonata(expression.text)
            if isinstance(meant, References):
                read.jsonata.append((expression, meant))
            else:
                read.jsonata_faults.append((expression, meant))
    return read


def _read_call(expression: Expression, read: Expressions) -> None:
    from workflow_updater.core.definition.expressions.intrinsics import parse_intrinsic  # its patterns take a while

    call = parse_intrinsic(expression.text)
    if isinstance(call, Fault):
        read.path_faults.append((expression, call))
    else:
        read.calls.append((expression, call))
