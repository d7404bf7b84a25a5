"""
The time that each resource takes, between its first event and its last.

Replaces `_runs_on_worker_thread` and `run_reentrant` of `ministack.services.cloudformation.stacks`: MiniStack makes
most resources of a stack in one go, so that nobody can watch, and no other request comes in between.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.pace import Pace
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "progress"
SHIFTING = "AWS::StepFunctions::StateMachineAlias"  # its update lasts as long as traffic shifts, and others come in


class Overtaken(BaseException):
    """DeleteStack has come while the stack was being created; MiniStack must not take this for a failed resource."""


@dataclass(frozen=True)
class Operation:
    """A creation or update under way; the *quiet* resources are left alone and take no time."""

    stack: Record
    quiet: frozenset[str]


_OPERATION: ContextVar[Operation | None] = ContextVar("operation whose resources are made", default=None)


@contextmanager
def of(stack: Record, quiet: frozenset[str]) -> Iterator[None]:
    """Pace what is done to the resources of *stack* in this block."""
    token = _OPERATION.set(Operation(stack, quiet))
    try:
        yield
    finally:
        _OPERATION.reset(token)


def is_deleted(stack: Record) -> bool:
    """Return whether DeleteStack overtook the creation of *stack*, which then must not go on."""
    return str(stack["StackStatus"]).startswith("DELETE_")


def install(pace: Pace) -> None:
    """Hook in."""
    from ministack.services.cloudformation import stacks

    async def run(work: Callable[..., Any], resource_type: str, *rest: Any) -> Any:
        operation = _OPERATION.get()
        if operation is None or operation.quiet.isdisjoint(one for one in rest if isinstance(one, str)):
            await pace.pause(pace.resource)
        if operation is not None and is_deleted(operation.stack):
            raise Overtaken
        takes_long = resource_type == SHIFTING or blocks(resource_type)
        return await plain_run(work, resource_type, *rest) if takes_long else work(resource_type, *rest)

    blocks: Callable[[str], bool] = hooks.replace(stacks, "_runs_on_worker_thread", lambda _: True, hook=HOOK)
    plain_run: Callable[..., Awaitable[Any]] = hooks.replace(stacks, "run_reentrant", run, hook=HOOK)
