"""The last step: what runs is what was pushed."""

from __future__ import annotations

from collections.abc import Callable

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Machines, Stacks
from workflow_updater.core.change.live_match import matches
from workflow_updater.errors import DeploymentFailed
from workflow_updater.plan.model import Target
from workflow_updater.plan.progress import Outcome
from workflow_updater.plan.usable import status_of
from workflow_updater.plan.waiting.follow import polls

GRACE_SECONDS = 60.0  # DescribeStateMachine is eventually consistent: "within a few seconds", says UpdateStateMachine


def await_live_definition(
    machines: Machines,
    target: Target,
    definition: str,
    *,
    clock: Clock,
    seconds: float = GRACE_SECONDS,
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """
    Return when the live definition of *target* is *definition*, each `${placeholder}` matching what stands there.

    Raises:
        DeploymentFailed: it still is another one after *seconds*, or as soon as *is_over* says that it will stay so.
    """
    for _ in polls(clock, clock.monotonic() + seconds):
        if matches(definition, machines.describe(target.machine_arn).definition):
            return
        if is_over():
            break
    raise DeploymentFailed(
        f"{target}: the stack was updated, but {target.machine_arn} does not run the definition that was pushed",
        hint="somebody may have changed the state machine past CloudFormation; push again",
    )


def is_replaced(stacks: Stacks, target: Target, outcome: Outcome) -> bool:
    """Return whether somebody else's update of the stack came right after the one that ended with *outcome*."""
    stack = stacks.describe(target.stack_arn)
    return (
        stack is None
        or status_of(stack).standing == "busy"
        or stack.change_set not in {"", outcome.change_set}
        or stack.parameters.get(target.parameter, outcome.location) != outcome.location
    )
