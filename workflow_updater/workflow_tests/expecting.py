"""`expect` of a case → what is looked at when its execution has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.workflow_tests.faults import FORM, NAME, Faults
from workflow_updater.workflow_tests.model import UNSET, Expected, ExpectedCall, ExpectedCalls, Status
from workflow_updater.workflow_tests.outline import Outline

STATUSES: tuple[str, ...] = get_args(Status)
CALL_KEYS = ("called_with", "called_with_contains")
CALLS_KEYS = ("times", *CALL_KEYS)
EXPECT_KEYS = (
    "status",
    "output",
    "output_contains",
    "error",
    "cause",
    "cause_contains",
    "path",
    "path_contains",
    "nested",
    "calls",
    "elapsed",
)


def read_expected(faults: Faults, value: object, place: str, outline: Outline) -> Expected:
    """Return what *value*, which stands at *place*, expects; faults are noted."""
    if not isinstance(value, dict):
        faults.add(FORM, place, "expect is an object", f"keys: {', '.join(EXPECT_KEYS)}")
        return Expected()
    faults.check_keys(value, place, EXPECT_KEYS)
    for key in ("error", "cause", "cause_contains"):
        faults.has(value, key, place, str, "a text")
    faults.has(value, "elapsed", place, (int, float), "a number of seconds")
    status = _status(faults, value, place)
    if status != "SUCCEEDED" and ("output" in value or "output_contains" in value):
        faults.add(FORM, place, f"an execution that ends {status} has no output", "expect its error and cause")
    return Expected(
        status=status,
        output=value.get("output", UNSET),
        output_contains=value.get("output_contains", UNSET),
        error=value.get("error"),
        cause=value.get("cause"),
        cause_contains=value.get("cause_contains"),
        path=_path(faults, value, "path", place, outline) if "path" in value else None,
        path_contains=_path(faults, value, "path_contains", place, outline),
        nested=_nested(faults, value, place, outline),
        calls=_calls(faults, value, place, outline),
        elapsed=value.get("elapsed"),
    )


def _status(faults: Faults, value: Mapping[str, Any], place: str) -> Status:
    fails = any(key in value for key in ("error", "cause", "cause_contains"))
    status = value.get("status", "FAILED" if fails else "SUCCEEDED")
    if status not in STATUSES:
        faults.unknown(FORM, f"{place}/status", "status", str(status), STATUSES)
    elif status == "SUCCEEDED" and fails:
        faults.add(FORM, f"{place}/status", "an execution that ends SUCCEEDED has neither error nor cause")
    return status if status in STATUSES else "SUCCEEDED"


def _path(faults: Faults, holder: Mapping[str, Any], key: str, place: str, outline: Outline) -> tuple[str, ...]:
    if not faults.has(holder, key, place, list, "a list of states"):
        return ()
    here = place + pointer((key,))
    for index, name in enumerate(holder[key]):
        if not isinstance(name, str) or name not in outline.states:
            faults.unknown(NAME, f"{here}/{index}", "state", str(name), list(outline.states))
    return tuple(str(name) for name in holder[key])


def _nested(faults: Faults, value: Mapping[str, Any], place: str, outline: Outline) -> dict[str, tuple[str, ...]]:
    if not faults.has(value, "nested", place, dict, "an object: the path in each branch or item"):
        return {}
    here, nested = f"{place}/nested", value["nested"]
    for scope in nested:
        if not outline.is_scope(scope):
            faults.unknown(NAME, here + pointer((scope,)), "branch or item", scope, outline.examples())
    return {scope: _path(faults, nested, scope, here, outline) for scope in nested}


def _calls(faults: Faults, value: Mapping[str, Any], place: str, outline: Outline) -> dict[str, ExpectedCalls]:
    if not faults.has(value, "calls", place, dict, "an object: how often each state calls, and with what"):
        return {}
    calls = {}
    for name, given in value["calls"].items():
        here = f"{place}/calls{pointer((name,))}"
        if not outline.is_address(name):
            faults.unknown(NAME, here, "state", name, outline.examples())
        calls[name] = _calls_of(faults, given, here)
    return calls


def _calls_of(faults: Faults, value: object, place: str) -> ExpectedCalls:
    match value:
        case bool():
            pass
        case int() if value >= 0:
            return ExpectedCalls(times=value)
        case list():
            one_by_one = [_call(faults, one, f"{place}/{index}", CALL_KEYS) for index, one in enumerate(value)]
            return ExpectedCalls(times=len(value), one_by_one=tuple(one_by_one))
        case dict():
            times = value.get("times") if faults.has(value, "times", place, int, "a number") else None
            return ExpectedCalls(times=times, each=_call(faults, value, place, CALLS_KEYS))
    faults.add(
        FORM, place, "calls of a state are a number, an object, or a list of objects", f"keys: {', '.join(CALLS_KEYS)}"
    )
    return ExpectedCalls()


def _call(faults: Faults, value: object, place: str, known: tuple[str, ...]) -> ExpectedCall:
    if not isinstance(value, dict):
        faults.add(FORM, place, "a call is an object", f"keys: {', '.join(known)}")
        return ExpectedCall()
    faults.check_keys(value, place, known)
    return ExpectedCall(value.get("called_with", UNSET), value.get("called_with_contains", UNSET))
