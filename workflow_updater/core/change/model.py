"""What CloudFormation says that a change set would do, as values; no field is interpreted here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeDetail:
    """One `ResourceChange.Details[]` entry; *path* is the JSON pointer of newer answers, "" in older ones."""

    attribute: str  # Properties, Metadata, DeletionPolicy, Tags …
    name: str  # the property's name when attribute is Properties
    requires_recreation: str  # Never, Conditionally, Always
    path: str = ""
    evaluation: str = ""  # Static, Dynamic; "" when absent
    change_source: str = ""  # ResourceReference, ParameterReference, ResourceAttribute, DirectModification, Automatic …
    causing_entity: str = ""  # e.g. Machine.Arn, or the name of a parameter


@dataclass(frozen=True)
class ResourceChange:
    """One `Changes[].ResourceChange` entry of a change set."""

    logical_id: str
    type: str
    action: str  # Add, Modify, Remove, Import, Dynamic, SyncWithActual
    replacement: str  # True, False, Conditional; "" when absent
    scope: tuple[str, ...]
    details: tuple[ChangeDetail, ...]
    physical_id: str = ""
