"""`mocks` of a test file → what each state answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.workflow_tests.faults import FORM, NAME, Faults
from workflow_updater.workflow_tests.model import Mock, Reply
from workflow_updater.workflow_tests.outline import Outline

REPLY_KEYS = ("result", "error", "cause", "takes", "no_answer", "heartbeats")
MOST_REPLIES = 10_000  # of one mock; "0-999999999" would fill the memory
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_NUMBER = (int, float)

ReadReply = Callable[[Faults, object, str], Reply]  # given a value and where it stands


def read_mocks(faults: Faults, value: object, place: str, outline: Outline) -> dict[str, Mock]:
    """Return the mocks in *value*, which stands at *place*, by state or address; faults are noted."""
    if not isinstance(value, dict):
        faults.add(FORM, place, "mocks is an object: what each state answers")
        return {}
    mocks = {}
    for name, given in value.items():
        here = place + pointer((name,))
        state = outline.states.get(name.rpartition("].")[2], outline.states.get(name))
        if not outline.is_address(name) or state is None:
            faults.unknown(NAME, here, "state", name, outline.examples())
        elif state.type != "Task" and not _has_reader(state.body):
            kind = "a Map without ItemReader" if state.type == "Map" else f"a {state.type} state"
            faults.add(NAME, here, f"{name} is {kind}: it calls nothing that could be mocked")
        else:
            mocks[name] = read_mock(faults, given, here)
    return mocks


def read_mock(faults: Faults, value: object, place: str) -> Mock:
    """Return the mock in *value*: one reply for all calls, a list in their order, or an object with their numbers."""
    if isinstance(value, list):
        if not value:
            faults.add(FORM, place, "the list is empty", "an answer for each call")
        return Mock(tuple(_reply(faults, reply, f"{place}/{index}") for index, reply in enumerate(value)))
    if isinstance(value, dict) and value and all(_RANGE.fullmatch(key) for key in value):
        return Mock(read_numbered(faults, value, place, _reply))
    return Mock((_reply(faults, value, place),), always=True)


def read_numbered(faults: Faults, value: Mapping[str, Any], place: str, read: ReadReply) -> tuple[Reply, ...]:
    """Return the replies of an object like `{"0": …, "1-2": …}`; *read* reads each of them."""
    numbered: dict[int, Reply] = {}
    for key, given in value.items():
        here = place + pointer((key,))
        matched = _RANGE.fullmatch(key)
        if matched is None:
            faults.add(FORM, here, f"{key} is no number of a call", 'like "0" for the first, or "1-2"')
            continue
        first, last = int(matched[1]), int(matched[2] or matched[1])
        if last < first or last >= MOST_REPLIES:
            faults.add(FORM, here, f"{key} is no range of calls", f"from low to high, below {MOST_REPLIES:,}")
            continue
        reply = read(faults, given, here)
        if any(number in numbered for number in range(first, last + 1)):
            faults.add(FORM, here, f"another answer is for a call in {key} too")
        numbered |= dict.fromkeys(range(first, last + 1), reply)
    missing = next((number for number in range(len(numbered)) if number not in numbered), None)
    if missing is not None:
        faults.add(FORM, place, f"there is no answer for call {missing}", "calls are numbered from 0, without gaps")
    return tuple(numbered[number] for number in sorted(numbered))


def _reply(faults: Faults, value: object, place: str) -> Reply:
    if not isinstance(value, dict):
        faults.add(FORM, place, "an answer is an object", "like {result: …} or {error: NAME, cause: TEXT}")
        return Reply()
    faults.check_keys(value, place, REPLY_KEYS)
    ends = [key for key in ("result", "error", "no_answer") if key in value]
    if len(ends) != 1:
        told = " and ".join(ends) or "neither"
        faults.add(FORM, place, f"an answer has one of result, error and no_answer; this has {told}")
    if "cause" in value and "error" not in value:
        faults.add(FORM, f"{place}/cause", "a cause belongs to an error")
    faults.has(value, "error", place, str, "a text")
    faults.has(value, "cause", place, str, "a text")
    if faults.has(value, "no_answer", place, bool, "true") and not value["no_answer"]:
        faults.add(FORM, f"{place}/no_answer", "no_answer must be true", "leave it out")
    return Reply(
        result=value.get("result"),
        error=value.get("error"),
        cause=value.get("cause"),
        takes=_seconds(faults, value, place),
        never="no_answer" in value,
        heartbeats=_heartbeats(faults, value, place),
    )


def _seconds(faults: Faults, value: Mapping[str, Any], place: str) -> float:
    if not faults.has(value, "takes", place, _NUMBER, "a number of seconds"):
        return 0
    if value["takes"] < 0:
        faults.add(FORM, f"{place}/takes", "takes must not be negative")
    return float(max(0, value["takes"]))


def _heartbeats(faults: Faults, value: Mapping[str, Any], place: str) -> tuple[float, ...]:
    if not faults.has(value, "heartbeats", place, list, "a list of seconds after the call"):
        return ()
    moments = value["heartbeats"]
    if not all(isinstance(one, _NUMBER) and not isinstance(one, bool) and one >= 0 for one in moments):
        faults.add(FORM, f"{place}/heartbeats", "heartbeats must be a list of seconds after the call")
        return ()
    return tuple(moments)


def _has_reader(body: Mapping[str, Any]) -> bool:
    return "ItemReader" in body
