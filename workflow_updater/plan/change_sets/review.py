"""The proof before the update: the change set changes the one definition to what was pushed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from workflow_updater.cloud.ports import ChangeSet, Stack, Stacks
from workflow_updater.core.aliases.publishing import ids_of
from workflow_updater.core.change.live_match import same
from workflow_updater.core.change.review import ForeignChange, review
from workflow_updater.errors import Refused, StackBusy
from workflow_updater.plan.aliases.around_push import alters_publishing
from workflow_updater.plan.change_sets.kept_parameters import changed_in_ssm, changed_parameters, changed_settings
from workflow_updater.plan.model import Plan
from workflow_updater.plan.snapshot import injected_definition, outputs_of

_ALIGN = "the infra team brings the stack in line with its template first"
_TAKE = "the infra team updates the stack, so that it takes the new value on purpose, or sets it back"


def review_change_set(plan: Plan, change_set: ChangeSet, stacks: Stacks) -> None:
    """
    Return when *change_set* does what *plan* says and nothing else.

    Raises:
        StackBusy: the stack is not the one any more that the plan was made for; told before anything else.
        Refused: it would do something else.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    target = plan.target
    published = ids_of(target.logical_id) if plan.publishing else None
    with ThreadPoolExecutor(max_workers=1) as pool:
        processed = pool.submit(stacks.processed_template, change_set.arn)
        stack = unmoved(plan, stacks, change_set.stack_arn)
    foreign = review(change_set.changes, target.logical_id, published, physical_id=target.machine_arn)
    moved = tuple(changed_in_ssm(change_set, stack))
    changed = (
        *changed_parameters(plan, change_set, stack),
        *changed_settings(change_set, stack),
        *_changed_outputs(plan, outputs_of(processed.result())),
    )
    if foreign or moved or changed:
        raise Refused(
            f"{target}: the change set would change more than the definition:"
            + "".join(f"\n  {text}" for text in (*moved, *changed, *_lines(foreign, because=bool(moved)))),
            hint=f"{_TAKE if moved else _ALIGN}; the change set is deleted",
        )
    if not same(injected_definition(processed.result(), target.logical_id), plan.definition):
        raise Refused(
            f"{target}: the macro put another definition into the change set than the one that was pushed",
            hint="it may be older than this program: the infra team runs `bootstrap`; the change set is deleted",
        )
    if alters_publishing(plan, processed.result()):
        raise Refused(
            f"{target}: the macro made another version or alias than the template of the stack asks for",
            hint="it may be older than this program: the infra team runs `bootstrap`; the change set is deleted",
        )


def _lines(foreign: Sequence[ForeignChange], *, because: bool) -> list[str]:
    """Return the foreign changes in lines; *because* of a cause that is told already, they have none of their own."""
    return [replace(change, cause="").text if because else change.text for change in foreign]


def _changed_outputs(plan: Plan, outputs: Mapping[str, Any]) -> Iterator[str]:
    """
    Yield a line for each output that would be another one, which no change set lists.

    Templates and parameters are the same, so that another macro must have made it of something else: a file that
    AWS::Include reads, say.
    """
    now = plan.deployed_outputs
    for name in sorted({*now, *outputs}):
        if now.get(name) != outputs.get(name):
            yield f"output {name}: would change; a macro of the template makes it of something that was changed"


def unmoved(plan: Plan, stacks: Stacks, stack_arn: str) -> Stack:
    """
    Return the stack as it is now, which is as it was when the plan was made: its template, and the location in it.

    A change set does not list what it changes in outputs, conditions or the macro's own options: a push would undo it
    silently. Updates that come after this change set make it obsolete, which CloudFormation tells itself.

    Raises:
        StackBusy: it is another one, or *stack_arn* is.
    """
    target = plan.target
    with ThreadPoolExecutor(max_workers=1) as pool:
        template = pool.submit(stacks.original_template, target.stack_arn)
        stack = stacks.describe(target.stack_arn)
    if (
        stack is None
        or stack_arn != target.stack_arn
        or stack.parameters.get(target.parameter, plan.location_now) != plan.location_now
        or template.result() != plan.deployed_template
    ):
        raise StackBusy(
            f"{target}: the stack was changed by somebody else since this push was planned",
            hint="push again: it is planned anew, on top of that change; the change set is deleted",
        )
    return stack
