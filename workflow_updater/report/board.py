"""
What a terminal shows while something is under way: each resource with its state, how long it takes, what is waited for.

Values only: a board is made anew by every step, and drawn for a width. Whatever AWS or a template calls things is made
printable here, so that no name moves the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from workflow_updater.core.printable import printable
from workflow_updater.plan.progress import AliasMoved, Progress, StackMoved, Waiting
from workflow_updater.report.colour import Style
from workflow_updater.report.deployment import weights_text

_MOST_ROWS = 12  # of resources; a push changes one machine, its version and its alias
_NAME_COLUMNS = 28
_NARROW = 50  # columns; below it there is no room for two columns


class Piece(NamedTuple):
    """A text of one style within a line."""

    text: str
    style: Style | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """A resource, or the stack itself: its newest *status*, between its first and its newest event."""

    name: str
    status: str
    first: datetime
    last: datetime
    seen: float  # when the first event was seen here, a value of `clock.monotonic()`

    @property
    def is_moving(self) -> bool:
        """Whether CloudFormation is at work on it."""
        return self.status.endswith("_IN_PROGRESS")


@dataclass(frozen=True)
class Board:
    """What is shown: *rows* in the order of their first events, *waiting* is what for, *alias* where it routes."""

    rows: tuple[Row, ...] = ()
    waiting: str = ""
    alias: str = ""


def advanced(board: Board, step: Progress, now: float) -> Board:
    """Return the board after *step*, which was seen at *now*, a value of `clock.monotonic()`."""
    if isinstance(step, Waiting):
        return replace(board, waiting=step.what)
    if isinstance(step, AliasMoved):
        return replace(board, alias=f"alias {step.alias}: {weights_text(step.weights)}")
    if isinstance(step, StackMoved) and step.status != "DELETE_SKIPPED":  # of what was replaced, and is retained
        rows = {row.name: row for row in board.rows}
        row = rows.get(step.logical_id) or Row(step.logical_id, step.status, step.at, step.at, now)
        rows[row.name] = replace(row, status=step.status, last=max(step.at, row.last))
        return replace(board, rows=tuple(rows.values()))
    return board


def board_lines(board: Board, *, now: float, started: float, width: int) -> list[Line]:
    """Return the lines for a terminal of *width* columns: the resources, the alias, and last what is waited for."""
    shown = _shown(board.rows)
    left_out = len(board.rows) - len(shown)
    columns = _columns(shown, width)
    lines = [_row_line(row, now, columns, width) for row in shown]
    if left_out:
        lines.insert(0, (_fitting(f"… {left_out} more", width, "quiet"),))
    if board.alias:
        lines.append((_fitting(board.alias, width, "moved"),))
    if board.waiting:
        took = f" · {seconds_text(now - started)}"
        lines.append((_fitting(board.waiting, width - len(took)), Piece(took, "quiet")))
    return lines


def ended_line(board: Board) -> str:
    """
    Return what the stack, the first row, ended as, and what its resources did, with the time that each took.

    Of a rollback only that: its resources are complete then, as they were before.
    """
    stack, *resources = board.rows
    resources = [] if "ROLLBACK" in stack.status else resources
    told = [
        f"{printable(row.name)} {'' if row.status == stack.status else f'{row.status} '}{seconds_text(_took(row))}"
        for row in resources[-_MOST_ROWS:]
    ]
    head = f"{printable(stack.name)} {stack.status} in {seconds_text(_took(stack))}"
    return f"{head}: {', '.join(told)}" if told else head


def seconds_text(seconds: float) -> str:
    """Return `12 s`, or `3:05` from a minute on."""
    whole = max(0, int(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02}"


def _shown(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows that there is room for: those that move, or failed, before those that are done."""
    if len(rows) <= _MOST_ROWS:
        return rows
    urgent = [row for row in rows if row.is_moving or row.status.endswith("_FAILED")]
    kept = {row.name for row in [*[row for row in rows if row not in urgent], *urgent][-_MOST_ROWS:]}
    return [row for row in rows if row.name in kept]


def _columns(rows: Sequence[Row], width: int) -> tuple[int, int]:
    """Return how wide names and statuses are, (0, 0) where they have no room beside each other."""
    if width < _NARROW:
        return 0, 0
    names = max((len(printable(row.name)) for row in rows), default=0)
    return min(names, _NAME_COLUMNS), max((len(row.status) for row in rows), default=0)


def _row_line(row: Row, now: float, columns: tuple[int, int], width: int) -> Line:
    time = f"  {seconds_text(now - row.seen if row.is_moving else _took(row))}"
    room = width - 2 - len(time)
    if not columns[0]:
        return (Piece("  "), _fitting(f"{row.name} {row.status}", room, _style(row)), Piece(time, "quiet"))
    name = _fitting(row.name, columns[0])
    status = _fitting(row.status.ljust(columns[1]), room - columns[0] - 2, _style(row))
    return (Piece("  "), name, Piece(" " * (columns[0] + 2 - len(name.text))), status, Piece(time, "quiet"))


def _took(row: Row) -> float:
    return (row.last - row.first).total_seconds()


def _style(row: Row) -> Style:
    if row.status.endswith("_FAILED") or "ROLLBACK" in row.status:
        return "error"
    return "changed" if row.is_moving else "added"


def _fitting(text: str, room: int, style: Style | None = None) -> Piece:
    """Return *text* as far as there is *room*; what would command a terminal is written out."""
    plain = printable(text)
    if len(plain) <= room:
        return Piece(plain, style)
    return Piece(f"{plain[: max(0, room - 1)]}…" if room > 0 else "", style)
