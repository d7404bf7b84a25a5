"""
Activities: moto's interpreter offers their tasks, MiniStack's GetActivityTask hands them to workers.

Wraps `_get_activity_task` of `ministack.services.stepfunctions` to tell the interpreter that a worker has taken a task.
"""

from __future__ import annotations

import contextvars
import json
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.services import stepfunctions

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.state_machines.answers import Answer
from workflow_updater.local_cloud.state_machines.live import LiveExecutions

HOOK = "activities"


def install(live: LiveExecutions) -> None:
    """Mark a task as started when GetActivityTask gives it out."""

    async def get_task(data: dict[str, Any]) -> Answer:
        answer = await plain(data)
        token = json.loads(answer[2] or b"{}").get("taskToken")
        waiting = live.waiting(token) if token else None
        if waiting is not None:
            waiting.notify_activity_task_start(data.get("workerName"))
        return answer

    plain: Callable[[dict[str, Any]], Awaitable[Answer]] = replace(
        stepfunctions, "_get_activity_task", get_task, hook=HOOK
    )


class Activities:
    """What moto's interpreter asks for an activity by its ARN: the account's, as the request that started it saw it."""

    def __init__(self) -> None:
        self._context = contextvars.copy_context()

    def get(self, arn: str) -> OfferedTasks | None:
        """Return the activity *arn*, None when there is none."""
        tasks = self._context.copy().run(_tasks_of, arn)
        return None if tasks is None else OfferedTasks(tasks)


class OfferedTasks:
    """The tasks of one activity that no worker has taken yet."""

    def __init__(self, tasks: list[dict[str, str]]) -> None:
        self._tasks = tasks

    def add_task(self, task: Any) -> None:
        """Offer *task* (moto's ActivityTask)."""
        self._tasks.append({"taskToken": task.task_token, "input": task.task_input})


def _tasks_of(arn: str) -> list[dict[str, str]] | None:
    if arn not in stepfunctions._activities:
        return None
    if arn not in stepfunctions._activity_tasks:  # not among what MiniStack persists
        stepfunctions._activity_tasks[arn] = []
    tasks: list[dict[str, str]] = stepfunctions._activity_tasks[arn]
    return tasks
