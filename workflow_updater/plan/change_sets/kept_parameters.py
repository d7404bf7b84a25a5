"""The proof that a change set keeps parameters and settings of the stack: values, and what SSM makes of them; pure."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.cloud.ports import HIDDEN, ChangeSet, Stack
from workflow_updater.plan.model import Plan


def changed_parameters(plan: Plan, change_set: ChangeSet, stack: Stack) -> Iterator[str]:
    """
    Yield a line for each parameter that *change_set* would set to something else than *stack* has or *plan* says.

    CloudFormation tells the values that a change set was made with, kept ones too. Those of NoEcho parameters are
    `****` and are not compared; they are kept by name. source: CloudFormation user guide, view a change set
    """
    for name, value in change_set.parameters.items():
        if name == plan.target.parameter:
            continue  # what the macro read there is compared itself
        given = plan.parameters.get(name)
        expected = stack.parameters.get(name) if given is None else given
        if HIDDEN not in {expected, value} and expected != value:
            yield f"parameter {name}: its value would change"


def changed_settings(change_set: ChangeSet, stack: Stack) -> Iterator[str]:
    """
    Yield a line for each setting of the whole *stack* that *change_set* would change.

    A push leaves Tags, NotificationARNs and RollbackConfiguration out, and the stack keeps what is left out. source:
    botocore cloudformation model, UpdateStack.Tags ("doesn't modify the stack's tags"), NotificationARNs ("to remove
    all, specify an empty list") and RollbackConfiguration ("to use the triggers specified before, don't specify this")
    """
    for name, value in change_set.settings.items():
        if value != stack.settings.get(name, ""):
            yield f"{name} of the stack: would change"


def changed_in_ssm(change_set: ChangeSet, stack: Stack) -> Iterator[str]:
    """
    Yield a line for each SSM parameter that has another value now than when *stack* was updated last.

    Keeping such a parameter keeps its name, and every update reads the value anew. The values are not told: they may be
    nobody's business. source: a change set recorded by LocalStack, test_update_parameter_between_deployments
    """
    for name, value in change_set.resolved.items():
        before = stack.resolved.get(name, value)
        if before != value:
            told = change_set.parameters.get(name, "")
            yield f"SSM parameter {told} (template parameter {name}): changed since the stack was last updated"
