"""
The time that each resource takes, between its first event and its last, and the stack at its end.

Replaces `_runs_on_worker_thread`, `run_reentrant` and the sleep before the end in
`ministack.services.cloudformation.stacks`: MiniStack makes most resources of a stack in one go, so that nobody can
watch, and no other request comes in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import cancellation, stack_events
from workflow_updater.local_cloud.cloudformation.pace import Pace
from workflow_updater.local_cloud.cloudformation.stack_events import Operation
from workflow_updater.local_cloud.cloudformation.telling import Event

HOOK = "progress"
SHIFTING = "AWS::StepFunctions::StateMachineAlias"  # its update lasts as long as traffic shifts, and others come in
Work = Callable[..., Any]


class Overtaken(BaseException):
    """DeleteStack has come while the stack was being created; MiniStack must not take this for a failed resource."""


@dataclass(frozen=True)
class Progress:
    """Does the *work* on resources, one after the other and as slowly as *pace* says."""

    pace: Pace
    blocks: Callable[[str], bool]  # whether resources of that type are made in a thread
    in_thread: Callable[..., Awaitable[Any]]
    update: Work  # MiniStack's functions that *work* may be
    delete: Work

    async def run(self, work: Work, resource_type: str, *rest: Any) -> Any:
        """Do *work* on one resource and return its result; *rest* are MiniStack's arguments."""
        operation = stack_events.current()
        if operation is None:
            await self.pace.pause(self.pace.resource)
            return await self._done(work, resource_type, *rest)
        if work is self.update and self._is_untouched(operation, *rest):
            return await self._done(work, resource_type, *rest)
        is_cleanup = work is self.delete and operation.telling.is_update and not operation.telling.has_failed
        if is_cleanup:
            await self._begin_cleanup(operation)
            self._tell_deletion(operation, "DELETE_IN_PROGRESS", resource_type, *rest)
        await self.pace.pause(self.pace.resource)
        if operation.is_deleted:
            raise Overtaken
        result = await self._done(work, resource_type, *rest)
        if is_cleanup:
            self._tell_deletion(operation, "DELETE_COMPLETE", resource_type, *rest)
        return result

    async def end(self, seconds: float = 0) -> None:
        """Let an operation come to its end, which MiniStack sleeps before."""
        operation = stack_events.current()
        if operation is None:
            await asyncio.sleep(seconds)
        elif operation.telling.failed or operation.telling.has_failed or cancellation.took_effect(operation.stack):
            await asyncio.sleep(0)
        else:
            await self._begin_cleanup(operation)
            await self.pace.pause(self.pace.cleanup)

    async def _begin_cleanup(self, operation: Operation) -> None:
        if operation.telling.is_update and not operation.telling.is_cleaning_up:
            await self.pace.pause(self.pace.cleanup)
            operation.record(operation.telling.begin_cleanup())

    def _is_untouched(
        self, operation: Operation, _id: str, old: Any, new: Any, _stack: str, logical_id: str, *_rest: Any
    ) -> bool:
        """Tell that the resource is being updated, unless it is what it is to become: then nothing is told of it."""
        if old == new and logical_id not in operation.beyond_properties:
            operation.telling.leave_alone(logical_id)
            return True
        operation.record(operation.telling.begun(logical_id))
        return False

    def _tell_deletion(
        self, operation: Operation, status: str, resource_type: str, physical_id: str, _properties: Any, _stack: str,
        logical_id: str,
    ) -> None:  # fmt: skip
        operation.record(operation.telling.told(Event(logical_id, resource_type, status, physical_id=physical_id)))

    async def _done(self, work: Work, resource_type: str, *rest: Any) -> Any:
        takes_long = resource_type == SHIFTING or self.blocks(resource_type)
        return await self.in_thread(work, resource_type, *rest) if takes_long else work(resource_type, *rest)


def install(pace: Pace) -> None:
    """Hook in."""
    from ministack.services.cloudformation import stacks

    plain = hooks.private(stacks, "asyncio", hook=HOOK)
    blocks: Callable[[str], bool] = hooks.replace(stacks, "_runs_on_worker_thread", lambda _: True, hook=HOOK)
    update = hooks.private(stacks, "_update_keeping_seed", hook=HOOK)
    delete = hooks.private(stacks, "_delete_resource", hook=HOOK)
    progress = Progress(pace, blocks, hooks.private(stacks, "run_reentrant", hook=HOOK), update, delete)
    hooks.replace(stacks, "run_reentrant", progress.run, hook=HOOK)
    hooks.replace(
        stacks, "asyncio", SimpleNamespace(get_event_loop=plain.get_event_loop, sleep=progress.end), hook=HOOK
    )
