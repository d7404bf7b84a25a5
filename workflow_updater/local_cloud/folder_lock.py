"""Locks that the system frees when their process dies: one starter per folder, and a server that is known to live."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


PAUSE_SECONDS = 0.05


def is_held(file: Path) -> bool:
    """Return whether a living process holds *file*."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _is_locked_by_us(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold *file* while the block runs, after waiting for whoever holds it; the system frees it when a process dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _taken(file)
    while not _is_still(file, descriptor):  # whoever had it has removed it: another may have the new one
        os.close(descriptor)
        descriptor = _taken(file)
    try:
        yield
    finally:
        os.close(descriptor)


def _is_locked_by_us(descriptor: int) -> bool:
    try:
        _try_lock(descriptor)
    except OSError:  # somebody else has it
        return False
    return True


def _taken(file: Path) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    with ExitStack() as unless_taken:
        unless_taken.callback(os.close, descriptor)
        while not _is_locked_by_us(descriptor):
            time.sleep(PAUSE_SECONDS)
        unless_taken.pop_all()
    return descriptor


def _is_still(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False
