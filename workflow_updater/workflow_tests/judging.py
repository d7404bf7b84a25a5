"""What a case expected and what its execution did: the differences, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from workflow_updater.workflow_tests.differing import differences, shown
from workflow_updater.workflow_tests.model import UNSET, Expected, ExpectedCall, ExpectedCalls

if TYPE_CHECKING:
    from workflow_updater.local_cloud.simulation.model import Call, Ended

SHOWN_AROUND = 3  # states before the place where a path takes another way


def judge(expected: Expected, ended: Ended) -> list[str]:
    """Return what is not as *expected*, a line each, the most telling first; nothing when all is."""
    return [
        *_status(expected, ended),
        *_path(expected, ended),
        *_nested(expected.nested, ended),
        *_output(expected, ended),
        *_calls(expected.calls, ended.calls),
        *_elapsed(expected, ended),
    ]


def path_of(ended: Ended, scope: str = "") -> tuple[str, ...]:
    """Return the states of *scope*, "" for the workflow itself, in the order in which they were entered."""
    return tuple(visit.state for visit in ended.visits if visit.scope == scope)


def _status(expected: Expected, ended: Ended) -> Iterator[str]:
    if expected.status != ended.status:
        told = ": ".join(part for part in (ended.error, ended.cause) if part)
        failed = f" ({told})" if told else ""
        yield f"status: expected {expected.status}, got {ended.status}{failed}"
        return
    if expected.error is not None and expected.error != ended.error:
        yield f"error: expected {expected.error}, got {ended.error} ({ended.cause})"
    if expected.cause is not None and expected.cause != ended.cause:
        yield f"cause: expected {shown(expected.cause)}, got {shown(ended.cause)}"
    if expected.cause_contains is not None and expected.cause_contains not in (ended.cause or ""):
        yield f"cause: expected to contain {shown(expected.cause_contains)}, got {shown(ended.cause)}"


def _path(expected: Expected, ended: Ended) -> Iterator[str]:
    taken = path_of(ended)
    if expected.path is not None:
        yield from _diverged("path", expected.path, taken)
    rest = iter(taken)
    missed = next((name for name in expected.path_contains if name not in rest), None)  # `in` reads on from there
    if missed is not None:
        yield f"path: expected {' … '.join(expected.path_contains)}, but {missed} does not come: {' → '.join(taken)}"


def _nested(expected: Mapping[str, Sequence[str]], ended: Ended) -> Iterator[str]:
    for scope, path in expected.items():
        yield from _diverged(f"path in {scope}", path, path_of(ended, scope))


def _diverged(what: str, expected: Sequence[str], taken: Sequence[str]) -> Iterator[str]:
    for index, (wanted, got) in enumerate(zip_longest(expected, taken)):
        if wanted != got:
            before = ["…"] if index > SHOWN_AROUND else []
            before += taken[max(0, index - SHOWN_AROUND) : index]
            way = " → ".join((*before, "?"))
            yield f"{what}: at step {index + 1} expected {wanted or 'the end'}, got {got or 'the end'}: {way}"
            yield f"  taken: {' → '.join(taken) or 'nothing'}"
            return


def _output(expected: Expected, ended: Ended) -> Iterator[str]:
    if ended.status != "SUCCEEDED":
        return
    if expected.output is not UNSET:
        yield from (f"output: {line}" for line in differences(expected.output, ended.output))
    if expected.output_contains is not UNSET:
        yield from (f"output: {line}" for line in differences(expected.output_contains, ended.output, partial=True))


def _calls(expected: Mapping[str, ExpectedCalls], made: Sequence[Call]) -> Iterator[str]:
    for address, wanted in expected.items():
        calls = [call for call in made if is_at(call, address)]
        if wanted.times is not None and wanted.times != len(calls):
            yield f"calls of {address}: expected {wanted.times}, got {len(calls)}"
        elif wanted.times is None and not calls:
            yield f"calls of {address}: expected some, got none"
        for number, call in enumerate(calls):
            one = wanted.one_by_one[number] if number < len(wanted.one_by_one) else wanted.each
            yield from (f"call {number + 1} of {address}: {line}" for line in _call(one, call))


def is_at(call: Call, address: str) -> bool:
    """Return whether *call* is one of the state at *address*: anywhere, or in the scope that it begins with."""
    whole = f"{call.scope}.{call.state}" if call.scope else call.state
    return address in {call.state, whole} or whole.endswith(f".{address}")


def _call(expected: ExpectedCall, call: Call) -> list[str]:
    lines = [] if expected.called_with is UNSET else differences(expected.called_with, call.input)
    if expected.called_with_contains is not UNSET:
        lines += differences(expected.called_with_contains, call.input, partial=True)
    return lines


def _elapsed(expected: Expected, ended: Ended) -> Iterator[str]:
    if expected.elapsed is not None and abs(expected.elapsed - ended.elapsed) > 1e-6:
        yield f"elapsed: expected {expected.elapsed:g} s, got {ended.elapsed:g} s"
