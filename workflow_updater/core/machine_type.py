"""What the type of a state machine in a template keeps a definition from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.core.validation.validate import validate

_TYPES: dict[object, MachineType] = {"STANDARD": "STANDARD", "EXPRESS": "EXPRESS"}


def machine_type(properties: Mapping[str, Any]) -> MachineType:
    """Return the type of the machine with these CloudFormation *properties*, "" when an intrinsic decides it."""
    given = properties.get("StateMachineType", "STANDARD")
    return _TYPES.get(given, "") if isinstance(given, str) else ""


def type_findings(text: str, properties: Mapping[str, Any]) -> list[Finding]:
    """
    Return the errors of the definition *text* in a machine with *properties*, when that is an Express one.

    To a Standard machine everything is allowed: a text without other errors has none then, and is not read again.
    """
    if machine_type(properties) != "EXPRESS":
        return []
    read = read_json(text.encode())
    found = validate(read.value, machine_type="EXPRESS") if isinstance(read, Document) else read
    return errors_in(found)
