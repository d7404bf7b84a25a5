"""Makes the change set of a plan and reviews it, before anything is updated."""

from __future__ import annotations

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import ChangeSet, ChangeSetRequest, Cloud
from workflow_updater.core.release_note import description_of
from workflow_updater.errors import DeploymentFailed, StackBusy, StillRunning
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.change_sets.draft import Draft
from workflow_updater.plan.change_sets.review import review_change_set, unmoved
from workflow_updater.plan.hints.cures import cure_for
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import ChangeSetCreated, Reviewed, Steps, Waiting
from workflow_updater.plan.reasons import says_no_change
from workflow_updater.plan.recording.record import note_of
from workflow_updater.plan.templates.url import address_for_call
from workflow_updater.plan.waiting.follow import await_change_set
from workflow_updater.plan.waiting.verify import await_live_definition

UNCHANGED_GRACE_SECONDS = 10.0  # nothing was updated just now, at most by a push that ended a moment ago


def request_for(plan: Plan, cloud: Cloud, attempt: Attempt, stored: str) -> ChangeSetRequest:
    """Return what to ask CloudFormation for, so that the definition at the location *stored* is injected."""
    publication = plan.publication
    folder = publication.key.rpartition("/")[0]  # a template that has to travel through S3 lies beside the definition
    url = address_for_call(cloud, plan.template, bucket=publication.bucket, folder=folder)
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


def reviewed_change_set(plan: Plan, cloud: Cloud, attempt: Attempt, draft: Draft) -> Steps[ChangeSet | None]:
    """
    Yield the making of the *draft* and return the change set, which does what *plan* says; None: nothing is to be done.

    Raises:
        DeploymentFailed: the change set failed, or was not created before the deadline.
        Refused: it would do something else than asked.
        StackBusy: another operation holds the stack, or somebody else has changed it since it was planned.
        CloudUnavailable: AWS did not answer, or denied it.
    """
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
        return None
    review_change_set(plan, change_set, cloud.stacks)
    yield Reviewed(change_set.arn, plan.target.logical_id)
    return change_set


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
