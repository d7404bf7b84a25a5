"""A change set that does not outlive the deployment that made it, unless it is executed or kept."""

from __future__ import annotations

from types import TracebackType
from typing import Literal, Self

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import ChangeSetRequest, Stacks
from workflow_updater.errors import DeployError, DeploymentFailed
from workflow_updater.plan.follow import await_change_set, polls

TIDY_UP_SECONDS = 20.0  # how long an interrupted call looks for a change set that it may have asked for

Fate = Literal["none", "deleted", "executing", "kept"]


class Draft:
    """
    Creates the change set of *request* and, on leaving the `with` block, deletes it.

    `fate` then says what became of it: "none" (there was none), "deleted", "executing" or "kept".
    """

    def __init__(self, stacks: Stacks, request: ChangeSetRequest, clock: Clock) -> None:
        self.fate: Fate = "none"
        self._stacks = stacks
        self._request = request
        self._clock = clock
        self._asked = False
        self._arn = ""

    def create(self) -> str:
        """Ask for the change set and return its ARN. Raises StackBusy while another operation runs."""
        self._asked = True
        self._arn = self._stacks.create_change_set(self._request)
        return self._arn

    def execute(self) -> None:
        """Start the update; events of it carry the request's token."""
        self._stacks.execute(self._arn, token=self._request.token)
        self.fate = "executing"

    def keep(self) -> None:
        """Leave the change set behind on purpose."""
        self.fate = "kept"

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Delete what is neither executed nor kept; raises DeploymentFailed when that was impossible."""
        if self.fate != "none" or not self._asked:
            return
        in_flight = not self._arn and not isinstance(error, DeployError)
        try:
            arn = self._find() if in_flight else self._arn
            if arn:
                self._discard(arn)
        except DeployError as failure:
            first = f"{error}; besides, " if error else ""
            raise DeploymentFailed(
                f"{first}the change set {self._request.name} could not be deleted: {failure.message}",
                hint=f"delete it: aws cloudformation delete-change-set --stack-name {self._request.stack} "
                f"--change-set-name {self._request.name}",
            ) from error

    def _find(self) -> str:
        """Return the ARN of the change set that was asked for when the call was cut off, "" when none appears."""
        for _ in polls(self._clock, self._clock.monotonic() + TIDY_UP_SECONDS / 10):
            found = self._stacks.find_change_set(self._request.stack, self._request.name)
            if found:
                return found
        return ""

    def _discard(self, arn: str) -> None:
        # CloudFormation refuses to delete a change set that it is still creating.
        until = self._clock.monotonic() + TIDY_UP_SECONDS
        change_set = await_change_set(self._stacks, arn, clock=self._clock, until=until)
        if change_set.execution_status in {"EXECUTE_IN_PROGRESS", "EXECUTE_COMPLETE", "EXECUTE_FAILED"}:
            self.fate = "executing"
            return
        self._stacks.delete_change_set(arn)
        self.fate = "deleted"
