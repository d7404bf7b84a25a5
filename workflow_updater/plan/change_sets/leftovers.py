"""
Change sets of pushes that were killed: known by their name and their age, and deleted by the next push.

The change set of a push lives for as long as the macro and the review take; one that is an hour older than that of this
push has nobody left. Those that `--no-execute` keeps are nobody's leftovers, nor are those of any other name. Most
leftovers go without us, for CloudFormation deletes all other change sets of a stack when one is executed.
"""

from __future__ import annotations

from datetime import timedelta

from workflow_updater.cloud.ports import Stacks
from workflow_updater.errors import DeployError
from workflow_updater.plan.change_sets.names import is_ours

AGE = timedelta(hours=1)  # twice what a push takes at most, unless its --timeout says otherwise


def delete_leftovers(stacks: Stacks, stack: str, arn: str) -> None:
    """
    Delete the leftovers on *stack* that are older than the change set *arn*; who may not, or cannot, leaves them.

    Times are CloudFormation's own, so that no clock of ours matters.
    """
    try:
        pending = stacks.pending_change_sets(stack)
        own = next((one for one in pending if one.arn == arn), None)
        for one in pending:
            if own and is_ours(one.name) and own.created - one.created >= AGE:
                stacks.delete_change_set(one.arn)
    except DeployError:  # it is not what this push is about, and the next one tries again
        return
