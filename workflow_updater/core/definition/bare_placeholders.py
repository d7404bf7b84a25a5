"""
Placeholders that stand for a number or a boolean: `"TimeoutSeconds": ${Limit}`, without quotes.

CloudFormation pastes substitutions into the text of the definition, and AWS wants a number where a number belongs: a
placeholder in quotes would become text. So it may be written without quotes wherever a value can stand, and where only
a number or a boolean can stand, its quotes go when the definition is put into a template.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.choices import conditions
from workflow_updater.core.definition.json_pointer import Path, object_at
from workflow_updater.core.definition.machine import Scope, State, objects_in, scopes
from workflow_updater.core.definition.numbers import OF_MACHINES, OF_MAPS, OF_RETRIERS, OF_STATES
from workflow_updater.core.definition.placeholders import PLACEHOLDER

_MARK = "\ue000"  # a private character; a text that has it already is read and written without bare placeholders
_PIECE = re.compile(rf'"[^"\\]*(?:\\.[^"\\]*)*"|{PLACEHOLDER.pattern}(?!\s*:)', re.DOTALL)

_OF_STATES = (*OF_STATES, "End")
_COMPARISON = re.compile(r"(?:Numeric[A-Za-z]+(?<!Path)|BooleanEquals|Is[A-Z][a-z]+)")


class BarePlaceholder(str):
    """A `${Name}` that was written without quotes, or whose quotes must go: what it will be is no text."""

    __slots__ = ()


def quoted(text: str) -> str:
    """Return *text* with each bare placeholder as a string of the same length, so that all places stay."""
    return text if _MARK in text else _PIECE.sub(_quoted, text)


def _quoted(match: re.Match[str]) -> str:
    name: str | None = match.group(1)
    return match.group() if name is None else f'"{_MARK}{name}"'


def unquoted(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a text that was `quoted`, its bare placeholders as such."""
    match value:
        case dict():
            return {key: unquoted(member) for key, member in value.items()}
        case list():
            return [unquoted(item) for item in value]
        case str() if value.startswith(_MARK):
            return BarePlaceholder(f"${{{value[1:]}}}")
        case _:
            return value


def json_text(value: object, *, ensure_ascii: bool = True, indent: int | None = None) -> str:
    """Return *value* as JSON, its bare placeholders without quotes; without blanks where there is no *indent*."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=ensure_ascii, allow_nan=False, separators=separators, indent=indent)
    mark = "\\ue000" if ensure_ascii else _MARK
    if "${" not in text or mark in text:
        return text
    marked = json.dumps(_marked(value), ensure_ascii=ensure_ascii, separators=separators, indent=indent)
    return re.sub(rf'"{re.escape(mark)}([^"]+)"', r"\1", marked)


def _marked(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return {key: _marked(member) for key, member in value.items()}
        case list():
            return [_marked(item) for item in value]
        case BarePlaceholder():
            return f"{_MARK}{value}"
        case _:
            return value


def with_bare_numbers(definition: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return *definition*, or a copy in which no placeholder that stands for a number or a boolean has quotes."""
    if not isinstance(definition, dict):
        return definition
    changed = definition
    for scope in scopes(definition):
        for path, held in _numbers(scope):
            if isinstance(held, str) and PLACEHOLDER.fullmatch(held):
                changed = _replaced(changed, path, BarePlaceholder(held))
    return changed


def _numbers(scope: Scope) -> Iterator[tuple[Path, object]]:
    """Yield path and value of all that must be a number or a boolean."""
    yield from _members(scope.body, scope.path, OF_MACHINES)
    for state in scope.states.values():
        yield from _members(state.body, state.path, _OF_STATES)
        for index, retrier in objects_in(state.body, "Retry"):
            yield from _members(retrier, (*state.path, "Retry", index), OF_RETRIERS)
        yield from _of_map(state)
        for condition in conditions(state):
            for field, held in condition.body.items():
                if _COMPARISON.fullmatch(field):
                    yield (*state.path, *condition.way, field), held


def _of_map(state: State) -> Iterator[tuple[Path, object]]:
    for way, fields in OF_MAPS.items():
        yield from _members(object_at(state.body, way), (*state.path, *way), fields)


def _members(body: Mapping[str, Any], path: Path, fields: Iterable[str]) -> Iterator[tuple[Path, object]]:
    return (((*path, field), body[field]) for field in fields if field in body)


def _replaced(value: Any, path: Path, new: object) -> Any:  # noqa: ANN401 - any JSON
    if not path:
        return new
    first, *rest = path
    copy = value.copy()
    copy[first] = _replaced(value[first], tuple(rest), new)
    return copy
