"""The proof before the update: the change set changes the one definition to what was pushed, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from workflow_updater.cloud.ports import ChangeSet, Stacks
from workflow_updater.core.change.live_match import same
from workflow_updater.core.change.review import review
from workflow_updater.errors import Refused, StackBusy
from workflow_updater.plan.model import Plan
from workflow_updater.plan.snapshot import injected_definition


def review_change_set(plan: Plan, change_set: ChangeSet, stacks: Stacks) -> None:
    """
    Return when *change_set* does what *plan* says and nothing else.

    Raises:
        Refused: it would do something else.
        StackBusy: the stack is not the one any more that the plan was made for.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    target = plan.target
    foreign = review(change_set.changes, target.logical_id)
    if foreign:
        lines = "".join(f"\n  {change.text}" for change in foreign)
        raise Refused(
            f"{target}: the change set would change more than the definition:{lines}",
            hint="the infra team brings the stack in line with its template first; the change set is deleted",
        )
    with ThreadPoolExecutor(max_workers=2) as pool:
        moved = pool.submit(_has_moved, plan, change_set, stacks)
        processed = stacks.processed_template(change_set.arn)
        if moved.result():
            raise StackBusy(
                f"{target}: the stack was changed by somebody else since this push was planned",
                hint="push again: it is planned anew, on top of that change; the change set is deleted",
            )
    if not same(injected_definition(processed, target.logical_id), plan.definition):
        raise Refused(
            f"{target}: the macro put another definition into the change set than the one that was pushed",
            hint="it may be older than this program: the infra team runs `bootstrap`; the change set is deleted",
        )


def _has_moved(plan: Plan, change_set: ChangeSet, stacks: Stacks) -> bool:
    """
    Return whether the stack is another one than when the plan was made: its template, or the location in it.

    A change set does not list what it changes in outputs, conditions or the macro's own options: a push would undo it
    silently. Updates that come after this change set make it obsolete, which CloudFormation tells itself.
    """
    stack = stacks.describe(plan.target.stack_arn)
    return (
        stack is None
        or change_set.stack_arn != plan.target.stack_arn
        or stack.parameters.get(plan.target.parameter, plan.location_now) != plan.location_now
        or stacks.original_template(plan.target.stack_arn) != plan.deployed_template
    )
