"""Brings one stack of the infra team to a template: created or updated through a change set, or left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.cloud.ports import ChangeSet, ChangeSetRequest, Cloud, Stack
from workflow_updater.errors import (
    CloudUnavailable,
    DeployError,
    DeploymentFailed,
    Interrupted,
    Refused,
    StillRunning,
    UsageError,
)
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.change_sets.draft import Draft
from workflow_updater.plan.change_sets.names import is_ours
from workflow_updater.plan.events import cause_lines
from workflow_updater.plan.hints.cures import cure_for
from workflow_updater.plan.model import Template
from workflow_updater.plan.progress import ChangeSetCreated, Steps, Waiting
from workflow_updater.plan.reasons import says_no_change
from workflow_updater.plan.templates.url import address_for_call
from workflow_updater.plan.usable import check_usable
from workflow_updater.plan.waiting.follow import await_change_set, tell_operation
from workflow_updater.sources.template_difference import parse_answered
from workflow_updater.sources.template_file import parse_template

IAM = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM")  # the templates make roles; the infra team calls, so it agrees

Ended = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True)
class Desired:
    """
    What a stack is to be.

    *parameters* are those with a value to set; any other keeps its value, or takes its default when the stack is new.
    *bucket* is where a template goes that is too large for a call.
    """

    stack: str
    template: Template
    parameters: Mapping[str, str]
    bucket: str = ""


@dataclass(frozen=True)
class Converged:
    """The stack at the end, and how it came there."""

    stack: Stack
    ended: Ended


def converge(desired: Desired, cloud: Cloud, attempt: Attempt) -> Steps[Converged]:
    """
    Yield the progress of bringing the stack to *desired* and return it.

    Raises:
        DeploymentFailed: the change set or the operation failed, or the stack is in a status that no update leads out
            of; the root cause is in the message.
        UsageError: the template is none.
        Refused: somebody else is about to create the stack.
        StackBusy: another operation holds the stack.
        StillRunning: the operation was still running at the deadline.
        Interrupted: Ctrl-C; the message says in what state the stack was left.
    """
    parsed = parse_template(desired.template.text, desired.template.origin)
    before = cloud.stacks.describe(desired.stack)
    is_new = before is None or before.status == "REVIEW_IN_PROGRESS"
    is_left_to_us = before is None or (is_new and _is_our_review(before, cloud))
    if before is not None and not is_new:
        check_usable(before, lambda: cloud.stacks.recent_events(before.arn))
        if _is_there(desired, parsed, before, cloud):
            return Converged(before, "unchanged")
    request = _request(desired, parsed, None if is_new else before, cloud, attempt)
    draft = Draft(cloud.stacks, request, attempt.clock)
    try:
        with draft:
            change_set = yield from _draft(desired, cloud, attempt, draft)
        if draft.fate != "executing":
            return Converged(_existing(cloud, desired.stack), "unchanged")
        stack = yield from _follow(desired, cloud, attempt, change_set)
    except KeyboardInterrupt:
        raise _interrupted(desired, draft) from None
    finally:
        if is_left_to_us:
            _forget(desired, cloud, draft)
    return Converged(stack, "created" if is_new else "updated")


def _is_our_review(stack: Stack, cloud: Cloud) -> bool:
    """
    Return whether a killed `bootstrap` left *stack* under review; False for one in which nothing waits any more.

    Raises:
        Refused: a change set of somebody else waits there to create the stack, and would be lost.
    """
    waiting = cloud.stacks.pending_change_sets(stack.name)
    theirs = [one.name for one in waiting if not is_ours(one.name)]
    if theirs:
        raise Refused(
            f"stack {stack.name} was never created: somebody's change set {', '.join(theirs)} would do so",
            hint=f"execute it, or give it up: `aws cloudformation delete-stack --stack-name {stack.name}`; then run "
            "`bootstrap` again",
        )
    return bool(waiting)


def _is_there(desired: Desired, parsed: Mapping[str, Any], before: Stack, cloud: Cloud) -> bool:
    """
    Return whether template and parameters are surely the deployed ones; then nothing has to be written.

    A template that is not ASCII cannot be compared, since CloudFormation answers `?`; a change set finds out.
    """
    if any(before.parameters.get(name) != value for name, value in desired.parameters.items()):
        return False
    if not desired.template.text.isascii():
        return False
    return parsed == parse_answered(cloud.stacks.original_template(desired.stack), f"the template of {desired.stack}")


def _request(
    desired: Desired, parsed: Mapping[str, Any], before: Stack | None, cloud: Cloud, attempt: Attempt
) -> ChangeSetRequest:
    declared = parsed.get("Parameters") or {}
    unknown = [name for name in desired.parameters if name not in declared]
    if unknown:
        raise UsageError(f"{desired.template.origin} has no parameter {', '.join(unknown)}")
    kept = [name for name in declared if before and name in before.parameters]
    url = address_for_call(cloud, desired.template, bucket=desired.bucket, folder="bootstrap")
    return ChangeSetRequest(
        stack=desired.stack,
        name=attempt.name,
        parameters={**dict.fromkeys(kept), **desired.parameters},
        capabilities=IAM,
        template_body=None if url else desired.template.text,
        template_url=url,
        token=attempt.name,
        type="UPDATE" if before else "CREATE",
    )


def _draft(desired: Desired, cloud: Cloud, attempt: Attempt, draft: Draft) -> Steps[ChangeSet]:
    """Return the change set, being executed unless it changes nothing."""
    yield Waiting(f"CloudFormation prepares {desired.stack}")
    arn = draft.create()
    yield ChangeSetCreated(attempt.name)
    change_set = await_change_set(cloud.stacks, arn, clock=attempt.clock, until=attempt.until)
    if change_set.status == "CREATE_COMPLETE":
        draft.execute(change_set)
    elif not says_no_change(change_set.reason):
        raise DeploymentFailed(
            f"{desired.stack}: the change set failed: {change_set.reason or change_set.status}",
            hint=cure_for(change_set.reason) or "nothing was changed",
        )
    return change_set


def _follow(desired: Desired, cloud: Cloud, attempt: Attempt, change_set: ChangeSet) -> Steps[Stack]:
    yield Waiting(f"CloudFormation works on {desired.stack}")
    try:
        status, events = yield from tell_operation(
            cloud.stacks,
            change_set.stack_arn,
            token=attempt.name,
            clock=attempt.clock,
            until=attempt.until,
            since=change_set.created,
        )
    except StillRunning as late:
        raise StillRunning(late.message, hint="run `bootstrap` again when it is done; it picks up there") from late
    except CloudUnavailable as lost:
        raise CloudUnavailable(
            f"stack {desired.stack}: the operation had started, and how it ended is not known: {lost.message}",
            hint=f"{lost.hint}; then run `bootstrap` again; it picks up there".removeprefix("; then "),
        ) from lost
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        causes = cause_lines(events)
        raise DeploymentFailed(
            f"stack {desired.stack} ended in {status}{causes}",
            hint=cure_for(causes) or "correct the first cause and run `bootstrap` again",
        )
    return _existing(cloud, desired.stack)


def _forget(desired: Desired, cloud: Cloud, draft: Draft) -> None:
    """Delete the empty stack in REVIEW_IN_PROGRESS that a change set for a new stack leaves behind, if that goes."""
    if draft.fate == "deleted":
        with suppress(DeployError):  # what is told is why it came to this; the next `bootstrap` takes an empty stack
            cloud.stacks.delete(desired.stack)


def _existing(cloud: Cloud, name: str) -> Stack:
    stack = cloud.stacks.describe(name)
    if stack is None:
        raise DeploymentFailed(f"stack {name} was deleted while it was looked at", hint="run `bootstrap` again")
    return stack


def _interrupted(desired: Desired, draft: Draft) -> Interrupted:
    if draft.fate == "executing":
        return Interrupted(
            f"interrupted, but CloudFormation goes on with stack {desired.stack} by itself",
            hint="run `bootstrap` again when it is done; it picks up there",
        )
    return Interrupted(f"interrupted; stack {desired.stack} is as it was", hint="run `bootstrap` again")
