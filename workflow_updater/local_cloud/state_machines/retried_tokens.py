"""
A new task token for each attempt.

Wraps `_eval_execution` of moto's `StateTaskService`, which makes one token when the state is entered: after a retry the
answer to the first attempt would be taken for that to the second.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService

from workflow_updater.local_cloud.hooks import replace

HOOK = "task tokens of retries"


def install() -> None:
    """Give each retry its own token."""

    def execute(self: Any, env: Any) -> None:
        renew_token(self, env)
        plain(self, env)

    plain = replace(StateTaskService, "_eval_execution", execute, hook=HOOK)


def renew_token(task: Any, env: Any) -> None:
    """Give the attempt in *env* its own token, when *task* waits for one and this is not the first attempt."""
    context = env.states.context_object
    if (
        task.resource.condition == ResourceCondition.WaitForTaskToken
        and context.context_object_data["State"]["RetryCount"]
    ):
        env.callback_pool_manager.add(context.update_task_token())
