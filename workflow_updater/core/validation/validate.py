"""One walk over a definition that asks every rule about what it is a rule for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import Scope, scopes
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.registry import DEFINITION_RULES, SCOPE_RULES, STATE_RULES_BY_TYPE
from workflow_updater.core.validation.rules import e101_machine_is_an_object


def validate(definition: object) -> list[Finding]:
    """
    Return every fault of a definition, in the order of its scopes; [] when it has none.

    *definition* is a `Document.value`: so it is of JSON types and not nested without end. Places are pointers only;
    `located` adds file, line and column.
    """
    if not isinstance(definition, dict):
        return [e101_machine_is_an_object.RULE.finding("the definition is not a JSON object")]
    all_scopes = tuple(scopes(definition))
    found = [
        rule.finding(fault.message, fault.pointer, hint=fault.hint)
        for rule in DEFINITION_RULES
        for fault in rule.check(all_scopes)
    ]
    return [*found, *(finding for scope in all_scopes for finding in _scope_findings(scope))]


def located(findings: Iterable[Finding], document: Document, file: str) -> list[Finding]:
    """Return *findings* with *file* and their places in it, in the order of the text."""
    return sorted(_located(finding, document, file) for finding in findings)


def _scope_findings(scope: Scope) -> Iterator[Finding]:
    for rule in SCOPE_RULES:
        for fault in rule.check(scope):
            yield rule.finding(fault.message, fault.pointer, hint=fault.hint)
    for state in scope.states.values():
        for state_rule in STATE_RULES_BY_TYPE.get(state.type) or STATE_RULES_BY_TYPE[""]:
            for fault in state_rule.check(state):
                yield state_rule.finding(fault.message, fault.pointer, hint=fault.hint)


def _located(finding: Finding, document: Document, file: str) -> Finding:
    line, column = document.locate(finding.pointer)
    return replace(finding, file=file, line=line, column=column)
