"""A push in a log is lines, on a terminal a board that changes in place, drawn anew only when it has changed."""

from __future__ import annotations

import io

import pytest

from tests.fakes.clock import FakeClock
from tests.unit.report.test_board import UPDATE, moved
from workflow_updater.commands.shown import shown_on
from workflow_updater.plan.progress import ChangeSetCreated, Progress, Published, Waiting
from workflow_updater.screen import Screen

FAILED = moved(9, "Orders", "UPDATE_FAILED")
ENDED = moved(10, "orders", "UPDATE_COMPLETE", is_stack=True)


class Watcher(Screen):
    """A screen that remembers what it was asked to show."""

    def __init__(self, *, live: bool) -> None:
        super().__init__(stdout=io.StringIO(), stderr=io.StringIO())
        self.live_wanted = live
        self.thought = 0.0
        self.notes: list[str] = []
        self.frames: list[str] = []

    @property
    def is_live(self) -> bool:
        return self.live_wanted

    @property
    def thought_seconds(self) -> float:
        return self.thought

    def note(self, text: str) -> None:
        self.notes.append(text)

    def show(self, frame) -> None:
        self.frames.append("\n".join("".join(text for text, _ in line) for line in frame(80)))


def shown(*steps: Progress, live: bool) -> Watcher:
    screen = Watcher(live=live)
    show = shown_on(screen, FakeClock())
    for step in steps:
        show(step)
    return screen


def test_a_log_has_a_line_for_each_step_and_none_for_waiting():
    screen = shown(*UPDATE, Published("s3://b/k"), live=False)

    assert [] == screen.frames
    assert len(UPDATE) == len(screen.notes)
    assert "UPDATE_IN_PROGRESS orders" in screen.notes[0]
    assert "published s3://b/k" == screen.notes[-1]


def test_a_terminal_keeps_what_was_done_and_draws_what_moves():
    screen = shown(ChangeSetCreated("first"), *UPDATE, live=True)

    assert ["change set first created"] == screen.notes
    assert len(UPDATE) == len(screen.frames)
    assert screen.frames[-1].splitlines()[-1] == "CloudFormation updates orders · 0 s"
    assert "OrdersLive " in screen.frames[-1]


def test_nothing_is_drawn_for_what_changes_nothing():
    screen = shown(Waiting("a"), Waiting("a"), ChangeSetCreated("first"), Waiting("a"), live=True)

    assert 1 == len(screen.frames)


def test_a_failure_stays_on_the_screen():
    (line,) = shown(*UPDATE, FAILED, live=True).notes

    assert line.endswith("UPDATE_FAILED Orders")


def test_at_the_end_the_board_becomes_one_line():
    screen = shown(*UPDATE, ENDED, Waiting("reading the live definition"), live=True)

    assert screen.notes[-1].startswith("orders UPDATE_COMPLETE in 10 s: Orders 2 s")
    assert "reading the live definition · 0 s" == screen.frames[-1]


@pytest.mark.parametrize("live", [True, False])
def test_an_interruption_of_the_showing_comes_through(live):
    class Interrupted(Watcher):
        def note(self, text: str) -> None:
            raise KeyboardInterrupt

    show = shown_on(Interrupted(live=live), FakeClock())

    with pytest.raises(KeyboardInterrupt):
        show(ChangeSetCreated("first"))


def test_the_time_of_the_board_is_without_what_questions_took():
    screen, clock = Watcher(live=True), FakeClock()
    show = shown_on(screen, clock)
    clock.sleep(300)
    screen.thought = 298

    show(Waiting("publishing"))

    assert screen.frames == ["publishing · 2 s"]
