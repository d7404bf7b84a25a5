"""Where the Step Functions side of the local cloud is put together."""

from __future__ import annotations

import os


def install(endpoint: str) -> None:
    """
    Run executions in moto's interpreter under MiniStack's API, with tasks that call the services at *endpoint*.

    MiniStack must be imported already. moto is imported in the background, not here.

    Raises:
        HookMismatch: the installed MiniStack is not the one that these hooks were written for.
    """
    from workflow_updater.local_cloud.state_machines import (
        activities,
        definition_gate,
        restart,
        stack_machines,
        stack_versions,
        starting,
        task_tokens,
    )
    from workflow_updater.local_cloud.state_machines.interpreter import Interpreter
    from workflow_updater.local_cloud.state_machines.live import LiveExecutions
    from workflow_updater.local_cloud.state_machines.running import Executions

    _forget_developer()
    live, interpreter = LiveExecutions(), Interpreter(endpoint)
    definition_gate.install()
    stack_machines.install()
    stack_versions.install()
    starting.install()
    Executions(live, interpreter)
    task_tokens.install(live)
    activities.install(live)
    restart.install()
    interpreter.warm()


def _forget_developer() -> None:
    """Let botocore in this process see nothing of the developer's configuration; moto's import fails on a profile."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        os.environ.pop(name, None)
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
