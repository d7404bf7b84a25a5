"""A test file as values: its cases, what their tasks answer, and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})
Status = Literal["SUCCEEDED", "FAILED", "TIMED_OUT"]


class Unset:
    """Stands for what a case says nothing about; null is something that it can expect."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class Reply(NamedTuple):
    """One answer of a mock; the fields are those of `local_cloud.simulation.model.Answer`."""

    result: Any = None
    error: str | None = None
    cause: str | None = None
    takes: float = 0
    never: bool = False
    heartbeats: tuple[float, ...] = ()


class Mock(NamedTuple):
    """The *replies* to the calls of a state, in order; with *always*, the only one answers each call."""

    replies: tuple[Reply, ...]
    always: bool = False


class ExpectedCall(NamedTuple):
    """What a call must get: exactly *called_with*, or at least *called_with_contains*."""

    called_with: Any = UNSET
    called_with_contains: Any = UNSET


class ExpectedCalls(NamedTuple):
    """*times* (None: any number but 0), *each* for all of them, or *one_by_one* for the first, the second, …"""

    times: int | None = None
    each: ExpectedCall = ExpectedCall()
    one_by_one: tuple[ExpectedCall, ...] = ()


class Expected(NamedTuple):
    """What a case expects; UNSET and empty fields are not looked at."""

    status: Status = "SUCCEEDED"
    output: Any = UNSET
    output_contains: Any = UNSET
    error: str | None = None
    cause: str | None = None
    cause_contains: str | None = None
    path: tuple[str, ...] | None = None
    path_contains: tuple[str, ...] = ()
    nested: Mapping[str, tuple[str, ...]] = _NOTHING
    calls: Mapping[str, ExpectedCalls] = _NOTHING
    elapsed: float | None = None


class Case(NamedTuple):
    """
    One execution; keys of *mocks* are states, or states with their scope: `Items[1].Reserve`.

    *expected* is None when it only has to come to an end, whichever.
    """

    name: str
    file: str = ""
    line: int = 0
    column: int = 0
    input: Any = None
    context: Mapping[str, Any] = _NOTHING
    substitutions: Mapping[str, Any] = _NOTHING
    mocks: Mapping[str, Mock] = _NOTHING
    expected: Expected | None = Expected()
