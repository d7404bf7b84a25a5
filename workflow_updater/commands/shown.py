"""Shows a push while it is under way: plain lines in a log, a board that changes in place on a terminal."""

from __future__ import annotations

from collections.abc import Callable

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.plan.progress import AliasMoved, Progress, StackMoved
from workflow_updater.report.board import Board, Line, advanced, board_lines, ended_line
from workflow_updater.report.deployment import progress_line
from workflow_updater.screen import Screen


def shown_on(screen: Screen, clock: Clock | None = None) -> Callable[[Progress], None]:
    """Return what shows a step: a line that stays, or on a terminal the live board for what moves and is waited for."""
    return _Watched(screen, clock or SystemClock()) if screen.is_live else _logged_on(screen)


def _logged_on(screen: Screen) -> Callable[[Progress], None]:
    def show(step: Progress) -> None:
        if line := progress_line(step):
            screen.note(line)

    return show


class _Watched:
    """What is shown to somebody who watches; the board is drawn anew only when it has changed, and once a second."""

    def __init__(self, screen: Screen, clock: Clock) -> None:
        self._screen = screen
        self._clock = clock
        self._started = clock.monotonic()
        self._board = Board()

    def __call__(self, step: Progress) -> None:
        """Show *step*: failures and what is no movement of a resource stay on the screen."""
        before, self._board = self._board, advanced(self._board, step, self._clock.monotonic())
        if _stays(step) and (line := progress_line(step)):
            self._screen.note(line)
        if isinstance(step, StackMoved) and step.is_stack and step.status.endswith(("_COMPLETE", "_FAILED")):
            self._screen.note(ended_line(self._board))
            self._board = Board()
        if self._board != before:
            self._screen.show(self._drawn)

    def _drawn(self, width: int) -> list[Line]:
        started = self._started + self._screen.thought_seconds
        return board_lines(self._board, now=self._clock.monotonic(), started=started, width=width)


def _stays(step: Progress) -> bool:
    """Return whether *step* has a line of its own beside the board, which tells the movements that succeed."""
    if isinstance(step, StackMoved):
        return step.status.endswith("_FAILED")
    return not isinstance(step, AliasMoved)
