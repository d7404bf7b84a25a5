"""Asking on while AWS is away: what was started there goes on without us, and ends as if somebody had looked."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from workflow_updater.clock import Clock, pauses
from workflow_updater.errors import CloudAway
from workflow_updater.plan.progress import Noted

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Patience:
    """How long to go on asking, up to *until* (a value of `clock.monotonic()`), and how things stand *meanwhile*."""

    clock: Clock
    until: float
    meanwhile: str

    def ask(self, question: Callable[[], Answer]) -> Generator[Noted, None, Answer]:
        """
        Return what *question* returns; while AWS is away ask it again, and yield that AWS went, and that it is back.

        It is asked once at least, however late it is. What asking again cannot mend is raised at once.

        Raises:
            CloudAway: AWS was still away at the deadline.
            DeployError: as *question*.
        """
        waits, since = pauses(), self.clock.monotonic()
        is_told = False
        while True:
            try:
                answer = question()
            except CloudAway as away:
                left = self.until - self.clock.monotonic()
                if left <= 0:
                    raise self._in_vain(away, since) from away
                if not is_told:
                    yield Noted(f"{away.message.rstrip('.')}; {self.meanwhile}, and this keeps asking")
                is_told = True
                self.clock.sleep(min(next(waits), left))
            else:
                if is_told:
                    yield Noted("AWS answers again")
                return answer

    def _in_vain(self, away: CloudAway, since: float) -> CloudAway:
        seconds = self.clock.monotonic() - since
        return CloudAway(f"{away.message} (for {seconds:,.0f} s, up to the deadline)", hint=away.hint)
