"""
Carries a plan out, and tells each step as it happens.

Until the update starts, every way out (failure, refusal, Ctrl-C) deletes the change set; afterwards CloudFormation goes
on by itself, and the way out says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from workflow_updater.cloud.ports import Cloud
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
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.change_sets.draft import Draft
from workflow_updater.plan.change_sets.make import request_for, reviewed_change_set
from workflow_updater.plan.events import cause_lines
from workflow_updater.plan.hints.cures import cure_for
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Noted, Outcome, Published, Steps, Verified, Waiting
from workflow_updater.plan.recording.ending import Ending, ending_of
from workflow_updater.plan.recording.record import complete_record, record_end
from workflow_updater.plan.waiting.follow import tell_operation
from workflow_updater.plan.waiting.patience import Patience
from workflow_updater.plan.waiting.verify import await_live_definition, is_replaced


def carry_out(plan: Plan, cloud: Cloud, attempt: Attempt) -> Steps[Outcome]:
    """
    Yield the progress of *plan* and return how it ended.

    Raises:
        DeploymentFailed: the change set or the update failed; the root cause is in the message.
        Refused: the change set would do something else than asked.
        StackBusy: another operation holds the stack.
        StillRunning: the update was still running at the deadline.
        Interrupted: Ctrl-C; the message says in what state things are.
        CloudUnavailable: AWS did not answer, or denied it; once the update has begun, it was away up to the deadline.
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
        draft = Draft(cloud.stacks, request_for(plan, cloud, attempt, stored), attempt.clock)
        with draft:
            outcome = yield from _interruptible(_make_and_execute(plan, cloud, attempt, draft, stored), draft)
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


def _interruptible(steps: Steps[Outcome], draft: Draft) -> Steps[Outcome]:
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


def _make_and_execute(plan: Plan, cloud: Cloud, attempt: Attempt, draft: Draft, stored: str) -> Steps[Outcome]:
    """Yield up to the start of the update, as far as the attempt aims, and return the outcome if that ends well."""
    change_set = yield from reviewed_change_set(plan, cloud, attempt, draft)
    if change_set is None:
        return Outcome("unchanged", plan.location_now)
    if attempt.aim == "show change set":
        return Outcome("reviewed", stored)
    if attempt.aim == "keep change set":
        yield Noted(
            "whoever executes it (the next update of the stack by anybody else deletes it): "
            f"aws cloudformation execute-change-set --change-set-name {change_set.arn} --no-disable-rollback"
        )
        draft.keep()
        return Outcome("reviewed", stored, change_set.arn)
    draft.execute(change_set)
    return Outcome("updated", stored, change_set.arn)


def _follow(plan: Plan, cloud: Cloud, attempt: Attempt, outcome: Outcome, *, since: datetime) -> Steps[Ending]:
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
        yield from record_end(plan, cloud.objects, outcome, ending, attempt)
        raise _failed(plan, status, cause_lines(events))
    return ending


def _verified(plan: Plan, cloud: Cloud, attempt: Attempt, outcome: Outcome, ending: Ending) -> Steps[Outcome]:
    """
    Yield that what was pushed runs, and that it is recorded; raises, after recording that too, when it does not.

    What somebody else has replaced since was updated all the same: the stack said so.
    """
    yield Waiting("reading the live definition")
    machines, clock = cloud.machines, attempt.clock
    patience = Patience(clock, attempt.until, "the update has ended")
    is_over = partial(is_replaced, cloud.stacks, plan.target, outcome)
    try:
        yield from patience.ask(
            lambda: await_live_definition(machines, plan.target, plan.definition, clock=clock, is_over=is_over)
        )
        yield from patience.ask(lambda: await_alias(plan, machines, clock=clock))
        yield Verified(plan.target.machine_arn)
    except DeploymentFailed as other:
        if not (yield from patience.ask(is_over)):
            failed = ending._replace(outcome="failed", cause=other.message)
            yield from record_end(plan, cloud.objects, outcome, failed, attempt)
            raise
        yield Noted("somebody else updated the stack right after this: what was pushed was not seen running")
        outcome = replace(outcome, is_replaced=True)
    return (yield from record_end(plan, cloud.objects, outcome, ending, attempt))


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
