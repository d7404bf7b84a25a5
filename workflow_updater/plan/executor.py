"""
Carries a plan out, and tells each step as it happens.

Until the update starts, every way out (failure, refusal, Ctrl-C) deletes the change set; afterwards CloudFormation goes
on by itself, and the way out says so.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal, TypeVar

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import ChangeSet, ChangeSetRequest, Cloud
from workflow_updater.core.content_address import digest
from workflow_updater.core.release_note import description_of
from workflow_updater.errors import (
    CloudUnavailable,
    DeployError,
    DeploymentFailed,
    Interrupted,
    StackBusy,
    StillRunning,
)
from workflow_updater.plan.aliases.around_push import alias_drift, await_alias, prune
from workflow_updater.plan.aliases.shifting import AliasWatch
from workflow_updater.plan.change_sets.draft import Draft
from workflow_updater.plan.change_sets.review import review_change_set, unmoved
from workflow_updater.plan.events import cause_lines
from workflow_updater.plan.hints.cures import cure_for
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import (
    ChangeSetCreated,
    Noted,
    Outcome,
    Progress,
    Published,
    Reviewed,
    Verified,
    Waiting,
)
from workflow_updater.plan.reasons import says_no_change
from workflow_updater.plan.recording.ending import Ending, ending_of
from workflow_updater.plan.recording.record import complete_record, note_of, record_end
from workflow_updater.plan.templates.url import store_template
from workflow_updater.plan.waiting.follow import await_change_set, tell_operation
from workflow_updater.plan.waiting.verify import await_live_definition, is_replaced

UNCHANGED_GRACE_SECONDS = 10.0  # nothing was updated just now, at most by a push that ended a moment ago

Aim = Literal["update", "keep change set", "show change set"]
Steps = Generator[Progress, None, Outcome]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Attempt:
    """One attempt to carry a plan out: *name* is new, and marks the change set and the events of the update."""

    name: str
    clock: Clock
    until: float  # a value of `clock.monotonic()`
    aim: Aim = "update"


def watch(steps: Generator[Progress, None, Result], show: Callable[[Progress], None]) -> Result:
    """
    Return what *steps* end with, after showing each of them.

    What interrupts the showing is thrown into the steps, so that they can tidy up.
    """
    try:
        while True:
            step = next(steps)
            try:
                show(step)
            except (KeyboardInterrupt, OSError) as interruption:
                show(steps.throw(interruption))  # what tidying up takes, before the next step raises
    except StopIteration as end:
        result: Result = end.value
        return result


def carry_out(plan: Plan, cloud: Cloud, attempt: Attempt) -> Steps:
    """
    Yield the progress of *plan* and return how it ended.

    Raises:
        DeploymentFailed: the change set or the update failed; the root cause is in the message.
        Refused: the change set would do something else than asked.
        StackBusy: another operation holds the stack.
        StillRunning: the update was still running at the deadline.
        Interrupted: Ctrl-C; the message says in what state things are.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    draft: Draft | None = None
    try:
        yield from complete_record(plan, cloud.objects)
        if plan.is_unchanged:
            yield from alias_drift(plan, cloud.machines)
            return Outcome("unchanged", plan.location_now)
        yield Waiting("publishing the definition")
        stored = _publish(plan, cloud)
        yield Published(stored)
        draft = Draft(cloud.stacks, _request(plan, cloud, attempt, stored), attempt.clock)
        with draft:
            outcome = yield from _interruptible(_draft(plan, cloud, attempt, draft, stored), draft)
        if draft.fate == "executing":
            ending = yield from _follow(plan, cloud, attempt, outcome, since=draft.since)
            outcome = yield from _verified(plan, cloud, attempt, outcome, ending)
            yield from prune(plan, cloud.machines)
    except KeyboardInterrupt:
        raise _interrupted(plan, draft) from None
    except (CloudUnavailable, StackBusy) as lost:  # after the update has begun, busy does not mean: again
        if draft and draft.fate == "executing":
            raise _lost_sight(plan, lost) from lost
        raise
    return outcome


def _interruptible(steps: Steps, draft: Draft) -> Steps:
    """Yield *steps*; after Ctrl-C tell what takes up to some seconds then, so that nobody presses it again."""
    try:
        return (yield from steps)
    except KeyboardInterrupt:
        if draft.fate == "none":
            yield Waiting("interrupted: deleting the change set")
        raise


def _publish(plan: Plan, cloud: Cloud) -> str:
    publication = plan.publication
    put = cloud.objects.put if publication.replaces else cloud.objects.put_new
    return put(publication.bucket, publication.key, publication.body).location


def _request(plan: Plan, cloud: Cloud, attempt: Attempt, stored: str) -> ChangeSetRequest:
    url = plan.template.url or (_template_url(plan, cloud) if plan.template.is_too_large_for_a_call else None)
    return ChangeSetRequest(
        stack=plan.target.stack,
        name=attempt.name,
        parameters={**plan.parameters, plan.target.parameter: stored},
        capabilities=plan.capabilities,
        template_body=None if url else plan.template.text,
        template_url=url,
        description=description_of(note_of(plan)),
        token=attempt.name,
    )


def _template_url(plan: Plan, cloud: Cloud) -> str:
    """Store the template beside the definition and return its address."""
    folder = plan.publication.key.rpartition("/")[0]
    key = f"{folder}/{digest(plan.template.text.encode())}.template".lstrip("/")
    return store_template(cloud, plan.publication.bucket, key, plan.template.text)


def _draft(plan: Plan, cloud: Cloud, attempt: Attempt, draft: Draft, stored: str) -> Steps:
    arn = draft.create()
    yield ChangeSetCreated(attempt.name)
    yield Waiting("the macro injects the definition, CloudFormation compares")
    try:
        change_set = await_change_set(cloud.stacks, arn, clock=attempt.clock, until=attempt.until)
    except StillRunning as late:
        raise DeploymentFailed(
            f"{plan.target}: {late.message}", hint="it is deleted; --timeout gives more time"
        ) from late
    _refuse_overtaken(plan, change_set)
    if _changes_nothing(plan, change_set, cloud, attempt.clock):
        return Outcome("unchanged", plan.location_now)
    review_change_set(plan, change_set, cloud.stacks)
    yield Reviewed(arn, plan.target.logical_id)
    if attempt.aim == "show change set":
        return Outcome("reviewed", stored)
    if attempt.aim == "keep change set":
        yield Noted(
            "whoever executes it (the next update of the stack by anybody else deletes it): "
            f"aws cloudformation execute-change-set --change-set-name {arn} --no-disable-rollback"
        )
        draft.keep()
        return Outcome("reviewed", stored, arn)
    draft.execute(change_set)
    return Outcome("updated", stored, arn)


def _refuse_overtaken(plan: Plan, change_set: ChangeSet) -> None:
    """
    Raise StackBusy when an operation of somebody else made the change set worthless.

    "When you execute a change set, CloudFormation deletes all other change sets associated with the stack"; others it
    makes OBSOLETE. source: botocore cloudformation model, ExecuteChangeSet and ExecutionStatus
    """
    if change_set.status.startswith("DELETE_") or change_set.execution_status == "OBSOLETE":
        raise StackBusy(
            f"{plan.target}: another change of the stack was executed first", hint="push again: it is planned anew"
        )


def _changes_nothing(plan: Plan, change_set: ChangeSet, cloud: Cloud, clock: Clock) -> bool:
    """
    Return whether CloudFormation sees nothing to do and the machine runs the definition already.

    Raises:
        StackBusy: the stack is not the one any more that the plan was made for, and does not run the definition.
        DeploymentFailed: the change set failed, or CloudFormation sees nothing to do though another definition runs.
    """
    if change_set.status == "CREATE_COMPLETE" and change_set.changes:
        return False
    if change_set.status != "CREATE_COMPLETE" and not says_no_change(change_set.reason):
        unmoved(plan, cloud.stacks, change_set.stack_arn)
        raise DeploymentFailed(
            f"{plan.target}: the change set failed: {change_set.reason or change_set.status}",
            hint=cure_for(change_set.reason) or "nothing was changed",
        )
    try:  # asked anew, not taken from the plan: somebody else may have pushed the same since
        await_live_definition(
            cloud.machines, plan.target, plan.definition, clock=clock, seconds=UNCHANGED_GRACE_SECONDS
        )
    except DeploymentFailed as other:
        unmoved(plan, cloud.stacks, change_set.stack_arn)
        raise DeploymentFailed(
            f"{plan.target}: CloudFormation sees nothing to change, but {plan.target.machine_arn} runs another "
            "definition",
            hint="it was changed past CloudFormation: push another definition first, or `rollback`, and then this one",
        ) from other
    return True


def _follow(
    plan: Plan, cloud: Cloud, attempt: Attempt, outcome: Outcome, *, since: datetime
) -> Generator[Progress, None, Ending]:
    """Yield the events of the update and return how it ended; raises, after recording it, unless that is updated."""
    yield Waiting(f"CloudFormation updates {plan.target.stack}")
    target, watched = plan.target, AliasWatch(cloud.machines, plan.alias_arn, plan.weights)
    try:
        status, events = yield from tell_operation(
            cloud.stacks,
            target.stack_arn,
            token=attempt.name,
            clock=attempt.clock,
            until=attempt.until,
            since=since,
            beside=watched.look,
        )
    except StillRunning as late:
        raise StillRunning(
            f"{target}: the update was still running at the deadline{watched.text}; it goes on by itself",
            hint=f"`status --stack {target.stack}` shows it; nothing has to be pushed again",
        ) from late
    ending = ending_of(status, events)
    if status != "UPDATE_COMPLETE":
        yield from record_end(plan, cloud.objects, outcome, ending)
        raise _failed(plan, status, cause_lines(events))
    return ending


def _verified(plan: Plan, cloud: Cloud, attempt: Attempt, outcome: Outcome, ending: Ending) -> Steps:
    """
    Yield that what was pushed runs, and that it is recorded; raises, after recording that too, when it does not.

    What somebody else has replaced since was updated all the same: the stack said so.
    """
    yield Waiting("reading the live definition")
    is_over = partial(is_replaced, cloud.stacks, plan.target, outcome)
    try:
        await_live_definition(cloud.machines, plan.target, plan.definition, clock=attempt.clock, is_over=is_over)
        await_alias(plan, cloud.machines, clock=attempt.clock)
        yield Verified(plan.target.machine_arn)
    except DeploymentFailed as other:
        if not is_over():
            yield from record_end(plan, cloud.objects, outcome, ending._replace(outcome="failed", cause=other.message))
            raise
        yield Noted("somebody else updated the stack right after this: what was pushed was not seen running")
        outcome = replace(outcome, is_replaced=True)
    return (yield from record_end(plan, cloud.objects, outcome, ending))


def _failed(plan: Plan, status: str, causes: str) -> DeploymentFailed:
    if status == "UPDATE_ROLLBACK_COMPLETE":
        return DeploymentFailed(
            f"{plan.target}: the update failed and was rolled back; the definition before still runs{causes}",
            hint=cure_for(causes) or "correct the first cause and push again",
        )
    return DeploymentFailed(
        f"{plan.target}: the update failed, and the stack is in {status}{causes}",
        hint="the infra team has to look at the stack before the next push",
    )


def _lost_sight(plan: Plan, lost: DeployError) -> CloudUnavailable:
    return CloudUnavailable(
        f"{plan.target}: the update had started, and how it ended is not known: {lost.message}",
        hint=f"{lost.hint}; `status --stack {plan.target.stack}` shows how it ended".removeprefix("; "),
    )


def _interrupted(plan: Plan, draft: Draft | None) -> Interrupted:
    fate = draft.fate if draft else "none"
    if fate == "executing":
        return Interrupted(
            f"{plan.target}: interrupted, but the update had started and goes on by itself",
            hint=f"`status --stack {plan.target.stack}` shows it",
        )
    deleted = "the change set is deleted, " if fate == "deleted" else ""
    return Interrupted(
        f"{plan.target}: interrupted before the update; {deleted}the stack is as it was",
        hint=f"{plan.publication.uri} may have been published; nothing uses it",
    )
