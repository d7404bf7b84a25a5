"""Whether a change set does what was asked and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow_updater.core.aliases.publishing import Ids
from workflow_updater.core.change.dependents import only_referring
from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.core.change.published import is_moved_alias, is_new_version
from workflow_updater.core.injection import DEFINITION_PROPERTIES, STATE_MACHINE


@dataclass(frozen=True)
class ForeignChange:
    """A change that was not asked for: what it does to which resource, and how it probably came in."""

    logical_id: str
    type: str
    what: str
    cause: str = ""

    @property
    def text(self) -> str:
        """The change in one line."""
        return f"{self.logical_id} ({self.type}): {self.what}" + (f"; {self.cause}" if self.cause else "")


def review(
    changes: Sequence[ResourceChange], logical_id: str, published: Ids | None = None, *, physical_id: str = ""
) -> tuple[ForeignChange, ...]:
    """
    Return every change beyond the definition of the state machine *logical_id*; () proves that there is none.

    What a change set does not say is not proven: a modification without details is foreign too. *published* are the
    version and the alias that follow the definition. A push never adds these: they are there since the infra team
    deployed the template. *physical_id* is the machine's ARN; "" when it does not matter which one that is. Resources
    that are listed only because they name the machine's ARN do not change, and are not foreign.
    """
    referring = only_referring(changes, logical_id)
    return tuple(
        foreign
        for change in changes
        if change.logical_id not in referring
        and not (published and (is_new_version(change, logical_id, published) or is_moved_alias(change, published)))
        for foreign in _foreign(change, logical_id, physical_id)
    )


def _foreign(change: ResourceChange, logical_id: str, physical_id: str) -> Iterator[ForeignChange]:
    def foreign(what: str, cause: str = "") -> ForeignChange:
        return ForeignChange(change.logical_id, change.type, what, cause)

    if change.logical_id != logical_id:
        yield foreign(_action(change), _cause(change, logical_id))
        return
    if change.type != STATE_MACHINE:
        yield foreign("is not a state machine")
    if change.physical_id and physical_id and change.physical_id != physical_id:
        yield foreign(f"is {change.physical_id}, and not {physical_id}")
    if change.action != "Modify":
        yield foreign(_action(change), "the template given is not the one that is deployed")
    if change.replacement not in ("", "False"):
        yield foreign("would be replaced, and its executions with it", "name, type or another fixed property differs")
    if change.action == "Modify" and not change.details:
        yield foreign("does not say what would change")
    for name in dict.fromkeys(_beside_definition(change)):
        yield foreign(f"{name} would change", "the template given is not the one that is deployed")


def _beside_definition(change: ResourceChange) -> Iterator[str]:
    """Yield what else would change: by its details, and by scopes (Metadata, Tags, …) that no detail tells of."""
    detailed = {"Properties", *(detail.attribute for detail in change.details)}
    yield from (scope for scope in change.scope if scope not in detailed)
    yield from (_name(detail) for detail in change.details if not _is_definition(detail))


def _is_definition(detail: ChangeDetail) -> bool:
    if detail.attribute != "Properties" or detail.requires_recreation not in ("", "Never"):
        return False
    first, _, below = detail.path.removeprefix("/").partition("/")
    if detail.path and (first != "Properties" or below.partition("/")[0] not in DEFINITION_PROPERTIES):
        return False
    return detail.name in DEFINITION_PROPERTIES


def _name(detail: ChangeDetail) -> str:
    return detail.path.removeprefix("/").replace("/", ".") or ".".join(filter(None, (detail.attribute, detail.name)))


def _action(change: ResourceChange) -> str:
    if change.action == "Modify":
        changed = ", ".join(dict.fromkeys(_name(detail) for detail in change.details))
        return f"would be modified ({changed})" if changed else "would be modified"
    done = {"Add": "would be added", "Remove": "would be removed", "Import": "would be imported"}
    return done.get(change.action, f"would be changed ({change.action})")


def _cause(change: ResourceChange, logical_id: str) -> str:
    if change.details and all(detail.causing_entity.partition(".")[0] == logical_id for detail in change.details):
        return f"it refers to {logical_id}"
    if any(detail.attribute == "Tags" for detail in change.details):
        return "the tags of the stack differ"
    if any(detail.change_source == "ParameterReference" for detail in change.details):
        return "the value of a parameter differs"
    return "the template given is not the one that is deployed"
