"""Where the Step Functions side of the local cloud is put together."""

from __future__ import annotations


def install(endpoint: str, *, stale_read_seconds: float = 0.0, shift_minute_seconds: float = 0.2) -> None:
    """
    Run executions in moto's interpreter under MiniStack's API, with tasks that call the services at *endpoint*.

    For *stale_read_seconds* after an update DescribeStateMachine tells what was before; a minute of the gradual shift
    of an alias takes *shift_minute_seconds*.

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
        stale_reads,
        starting,
        task_tokens,
    )
    from workflow_updater.local_cloud.state_machines.interpreter import Interpreter
    from workflow_updater.local_cloud.state_machines.live import LiveExecutions
    from workflow_updater.local_cloud.state_machines.running import Executions

    live, interpreter = LiveExecutions(), Interpreter(endpoint)
    definition_gate.install()
    stack_machines.install()
    stack_versions.install(shift_minute_seconds)
    starting.install()
    Executions(live, interpreter)
    task_tokens.install(live)
    activities.install(live)
    restart.install()
    if stale_read_seconds:
        stale_reads.install(stale_read_seconds)
    interpreter.warm()
