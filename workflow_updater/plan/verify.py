"""The last step: what runs is what was pushed."""

from __future__ import annotations

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Machines
from workflow_updater.core.change.live_match import matches
from workflow_updater.errors import DeploymentFailed
from workflow_updater.plan.follow import polls
from workflow_updater.plan.model import Target

GRACE_SECONDS = 60.0  # DescribeStateMachine is eventually consistent: "within a few seconds", says UpdateStateMachine


def await_live_definition(
    machines: Machines, target: Target, definition: str, *, clock: Clock, seconds: float = GRACE_SECONDS
) -> None:
    """
    Return when the live definition of *target* is *definition*, each `${placeholder}` matching what stands there.

    Raises:
        DeploymentFailed: it still is another one after *seconds*.
    """
    for _ in polls(clock, clock.monotonic() + seconds):
        if matches(definition, machines.describe(target.machine_arn).definition):
            return
    raise DeploymentFailed(
        f"{target}: the stack was updated, but {target.machine_arn} does not run the definition that was pushed",
        hint="somebody may have changed the state machine past CloudFormation; push again",
    )
