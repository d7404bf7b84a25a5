from __future__ import annotations

import os
import signal

import pytest

from workflow_updater.interruption import tidily_interrupted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_that_ends_a_program_is_a_ctrl_c(number):
    with pytest.raises(KeyboardInterrupt), tidily_interrupted(lambda: None):
        os.kill(os.getpid(), number)


def test_the_second_one_only_asks_for_patience_and_the_third_one_ends_everything():
    said = []

    def interrupt():
        os.kill(os.getpid(), signal.SIGINT)

    def tidy_up():
        try:
            interrupt()
        finally:
            interrupt()
            said.append("tidied up")
            interrupt()
            said.append("never")

    with pytest.raises(KeyboardInterrupt), tidily_interrupted(lambda: said.append("wait")):
        tidy_up()

    assert ["wait", "tidied up"] == said


def test_the_handlers_of_before_come_back():
    before = signal.getsignal(signal.SIGINT)

    with tidily_interrupted(lambda: None):
        assert signal.getsignal(signal.SIGINT) != before

    assert signal.getsignal(signal.SIGINT) == before
