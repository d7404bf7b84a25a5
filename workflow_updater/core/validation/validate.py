"""One walk over a definition that asks every rule about what it is a rule for."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import STATE_TYPES, MachineType, scopes
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.registry import DEFINITION_RULES, FIELDS_ASKED_ABOUT, SCOPE_RULES, state_rules
from workflow_updater.core.validation.rules.structure import e101_machine_is_an_object


def validate(definition: object, *, machine_type: MachineType = "") -> list[Finding]:
    """
    Return every fault of a definition, in the order of its scopes; [] when it has none.

    *definition* is a `Document.value`: so it is of JSON types and not nested without end. *machine_type* is that of
    the state machine that shall run it; what only the other one may do is told when it is known. Places are pointers
    only; `located` adds file, line and column. What a comment of the definition takes back is left out.
    """
    if not isinstance(definition, dict):
        return [e101_machine_is_an_object.RULE.finding("the definition is not a JSON object")]
    all_scopes = tuple(scopes(definition, machine_type))
    found = [rule.told(fault) for rule in DEFINITION_RULES for fault in rule.check(all_scopes)]
    for scope in all_scopes:
        found += [rule.told(fault) for rule in SCOPE_RULES for fault in rule.check(scope)]
        for state in scope.states.values():
            kind = state.type if state.type in STATE_TYPES else ""
            rules = state_rules(kind, state.query_language, FIELDS_ASKED_ABOUT.intersection(state.body))
            found += [rule.told(fault) for rule in rules for fault in rule.check(state)]
    if not found:  # a sound definition, as most are, does not wait for the module either
        return found
    from workflow_updater.core.validation.suppression import unsuppressed

    return unsuppressed(found, definition)


def located(findings: Iterable[Finding], document: Document, file: str) -> list[Finding]:
    """Return *findings* with *file* and their places in it, in the order of the text."""
    return sorted(_located(finding, document, file) for finding in findings)


def _located(finding: Finding, document: Document, file: str) -> Finding:
    place = document.locate(finding.pointer)
    return finding._replace(file=place.file or file, line=place.line, column=place.column)
