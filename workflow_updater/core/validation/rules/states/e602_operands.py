"""E602: what a choice compares with is of the type of its comparison."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.choices import conditions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_number, is_open
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import COMPARISONS
from workflow_updater.core.validation.timestamps import is_timestamp

_COMBINING = ("And", "Or", "Not")
_KIND_BY_START = {"String": "text", "Numeric": "a number", "Boolean": "true or false", "Timestamp": "a timestamp"}
_HINTS = {"a timestamp": "write it like 2026-01-31T09:30:00Z", "a path": 'write a path: "$.…"'}


def _check(state: State) -> Iterator[Fault]:
    if state.query_language == "JSONata":
        return
    for condition in conditions(state):
        for field, operand in condition.body.items():
            kind = _KINDS.get(field)
            if kind is not None and not _is(kind, operand) and not is_open(operand):
                yield Fault(
                    state.pointer(*condition.way, field),
                    f'the {field} of a choice of "{state.name}" is not {kind}',
                    _HINTS.get(kind, ""),
                )
            elif field in _COMBINING:
                yield from _combined(state, (*condition.way, field), operand)


def _kind(comparison: str) -> str:
    if comparison == "Variable" or comparison.endswith("Path"):
        return "a path"
    if comparison.startswith("Is"):
        return "true or false"
    return next(kind for start, kind in _KIND_BY_START.items() if comparison.startswith(start))


_KINDS = {comparison: _kind(comparison) for comparison in (*COMPARISONS, "Variable")}


def _is(kind: str, operand: object) -> bool:
    match kind:
        case "a number":
            return is_number(operand)
        case "true or false":
            return isinstance(operand, bool)
        case "a timestamp":
            return isinstance(operand, str) and is_timestamp(operand)
        case _:  # whether a path is one, the rules about expressions say
            return isinstance(operand, str)


def _combined(state: State, way: tuple[str | int, ...], operand: object) -> Iterator[Fault]:
    field = way[-1]
    if field == "Not":
        if not isinstance(operand, dict):
            yield Fault(state.pointer(*way), f'a Not of "{state.name}" is not an object', "write one condition")
    elif not isinstance(operand, list) or not operand:
        fault = "is empty" if isinstance(operand, list) else "is not an array"
        yield Fault(state.pointer(*way), f'an {field} of "{state.name}" {fault}', "write an array of conditions")
    else:
        for index, inner in enumerate(operand):
            if not isinstance(inner, dict):
                yield Fault(state.pointer(*way, index), f'a condition of "{state.name}" is not an object')


RULE = StateRule(
    id="E602",
    title="A comparison has an operand of its type",
    description=(
        "String… compares with text, Numeric… with a number, Boolean… and Is… with true or false, Timestamp… with an "
        "RFC 3339 timestamp, …Path with a path; And and Or have an array of conditions, Not has one."
    ),
    source="https://states-language.net/spec.html#choice-state",
    hint="write an operand of that type",
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    check=_check,
)
