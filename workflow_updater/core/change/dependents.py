"""
What a change set lists only because it names the state machine: no change, as long as the machine is not replaced.

CloudFormation lists every resource with an `Fn::GetAtt` on one that is modified: before the update it does not know the
attribute's value ("Dynamic"). ARN and name of a state machine are those of its creation, so that such a resource gets
the value that it has, and what refers to that resource in turn does too.
source: CloudFormation API, ResourceChangeDetail (Evaluation, ChangeSource, CausingEntity); schema of
AWS::StepFunctions::StateMachine (readOnlyProperties Arn, Name, StateMachineRevisionId: only the last one moves)
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.core.change.model import ChangeDetail, ResourceChange

_LASTING = ("Arn", "Name")


def only_referring(changes: Sequence[ResourceChange], logical_id: str) -> frozenset[str]:
    """
    Return the ids of the resources that *changes* list for their references to *logical_id*, and that stay as they are.

    A resource counts when each of its details is such a reference, or one to a resource that counts.
    """
    lasting = {f"{logical_id}.{attribute}" for attribute in _LASTING}
    found: frozenset[str] = frozenset()
    while True:
        moved = {change.logical_id for change in changes if not _only_refers(change, lasting, found)}
        still = frozenset(change.logical_id for change in changes) - moved - {logical_id}
        if still == found:
            return found
        found = still


def _only_refers(change: ResourceChange, lasting: set[str], still: frozenset[str]) -> bool:
    return (
        change.action == "Modify"
        and change.replacement in {"", "False", "Conditional"}  # Conditional: only if the value were another one
        and set(change.scope) <= {"Properties"}
        and bool(change.details)
        and all(_is_reference(detail, lasting, still) for detail in change.details)
    )


def _is_reference(detail: ChangeDetail, lasting: set[str], still: frozenset[str]) -> bool:
    if detail.attribute != "Properties" or detail.evaluation != "Dynamic":
        return False
    if detail.change_source == "ResourceAttribute":
        return detail.causing_entity in lasting or detail.causing_entity.partition(".")[0] in still
    return detail.change_source == "ResourceReference" and detail.causing_entity in still
