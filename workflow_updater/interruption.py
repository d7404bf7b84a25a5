"""Ctrl-C, and what CI sends instead of it, as one KeyboardInterrupt that leaves time to tidy up."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def tidily_interrupted(say_wait: Callable[[], None]) -> Iterator[None]:
    """
    Raise KeyboardInterrupt at the first signal that ends a program; at the second one only call *say_wait*.

    A hasty second Ctrl-C would otherwise cut off the deletion of the change set; the third one ends everything.
    """
    received = 0

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal received
        received += 1
        if received == 2:
            say_wait()
            return
        raise KeyboardInterrupt

    try:
        before = {number: signal.signal(number, interrupt) for number in _SIGNALS}
    except ValueError:  # not the main thread: nobody else may handle signals; asking `threading` costs its import
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
