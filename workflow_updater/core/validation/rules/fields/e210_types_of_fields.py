"""E210: the fields of a state hold values of their JSON types."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import STATE_FIELDS

_NULL = type(None)
_TEXT, _FLAG, _OBJECT, _ARRAY = (str,), (bool,), (dict,), (list,)
# Where nothing is said any JSON value may stand, as in Result, Parameters, Arguments and Output; numbers are E211's.
_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "Comment": _TEXT,
    "End": _FLAG,
    "InputPath": (str, _NULL),
    "OutputPath": (str, _NULL),
    "ResultPath": (str, _NULL),
    "ItemsPath": _TEXT,
    "TimeoutSecondsPath": _TEXT,
    "HeartbeatSecondsPath": _TEXT,
    "SecondsPath": _TEXT,
    "TimestampPath": _TEXT,
    "ErrorPath": _TEXT,
    "CausePath": _TEXT,
    "MaxConcurrencyPath": _TEXT,
    "ToleratedFailureCountPath": _TEXT,
    "ToleratedFailurePercentagePath": _TEXT,
    "Resource": _TEXT,
    "Timestamp": _TEXT,
    "Error": _TEXT,
    "Cause": _TEXT,
    "Label": _TEXT,
    "Assign": _OBJECT,
    "ItemReader": _OBJECT,
    "ItemBatcher": _OBJECT,
    "ResultWriter": _OBJECT,
    "Items": (list, dict),
}
_NAMES = {str: "text", bool: "true or false", dict: "an object", list: "an array", _NULL: "null"}


def _check(state: State) -> Iterator[Fault]:
    for field, value in state.body.items():
        if field not in _JSON_TYPES or isinstance(value, _JSON_TYPES[field]) or field not in STATE_FIELDS[state.type]:
            continue
        if not (isinstance(value, str) and _is_open(value, state.query_language)):
            names = " or ".join(_NAMES[kind] for kind in _JSON_TYPES[field])
            yield Fault(state.pointer(field), f'the {field} of "{state.name}" is not {names}', f"write {names}")


def _is_open(text: str, language: str) -> bool:
    """Return whether *text* only says where the value comes from; whether an expression is one, other rules say."""
    return has_placeholder(text) or (language != "JSONPath" and has_fence(text))


RULE = StateRule(
    id="E210",
    title="A field holds a value of its type",
    description="AWS: “Expected value of type [STRING]”. Only the three paths of input and output may be null.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
    types=frozenset(STATE_TYPES),
    check=_check,
)
