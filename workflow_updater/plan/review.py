"""The proof before the update: the change set changes the one definition to what was pushed, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from workflow_updater.cloud.ports import ChangeSet, Stack, Stacks
from workflow_updater.core.change.live_match import same
from workflow_updater.core.change.review import review
from workflow_updater.errors import Refused, StackBusy
from workflow_updater.plan.model import Plan
from workflow_updater.plan.snapshot import injected_definition

HIDDEN = "****"  # a NoEcho parameter, as every answer shows it


def review_change_set(plan: Plan, change_set: ChangeSet, stacks: Stacks) -> None:
    """
    Return when *change_set* does what *plan* says and nothing else.

    Raises:
        StackBusy: the stack is not the one any more that the plan was made for; told before anything else.
        Refused: it would do something else.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    target = plan.target
    with ThreadPoolExecutor(max_workers=1) as pool:
        processed = pool.submit(stacks.processed_template, change_set.arn)
        stack = unmoved(plan, stacks, change_set.stack_arn)
    foreign = [change.text for change in review(change_set.changes, target.logical_id)]
    foreign += foreign_parameters(plan, change_set, stack)
    if foreign:
        lines = "".join(f"\n  {text}" for text in foreign)
        raise Refused(
            f"{target}: the change set would change more than the definition:{lines}",
            hint="the infra team brings the stack in line with its template first; the change set is deleted",
        )
    if not same(injected_definition(processed.result(), target.logical_id), plan.definition):
        raise Refused(
            f"{target}: the macro put another definition into the change set than the one that was pushed",
            hint="it may be older than this program: the infra team runs `bootstrap`; the change set is deleted",
        )


def unmoved(plan: Plan, stacks: Stacks, stack_arn: str) -> Stack:
    """
    Return the stack as it is now, which is as it was when the plan was made: its template, and the location in it.

    A change set does not list what it changes in outputs, conditions or the macro's own options: a push would undo it
    silently. Updates that come after this change set make it obsolete, which CloudFormation tells itself.

    Raises:
        StackBusy: it is another one, or *stack_arn* is.
    """
    target = plan.target
    stack = stacks.describe(target.stack_arn)
    if (
        stack is None
        or stack_arn != target.stack_arn
        or stack.parameters.get(target.parameter, plan.location_now) != plan.location_now
        or stacks.original_template(target.stack_arn) != plan.deployed_template
    ):
        raise StackBusy(
            f"{target}: the stack was changed by somebody else since this push was planned",
            hint="push again: it is planned anew, on top of that change; the change set is deleted",
        )
    return stack


def foreign_parameters(plan: Plan, change_set: ChangeSet, stack: Stack) -> list[str]:
    """
    Return a line for each parameter that *change_set* would set to something else than *stack* has or *plan* says.

    CloudFormation tells the values that a change set was made with, kept ones too. Those of NoEcho parameters are
    `****` and are not compared; they are kept by name. source: CloudFormation user guide, view a change set
    """
    told = []
    for name, value in change_set.parameters.items():
        if name == plan.target.parameter:
            continue  # what the macro read there is compared itself
        given = plan.parameters.get(name)
        expected = stack.parameters.get(name) if given is None else given
        if HIDDEN not in {expected, value} and expected != value:
            told.append(f"parameter {name}: its value would change")
    return told
