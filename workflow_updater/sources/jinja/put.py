"""How the value of an expression becomes text: as JSON writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateRuntimeError
from jinja2.runtime import Undefined


class OutsideText(str):
    """Text from outside the template that stands between quotes: it is put so that it cannot end them."""

    __slots__ = ()


def outside(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a copy of *value* whose texts are `OutsideText`."""
    match value:
        case str():
            return OutsideText(value)
        case Mapping():
            return {key: outside(inner) for key, inner in value.items()}
        case list():
            return [outside(inner) for inner in value]
    return value


def put(value: object) -> str:
    """
    Return the text that *value* becomes: a text as it is, `OutsideText` escaped, all other values as JSON.

    Raises:
        UndefinedError: *value* is undefined, or holds something that is.
        TemplateRuntimeError: JSON has no such value.
    """
    match value:
        case OutsideText():
            return json.dumps(str(value), ensure_ascii=False)[1:-1]
        case str():
            return value
        case Undefined():
            return str(value)  # "" for an `if` without its `else`, which jinja keeps lenient; else UndefinedError
    return to_json(value)


def to_json(value: object, indent: int | None = None) -> str:
    """Return *value* as JSON: the filter `tojson`, which jinja's own is not, since that one escapes for HTML."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=_refused)
    except (ValueError, RecursionError) as fault:
        raise TemplateRuntimeError(f"JSON cannot hold this value: {fault}") from fault


def _refused(value: object) -> object:
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError, with the name
    name = getattr(value, "__name__", getattr(value, "name", ""))
    if callable(value) and name:
        raise TemplateRuntimeError(f"{name} is a function; call it: {name}(…)")
    raise TemplateRuntimeError(f"JSON has no {type(value).__name__}; `| list` makes a list of what a filter yields")
