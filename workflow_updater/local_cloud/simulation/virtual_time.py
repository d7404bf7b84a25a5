"""
Virtual time: threads that take turns, and a clock that jumps to whatever is waited for next.

moto's interpreter runs each Task, branch and item in a thread and waits with events and timeouts. Here one thread runs
at a time; when all of them wait, the clock jumps to the earliest deadline. So nothing takes real time, every timeout
and retry counts, and the same workflow with the same mocks always runs in the same order: parents before children,
earlier siblings, with all that they start, before later ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any

MOST_THREADS = 10_000  # ours: a task under way has up to three; Linux lets a process have some 30,000

_HERE = threading.local()


class Stopped(BaseException):
    """Unwinds a thread whose simulation is over; no `except Exception` of the interpreter may take it."""


class NothingToWaitFor(RuntimeError):
    """Every thread waits for another one, and none for a time."""


class TooManyThreads(RuntimeError):
    """More tasks, branches and items wait at once than one process should have threads."""


class Turn:
    """One thread of a simulation; its *key* orders it among those that may run: as a path in the tree of threads."""

    def __init__(self, key: tuple[int, ...], place: Any) -> None:
        self.key = key
        self.place = place  # where in the workflow it is: simulation.watching knows what this is
        self.children = count()
        self.baton = threading.Lock()
        self.baton.acquire()
        self.waits = 0  # how many times it has waited: an old deadline is not one of the present wait
        self.body: Callable[[], None] | None = None
        self.thread: threading.Thread | None = None
        self.finished: Event | None = None


class VirtualTime:
    """The clock (*now*: seconds since the start) and the turns of one simulation."""

    def __init__(self, longest_seconds: float, too_long: Callable[[], Exception]) -> None:
        self.now = 0.0
        self._longest = longest_seconds
        self._too_long = too_long
        self._root = Turn((), None)
        self._running = self._root
        self._ready: list[tuple[tuple[int, ...], int, Turn]] = []
        self._deadlines: list[tuple[float, int, Turn, int]] = []
        self._order = count()
        self._started: set[Turn] = set()
        self._problem: BaseException | None = None
        self._over = False

    def run(self, body: Callable[[], Any]) -> Any:
        """
        Return what *body* returns, run in this thread with everything it starts; then end what is still under way.

        Raises:
            Exception: what *body* raises, or what was given to `end`.
        """
        _HERE.time, _HERE.turn = self, self._root
        try:
            return body()
        except Stopped:
            raise self._problem or NothingToWaitFor from None
        finally:
            self._over = True
            del _HERE.time, _HERE.turn
            for turn in tuple(self._started):
                self._unwind(turn)

    def end(self, problem: Exception) -> Stopped:
        """Let `run` raise *problem*; the caller raises the answer, to unwind its own thread."""
        self._problem = self._problem or problem
        return Stopped()

    def start(self, body: Callable[[], None], finished: Event, place: Any) -> None:
        """Run *body* in a thread of its own as soon as its turn comes."""
        parent = self._running
        turn = Turn((*parent.key, next(parent.children)), place)
        turn.body, turn.finished = body, finished
        self._wake(turn)

    def wait(self, event: Event, timeout: float | None) -> bool:
        """Let the others run until *event* is set (then return True) or *timeout* seconds have passed."""
        turn = self._running
        if self._over:
            raise Stopped
        event.waiting.append(turn)
        if timeout is not None:
            heappush(self._deadlines, (self.now + max(timeout, 0), next(self._order), turn, turn.waits))
        self._pass_on(turn)
        turn.waits += 1
        is_set = turn not in event.waiting
        if not is_set:
            event.waiting.remove(turn)
        return is_set

    def wake_all(self, event: Event) -> None:
        """Let those that wait for *event* run."""
        waiting, event.waiting = event.waiting, []
        for turn in waiting:
            self._wake(turn)

    def _wake(self, turn: Turn) -> None:
        heappush(self._ready, (turn.key, next(self._order), turn))

    def _pass_on(self, turn: Turn) -> None:
        """Give the turn to the next one and return when it is *turn*'s again."""
        following = self._next()
        if following is not turn:
            self._hand(following)
            turn.baton.acquire()
        self._running = turn
        if self._over or self._problem is not None:
            raise Stopped

    def _next(self) -> Turn:
        if self._problem is None and not self._ready:
            self._jump()
        if self._problem is None and self._ready[0][2].thread is None and len(self._started) >= MOST_THREADS:
            self._problem = TooManyThreads(f"more than {MOST_THREADS:,} things wait at once")
        return self._root if self._problem is not None else heappop(self._ready)[2]

    def _jump(self) -> None:
        """Move the clock to the next deadline that somebody still waits for."""
        while self._deadlines:
            deadline, _, turn, wait = heappop(self._deadlines)
            if turn.waits == wait:
                self.now = deadline
                self._wake(turn)
                break
        else:
            self._problem = NothingToWaitFor()
        if self.now > self._longest:
            self._problem = self._too_long()

    def _hand(self, turn: Turn) -> None:
        if turn.body is not None and turn.thread is None:
            turn.thread = threading.Thread(target=self._thread, args=(turn,), daemon=True)
            self._started.add(turn)
            self._running = turn
            turn.thread.start()
        else:
            turn.baton.release()

    def _thread(self, turn: Turn) -> None:
        _HERE.time, _HERE.turn = self, turn
        try:
            if turn.body is not None:
                turn.body()
        except Stopped:
            pass
        except Exception as problem:  # noqa: BLE001 - a thread's boundary: `run` raises it in the caller's thread
            self.end(problem)
        if self._over:
            return
        if turn.finished is not None:
            turn.finished.set()
        self._started.remove(turn)
        self._hand(self._next())

    def _unwind(self, turn: Turn) -> None:
        if turn.thread is not None:
            if turn.baton.locked():  # after Ctrl-C it may have its turn already
                turn.baton.release()
            turn.thread.join()


class Event:
    """`threading.Event` in virtual time."""

    def __init__(self) -> None:
        self.waiting: list[Turn] = []
        self._time = time_here()
        self._is_set = False

    def set(self) -> None:
        """Let everybody who waits go on, and nobody wait any more."""
        self._is_set = True
        if self._time is not None:
            self._time.wake_all(self)

    def clear(self) -> None:
        """Let whoever comes next wait."""
        self._is_set = False

    def is_set(self) -> bool:
        """Return whether `set` was called since `clear`."""
        return self._is_set

    def wait(self, timeout: float | None = None) -> bool:
        """Return whether it is set, after at most *timeout* virtual seconds."""
        return self._is_set or (self._time is not None and self._time.wait(self, timeout))


class Thread:
    """`threading.Thread` in virtual time, as far as moto uses it."""

    native_id = 0

    def __init__(self, target: Callable[..., None], args: Sequence[Any] = (), **_: Any) -> None:
        self._body = lambda: target(*args)
        self._finished = Event()
        self._is_started = False

    def start(self) -> None:
        """Let it run when its turn comes."""
        self._is_started = True
        _HERE.time.start(self._body, self._finished, _HERE.turn.place)

    def join(self, timeout: float | None = None) -> None:
        """Return when it has ended, or after *timeout* virtual seconds."""
        self._finished.wait(timeout)

    def is_alive(self) -> bool:
        """Return whether it has begun and not ended."""
        return self._is_started and not self._finished.is_set()


def time_here() -> VirtualTime | None:
    """Return the virtual time that the calling thread lives in, None outside of every simulation."""
    found: VirtualTime | None = getattr(_HERE, "time", None)
    return found


def place_here() -> Any:
    """Return what was last given to `set_place_here` in this thread, or in the one that started it."""
    return _HERE.turn.place


def set_place_here(place: Any) -> None:
    """Remember *place* for this thread and those that it starts from now on."""
    _HERE.turn.place = place


def sleep(seconds: float) -> None:
    """Let *seconds* of virtual time pass."""
    Event().wait(seconds)
