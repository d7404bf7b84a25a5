"""The board of a terminal: golden screens, narrow ones, and names that would command it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workflow_updater.plan.progress import AliasMoved, StackMoved, Verified, Waiting
from workflow_updater.report.board import Board, advanced, board_lines, ended_line, seconds_text

GOLDEN = Path(__file__).parents[2] / "golden" / "screens"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def moved(seconds: float, name: str, status: str, *, is_stack: bool = False) -> StackMoved:
    return StackMoved(START + timedelta(seconds=seconds), name, status, "", is_stack)


def board(*steps, seconds=0.0) -> Board:
    """Return the board after *steps*, which are seen a second after each other."""
    found = Board()
    for number, step in enumerate(steps):
        found = advanced(found, step, seconds + number)
    return found


STACK = moved(0, "orders", "UPDATE_IN_PROGRESS", is_stack=True)
UPDATE = (
    Waiting("CloudFormation updates orders"),
    STACK,
    moved(1, "Orders", "UPDATE_IN_PROGRESS"),
    moved(3, "Orders", "UPDATE_COMPLETE"),
    moved(4, "OrdersLiveVersion3f2a", "CREATE_COMPLETE"),
    moved(5, "OrdersLive", "UPDATE_IN_PROGRESS"),
    AliasMoved("live", {"4": 10, "3": 90}),
)
ROLLED_BACK = (
    STACK,
    moved(1, "Orders", "UPDATE_IN_PROGRESS"),
    moved(2, "Orders", "UPDATE_FAILED"),
    moved(3, "orders", "UPDATE_ROLLBACK_IN_PROGRESS", is_stack=True),
)
MANY = (STACK, *(moved(number, f"Resource{number}", "UPDATE_COMPLETE") for number in range(30)), UPDATE[2])
HOSTILE = (Waiting("wait\x1b[2Jing\n"), moved(0, "\x1b]0;title\x07Orders\u202e\r" + "x" * 100, "UPDATE_IN_PROGRESS"))


def drawn(found: Board, *, now: float, width: int) -> str:
    lines = board_lines(found, now=now, started=0.0, width=width)
    return "".join(
        "".join(f"{{{one.style}:{one.text}}}" if one.style else one.text for one in line) + "\n" for line in lines
    )


SCREENS = {
    "update": lambda: drawn(board(*UPDATE), now=185.0, width=100),
    "narrow": lambda: drawn(board(*UPDATE), now=12.0, width=38),
    "rollback": lambda: drawn(board(*ROLLED_BACK), now=9.0, width=80),
    "many": lambda: drawn(board(*MANY), now=40.0, width=80),
    "hostile": lambda: drawn(board(*HOSTILE), now=2.0, width=80),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_the_golden_file_has_it(name: str):
    assert (GOLDEN / f"{name}.txt").read_text("utf-8") == SCREENS[name]()


@pytest.mark.parametrize("steps", [UPDATE, ROLLED_BACK, MANY, HOSTILE])
@pytest.mark.parametrize("width", [1, 5, 20, 49, 50, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_commands_it(steps, width: int):
    lines = [
        "".join(one.text for one in line) for line in board_lines(board(*steps), now=1e6, started=0.0, width=width)
    ]

    assert all(line.isprintable() for line in lines)
    assert width < 20 or max(map(len, lines)) <= width


def test_only_what_moves_changes_the_board():
    before = board(*UPDATE)

    assert advanced(before, Verified("arn"), 99.0) == before
    assert advanced(before, Waiting("CloudFormation updates orders"), 99.0) == before


def test_the_end_is_told_in_one_line_with_the_time_that_each_took():
    ended = board(*UPDATE, moved(6, "OrdersLive", "UPDATE_COMPLETE"), moved(75, "orders", "UPDATE_COMPLETE"))

    assert ended_line(ended) == (
        "orders UPDATE_COMPLETE in 1:15: Orders 2 s, OrdersLiveVersion3f2a CREATE_COMPLETE 0 s, OrdersLive 1 s"
    )


def test_an_update_without_resources_ends_with_the_stack_alone():
    assert ended_line(board(STACK, moved(2, "orders", "UPDATE_COMPLETE"))) == "orders UPDATE_COMPLETE in 2 s"


def test_a_rollback_calls_nothing_complete():
    back = moved(5, "Orders", "UPDATE_COMPLETE"), moved(6, "orders", "UPDATE_ROLLBACK_COMPLETE", is_stack=True)

    assert ended_line(board(*ROLLED_BACK, *back)) == "orders UPDATE_ROLLBACK_COMPLETE in 6 s"


@pytest.mark.parametrize(("seconds", "text"), [(-1, "0 s"), (59.9, "59 s"), (60, "1:00"), (3725, "62:05")])
def test_times_are_short(seconds: float, text: str):
    assert seconds_text(seconds) == text


def test_a_version_that_is_retained_when_it_is_replaced_stays_as_it_was():
    replaced = moved(9, "OrdersLiveVersion3f2a", "DELETE_SKIPPED")

    assert board(*UPDATE, replaced) == board(*UPDATE)
