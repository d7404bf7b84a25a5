"""A change set that does not outlive the deployment that made it, unless it is executed or kept."""

from __future__ import annotations

from types import TracebackType
from typing import Literal, Self

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import UNKNOWN_TIME, ChangeSet, ChangeSetRequest, Stacks
from workflow_updater.errors import AccessDenied, CloudUnavailable, DeployError, DeploymentFailed, Refused, StackBusy
from workflow_updater.plan.change_sets.leftovers import delete_leftovers
from workflow_updater.plan.waiting.follow import await_change_set, polls

TIDY_UP_SECONDS = 20.0  # how long an interrupted call looks for a change set that it may have asked for

Fate = Literal["none", "deleted", "executing", "kept"]


class Draft:
    """
    Creates the change set of *request* and, on leaving the `with` block, deletes it.

    `fate` then says what became of it: "none" (there was none), "deleted", "executing" or "kept".
    """

    def __init__(self, stacks: Stacks, request: ChangeSetRequest, clock: Clock) -> None:
        self.fate: Fate = "none"
        self.since = UNKNOWN_TIME
        self._stacks = stacks
        self._request = request
        self._clock = clock
        self._asked = False
        self._may_run = False
        self._arn = ""

    def create(self) -> str:
        """Ask for the change set and return its ARN. Raises StackBusy while another operation runs."""
        self._asked = True
        self._arn = self._stacks.create_change_set(self._request)
        return self._arn

    def execute(self, change_set: ChangeSet) -> None:
        """
        Start the update of this *change_set*; events of it carry the request's token, and come after `since`.

        When the answer is lost on its way, the change set itself says whether the update has begun: a call that is
        repeated after that is refused as if somebody else had come first.
        """
        self._may_run = True
        self.since = change_set.created
        try:
            self._stacks.execute(self._arn, token=self._request.token)
        except (CloudUnavailable, StackBusy) as lost:
            try:
                self._may_run = self._is_executed(self._arn)
            except CloudUnavailable:
                raise lost from None  # leaving the block says that nobody knows
            if not self._may_run:
                raise
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
        """
        Delete what is neither executed nor kept.

        Raises:
            DeployError: that was impossible. What began it decides the kind, or AWS being away.
        """
        if self.fate != "none" or not self._asked:
            return
        try:
            arn = self._arn or self._in_flight(error)
            if arn:
                if not isinstance(error, KeyboardInterrupt):  # who interrupts does not want to wait
                    delete_leftovers(self._stacks, self._request.stack, arn)
                self._discard(arn)
        except DeployError as failure:
            raise self._left_behind(error, failure) from error

    def _left_behind(self, error: BaseException | None, failure: DeployError) -> DeployError:
        """Return what to say when *failure* kept the change set from being deleted, which *error* had asked for."""
        kinds = (Refused, DeploymentFailed)
        kind = next((known for known in kinds if isinstance(error, known)), type(failure))
        first = f"{error}; besides, " if isinstance(error, DeployError) else ""
        stack, name = self._request.stack, self._request.name
        cure = f"delete it: aws cloudformation delete-change-set --stack-name {stack} --change-set-name {name}"
        if self._may_run:
            told = f"whether the change set {name} is being executed is not known: {failure.message}"
            cure = f"`status --stack {stack}` shows it; if it has not, {cure}"
        else:
            known = f"the change set {name}" if self._arn else f"a change set {name}, if one was made,"
            told = f"{known} could not be deleted: {failure.message}"
        return kind(first + told, hint=f"{failure.hint}; then {cure}" if failure.hint else cure)

    def _in_flight(self, error: BaseException | None) -> str:
        """Return the ARN of a change set that was asked for and never answered, "" when there is none to be found."""
        answered = isinstance(error, DeployError) and not isinstance(error, CloudUnavailable)
        if answered or isinstance(error, AccessDenied):
            return ""  # so no change set was made
        return self._find()

    def _find(self) -> str:
        for _ in polls(self._clock, self._clock.monotonic() + TIDY_UP_SECONDS / 10):
            found = self._stacks.find_change_set(self._request.stack, self._request.name)
            if found:
                return found
        return ""

    def _discard(self, arn: str) -> None:
        if self._is_executed(arn):
            self.fate = "executing"
            return
        self._stacks.delete_change_set(arn)
        self.fate = "deleted"

    def _is_executed(self, arn: str) -> bool:
        """
        Return whether the update has begun, once the change set is created: before, CloudFormation does not delete it.

        Raises:
            CloudUnavailable: the update was asked for, and AWS does not tell. Deleted after an update, a change set
                would take with it what the record of the release is made of.
        """
        until = self._clock.monotonic() + TIDY_UP_SECONDS
        try:
            change_set = await_change_set(self._stacks, arn, clock=self._clock, until=until)
        except CloudUnavailable:
            if self._may_run:
                raise
            return False  # the deletion tells
        except DeployError:  # gone, or not ready yet: the deletion tells
            return False
        return change_set.execution_status.startswith("EXECUTE_")
