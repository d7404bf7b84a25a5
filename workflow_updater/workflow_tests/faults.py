"""Faults of a test file, as findings, and the error that carries them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.nearest import nearest
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import DefinitionInvalid

FORM, NAME = "T101", "T102"  # what has the wrong form · what names something that is not there


class SuiteInvalid(DefinitionInvalid):
    """A test file has *findings*; no test was run."""

    exit_code = 2


class Faults:
    """Collects the findings of one *document* in *file*."""

    def __init__(self, document: Document, file: str) -> None:
        self._document = document
        self._file = file
        self.findings: list[Finding] = []

    def add(self, rule: str, pointer: str, message: str, hint: str = "") -> None:
        """Note a fault at *pointer*."""
        place = self._document.locate(pointer)
        self.findings.append(Finding(self._file, place.line, place.column, rule, "error", message, pointer, hint))

    def unknown(self, rule: str, pointer: str, what: str, name: str, known: Collection[str]) -> None:
        """Note that *name* is no *what*; the hint is the nearest of *known*, or all of them when they are few."""
        near = nearest(name, known)
        listed = f"known: {', '.join(known)}" if len(known) <= 12 else ""
        self.add(rule, pointer, f"there is no {what} {name}", f"did you mean {near}?" if near else listed)

    def check_keys(self, value: Mapping[str, Any], place: str, known: Collection[str]) -> None:
        """Note each key of *value*, which stands at *place*, that is none of *known*."""
        for key in value:
            if key not in known:
                self.unknown(FORM, place + pointer((key,)), "key", key, known)

    def has(self, holder: Mapping[str, Any], key: str, place: str, kind: type | tuple[type, ...], told: str) -> bool:
        """Return whether *holder*, at *place*, has a *key* of *kind*; note a fault when it is something else."""
        if key not in holder:
            return False
        value = holder[key]
        is_right = isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
        if not is_right:
            self.add(FORM, place + pointer((key,)), f"{key} must be {told}")
        return is_right
