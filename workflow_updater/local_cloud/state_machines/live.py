"""The executions that are under way in this process, and the task tokens that were theirs."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Protocol

REMEMBERED_TOKENS = 10_000


class Program(Protocol):
    """A running execution (program.py has the one there is)."""

    def history(self) -> list[dict[str, Any]]:
        """Return the events so far, as GetExecutionHistory shows them."""
        ...

    def stop(self, error: str | None, cause: str | None) -> None:
        """End it as soon as what it waits for allows."""
        ...

    def waiting(self, token: str) -> Any:
        """Return what waits for *token*, None when nothing in this execution ever did."""
        ...

    def tokens(self) -> Iterable[str]:
        """Return every task token it has given out."""
        ...


class LiveExecutions:
    """
    Running programs by execution ARN.

    `closing` is held while an execution takes its final state, so that the first of "it ended" and "it was stopped"
    wins and the other changes nothing.
    """

    def __init__(self) -> None:
        self.closing = threading.Lock()
        self._programs: dict[str, Program] = {}
        self._spent: OrderedDict[str, None] = OrderedDict()

    def add(self, arn: str, program: Program) -> None:
        """Take *program* in, before it starts."""
        self._programs[arn] = program

    def remove(self, arn: str) -> None:
        """Let the program of *arn* go; its tokens are remembered as used up."""
        program = self._programs.pop(arn, None)
        if program is None:
            return
        self._spent.update(dict.fromkeys(program.tokens()))
        while len(self._spent) > REMEMBERED_TOKENS:
            self._spent.popitem(last=False)

    def get(self, arn: str) -> Program | None:
        """Return the running program of *arn*."""
        return self._programs.get(arn)

    def waiting(self, token: str) -> Any:
        """Return what waits, or waited, for *token* in any running program."""
        found = (program.waiting(token) for program in list(self._programs.values()))
        return next((one for one in found if one is not None), None)

    def is_spent(self, token: str) -> bool:
        """Return whether *token* belonged to an execution that has ended."""
        return token in self._spent
