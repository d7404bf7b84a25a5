"""Takes what a function writes out of its pipe, and knows when there is nothing left in it."""

from __future__ import annotations

import fcntl
import os
import queue
import select
import struct
import termios
import time
from typing import IO

_CHUNK_BYTES = 65_536


class OutputPump:
    """
    Moves lines from a process's pipe into a queue.

    A function writes before it answers, so at the answer every line is in the pipe or past it: `settle` waits for
    exactly that, where a fixed pause would cost each silent invocation its full length.
    """

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._idle = True

    def run(self, stream: IO[bytes], lines: queue.Queue[str]) -> None:
        """Move lines from *stream* to *lines* until the process closes it; the oldest line gives way when full."""
        self._descriptor = stream.fileno()
        rest = b""
        with stream:
            while True:
                select.select([stream], [], [])
                # Cleared before the bytes leave the pipe: an empty pipe and an idle pump mean that all is delivered.
                self._idle = False
                chunk = os.read(stream.fileno(), _CHUNK_BYTES)
                *whole, rest = (rest + chunk).split(b"\n")
                for line in whole if chunk else [*whole, rest]:
                    _put(lines, line.rstrip(b"\r").decode("utf-8", "replace"))
                self._idle = True
                if not chunk:
                    self._descriptor = None
                    return

    def settle(self, deadline: float) -> None:
        """Return when every byte written so far is delivered, at the latest at *deadline* (time.monotonic)."""
        while time.monotonic() < deadline and not self._is_empty():
            time.sleep(0.0005)

    def _is_empty(self) -> bool:
        descriptor = self._descriptor
        if descriptor is None:
            return self._idle
        try:
            (waiting,) = struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"\0\0\0\0"))
        except OSError:
            return True  # closed in between
        return waiting == 0 and self._idle


def _put(lines: queue.Queue[str], line: str) -> None:
    try:
        lines.put_nowait(line)
    except queue.Full:
        lines.get_nowait()
        lines.put_nowait(line)
