"""
A missed heartbeat: told as States.Timeout, retried and caught as States.HeartbeatTimeout too.

So recorded from AWS (LocalStack's test_heartbeats, 2024) and described by it: States.Timeout covers both, and
States.HeartbeatTimeout "is available inside the Catch and Retry fields". Wraps every `_from_error` of moto's tasks, for
which a missed heartbeat is a timeout like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.callback.callback import HeartbeatTimeoutError

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "heartbeats"
BOTH = (StatesErrorNameType.StatesTimeout.to_name(), StatesErrorNameType.StatesHeartbeatTimeout.to_name())


class MissedHeartbeat(StatesErrorName):  # type: ignore[misc]  # moto has no types here
    """The error name that ErrorEquals finds under both names."""

    def __init__(self) -> None:
        super().__init__(StatesErrorNameType.StatesTimeout)

    def matches(self, error_name: str | None) -> bool:
        """Return whether a Retry or Catch for *error_name* is meant."""
        return error_name in BOTH


def install() -> None:
    """Give missed heartbeats their second name."""
    private(StateTask, "_from_error", hook=HOOK)
    for task in naming_errors(StateTask):
        _wrap(task)


def _wrap(task: Any) -> None:
    def from_error(self: Any, env: Any, ex: Exception) -> Any:
        event = plain(self, env=env, ex=ex)
        if isinstance(ex, HeartbeatTimeoutError):
            event.error_name = MissedHeartbeat()
        return event

    plain = replace(task, "_from_error", from_error, hook=HOOK)


def naming_errors(task: Any) -> Iterator[Any]:
    """Yield *task* and its subclasses, less those that leave it to another one to name their errors."""
    if "_from_error" in vars(task):
        yield task
    for subclass in task.__subclasses__():
        yield from naming_errors(subclass)
