"""
What a push may do to the version and the alias of its state machine: replace the one, point the other to the new one.

Both follow from the new definition alone. CloudFormation says so: what it replaces the version for is the machine's
revision, and what it changes the alias for is the version. Whatever else a change set does to them was not asked for.
"""

from __future__ import annotations

from workflow_updater.core.aliases.publishing import Ids
from workflow_updater.core.aliases.resources import ALIAS, VERSION
from workflow_updater.core.change.model import ChangeDetail, ResourceChange

_REVISION = "StateMachineRevisionId"
_PREFERENCE = "DeploymentPreference"


def is_new_version(change: ResourceChange, logical_id: str, ids: Ids) -> bool:
    """Return whether *change* makes a new version of the state machine *logical_id*, because that changes."""
    return (
        (change.logical_id, change.type, change.action) == (ids.version, VERSION, "Modify")
        and change.replacement in {"True", "Conditional"}  # Conditional: only the update itself tells the new revision
        and set(change.scope) <= {"Properties"}
        and bool(change.details)
        and all(_is(one, _REVISION, f"{logical_id}.{_REVISION}") for one in change.details)
    )


def is_moved_alias(change: ResourceChange, ids: Ids) -> bool:
    """Return whether *change* points the alias to the new version, and leaves its name and its way to shift."""
    return (
        (change.logical_id, change.type, change.action) == (ids.alias, ALIAS, "Modify")
        and change.replacement in {"", "False"}
        and set(change.scope) <= {"Properties"}
        and bool(change.details)
        and all(
            _is(one, _PREFERENCE, ids.version, "/StateMachineVersionArn") and one.requires_recreation in {"", "Never"}
            for one in change.details
        )
    )


def _is(detail: ChangeDetail, name: str, cause: str, below: str = "") -> bool:
    """Return whether *detail* is about the property *name* (or *below* it) and has no other cause than *cause*."""
    return (
        (detail.attribute, detail.name, detail.causing_entity) == ("Properties", name, cause)
        and detail.change_source in {"ResourceReference", "ResourceAttribute"}
        and detail.path in {"", f"/Properties/{name}", f"/Properties/{name}{below}"}
    )
