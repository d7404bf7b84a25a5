"""Ctrl-C at every AWS call and every line of a push; again and again while it tidies up; then the push once more."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.faults.calls import Call
from tests.faults.found import Told, hold, in_order, told_by
from tests.faults.killed import Moment, moments
from tests.faults.pushing import Pushing
from workflow_updater.screen import Screen

Watch = Callable[[Call, bool], None]

# An interruption in the middle of a read leaves its connection to the garbage collector, and then the process ends.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Keep those connections out of the tests that follow."""
    yield
    gc.collect()


def ctrl_c() -> None:
    """Send this process what a terminal sends; the main thread takes it, at once when it is the one that calls."""
    if threading.current_thread() is threading.main_thread():
        signal.raise_signal(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGINT)


def interrupting(moment: Moment, *, times: int) -> Watch:
    """Return what interrupts at *moment*, and then before each call, *times* in all."""
    left = times

    def watch(call: Call, answered: bool) -> None:  # noqa: FBT001 - the tap's form
        nonlocal left
        begins = left == times and (call, answered) == (moment.call, moment.after)
        if begins or (0 < left < times and not answered):
            left -= 1
            ctrl_c()

    return watch


def interrupted(pushing: Pushing, definition: object, watch: Watch | None, capsys: pytest.CaptureFixture[str]) -> Told:
    """Return how a push ends that *watch* interrupts, which must be told truly."""
    pushing.tap.begin(pushing.names)
    pushing.tap.watch = watch
    capsys.readouterr()
    told = told_by(pushing.push(definition), capsys.readouterr().err)
    pushing.tap.watch = None
    assert not told.code or told.tells_of_an_update == pushing.has_started(), told
    return told


def is_tidy(pushing: Pushing) -> bool:
    """Return whether no change set waits, or CloudFormation works on one."""
    return pushing.has_started() or not pushing.account.change_sets(pushing.stack)


def test_ctrl_c_at_any_call_is_tidied_up_and_told_truly(pushing, capsys):
    calls = in_order(pushing.recorded())
    reading = [Moment(call, after=False) for call in calls if not call.after and not call.is_write]
    found = []
    for moment in [*reading, *moments(calls)]:
        definition = pushing.next_definition()
        told = interrupted(pushing, definition, interrupting(moment, times=1), capsys)
        assert told.code == 130, (moment, told)
        assert is_tidy(pushing), moment
        found.append((moment.name, told.ending, pushing.push_again(definition)))

    hold("push/ctrl_c", found)


@pytest.mark.parametrize("times", [2, 3])
def test_more_ctrl_c_while_it_tidies_up_harms_nothing(times, pushing, capsys):
    calls = [call for call in pushing.recorded() if call.after.endswith("CreateChangeSet")]
    for moment in moments(calls):
        definition = pushing.next_definition()
        told = interrupted(pushing, definition, interrupting(moment, times=times), capsys)
        assert told.code == 130
        assert times > 2 or is_tidy(pushing), "the second one asks for patience, the third one cuts off"
        pushing.push_again(definition)


def test_ctrl_c_at_any_line_that_is_told_is_tidied_up(pushing, capsys, monkeypatch):
    left = 0

    def counted(speak: Callable[[Screen, str], None]) -> Callable[[Screen, str], None]:
        def counting(screen: Screen, text: str) -> None:
            nonlocal left
            speak(screen, text)
            left -= 1
            if left == 0:
                ctrl_c()

        return counting

    for name in ("note", "live"):
        monkeypatch.setattr(Screen, name, counted(getattr(Screen, name)))
    for number in itertools.count(1):
        left = number
        definition = pushing.next_definition()
        told = interrupted(pushing, definition, None, capsys)
        if left > 0:
            break
        assert told.code == 130, number
        assert is_tidy(pushing), number
        pushing.push_again(definition)

    assert told == Told(0), "the last push said less than it was interrupted at"
    assert number > 10
