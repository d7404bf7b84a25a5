"""How much of a workflow its cases went through: states entered, and ways out of states taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from workflow_updater.workflow_tests.outline import Outline, Way
from workflow_updater.workflow_tests.running import Result


class Coverage(NamedTuple):
    """Of *workflow*: how many *states* and *ways* (choices, Default, Catch, Retry) there are, and which were missed."""

    workflow: str
    states: int
    ways: int
    missed_states: tuple[str, ...]
    missed_ways: tuple[Way, ...]

    @property
    def states_percent(self) -> float:
        """The share of states that were entered."""
        return _percent(self.states, len(self.missed_states))

    @property
    def ways_percent(self) -> float:
        """The share of ways that were taken; all of them where there is none."""
        return _percent(self.ways, len(self.missed_ways))

    def reaches(self, percent: float) -> bool:
        """Return whether states and ways each are covered to *percent* at least."""
        return min(self.states_percent, self.ways_percent) >= percent


def coverage(workflow: str, outline: Outline, results: Iterable[Result]) -> Coverage:
    """Return what *results* covered of the workflow of *outline*."""
    told = list(results)
    visited = {state for result in told for state in result.visited}
    taken = {way for result in told for way in result.taken}
    return Coverage(
        workflow,
        len(outline.states),
        len(outline.ways),
        tuple(name for name in outline.states if name not in visited),
        tuple(way for way in outline.ways if (way.state, way.kind, way.position) not in taken),
    )


def _percent(total: int, missed: int) -> float:
    return 100.0 if total == 0 else 100 * (total - missed) / total
