"""What all fakes have in common: they record every call and fail when a test asks for it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from workflow_updater.errors import DeployError


class Scripted:
    """
    Base of the fakes.

    `calls` holds `(verb, argument, …)` in order; `fail("put", error)` makes the next call of the verb raise *error*,
    called twice the next two calls. WRITES are the verbs that change something: a test of "no AWS write" asks `writes`.
    """

    WRITES: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._failures: dict[str, list[DeployError]] = defaultdict(list)

    @property
    def writes(self) -> list[tuple[Any, ...]]:
        return [call for call in self.calls if call[0] in self.WRITES]

    def fail(self, verb: str, error: DeployError) -> None:
        self._failures[verb].append(error)

    def _called(self, verb: str, *arguments: Any) -> None:
        self.calls.append((verb, *arguments))
        if self._failures[verb]:
            raise self._failures[verb].pop(0)
