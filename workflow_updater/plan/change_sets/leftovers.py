"""
Change sets of pushes that were killed: known by their name and their age, and deleted by the next push.

A push names its change set `workflow-DIGEST-RANDOM` (12 and 8 hexadecimal digits), which lives for as long as the macro
and the review take; one that is an hour older than that of this push has nobody left. `--no-execute` names those it
keeps `workflow-kept-…`: they are nobody's leftovers, nor are those of any other name. Most leftovers go without us, for
CloudFormation deletes all other change sets of a stack when one is executed.
"""

from __future__ import annotations

import re
from datetime import timedelta

from workflow_updater.cloud.ports import PendingChangeSet, Stacks
from workflow_updater.errors import DeployError

_OURS = re.compile(r"workflow-[0-9a-f]{12}-[0-9a-f]{8}|bootstrap-[0-9a-f]{12}-[-a-zA-Z0-9]+")
_KEPT = re.compile(r"workflow-kept-[0-9a-f]{12}-[0-9a-f]{8}")
AGE = timedelta(hours=1)  # twice what a push takes at most, unless its --timeout says otherwise


def is_ours(change_set: PendingChangeSet) -> bool:
    """Return whether a push or `bootstrap` made the change set for itself, not to be kept."""
    return bool(_OURS.fullmatch(change_set.name))


def is_kept(change_set: PendingChangeSet) -> bool:
    """Return whether `--no-execute` left the change set for somebody to execute."""
    return bool(_KEPT.fullmatch(change_set.name))


def delete_leftovers(stacks: Stacks, stack: str, arn: str) -> None:
    """
    Delete the leftovers on *stack* that are older than the change set *arn*; who may not, or cannot, leaves them.

    Times are CloudFormation's own, so that no clock of ours matters.
    """
    try:
        pending = stacks.pending_change_sets(stack)
        own = next((one for one in pending if one.arn == arn), None)
        for one in pending:
            if own and is_ours(one) and own.created - one.created >= AGE:
                stacks.delete_change_set(one.arn)
    except DeployError:  # it is not what this push is about, and the next one tries again
        return
