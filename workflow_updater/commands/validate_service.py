"""`validate --service`: what AWS itself says of a definition, among our own findings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from workflow_updater.cloud.ports import Diagnosis, Machines
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.json_pointer import pointer, tokens, value_at
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.finding import Finding, errors_in

_INDEX = re.compile(r"\[([0-9]+)\]")
_HINT = "AWS says so; deploy-workflow validate finds it too when a rule knows of it"


def with_service_findings(
    findings: Sequence[Finding], document: Document, file: str, machines: Machines, machine_type: MachineType
) -> list[Finding]:
    """
    Return *findings*, made on *document* in *file*, with those that AWS adds.

    Left out are what AWS says of a place at or below which an error of ours already stands, for it names the state
    where we name the field, and of a value that holds a placeholder: what AWS was shown there is not what will run.

    Raises:
        CloudUnavailable: AWS did not answer.
    """
    diagnoses = machines.validate(
        json.dumps(document.value), machine_type
    )  # placeholders all in quotes: AWS wants JSON
    known = [f"{finding.pointer}/" for finding in errors_in(findings)]
    added = [
        finding
        for one in diagnoses
        for finding in _finding(one, document, file)
        if not any(pointer.startswith(f"{finding.pointer}/") for pointer in known)
    ]
    return sorted({*findings, *added})


def _finding(diagnosis: Diagnosis, document: Document, file: str) -> list[Finding]:
    where = pointer(_INDEX.sub(r"/\1", diagnosis.location).split("/")[1:])
    value = value_at(document.value, tokens(where))
    if isinstance(value, str) and has_placeholder(value):
        return []
    place = document.locate(where)
    rule = f"AWS:{diagnosis.code}"
    return [
        Finding(place.file or file, place.line, place.column, rule, diagnosis.severity, diagnosis.message, where, _HINT)
    ]
