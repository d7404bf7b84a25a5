"""
The product's findings in AWS's words: which code and which text each rule has at Step Functions.

Texts are AWS's where they are known (recorded answers and answers quoted in public issues); a rule without one keeps
its own message. AWS promises neither codes nor texts to last, only the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow_updater.core.definition.json_pointer import tokens
from workflow_updater.core.validation.finding import Finding

SCHEMA = "SCHEMA_VALIDATION_FAILED"
TARGET = "MISSING_TRANSITION_TARGET"
JSON = "INVALID_JSON_DESCRIPTION"

Wording = Callable[[Finding, Any], str]


@dataclass(frozen=True)
class Diagnostic:
    """One of ValidateStateMachineDefinition's diagnostics; *location* is like `/States/A/Catch[0]/Next`."""

    code: str
    message: str
    location: str
    severity: str = "ERROR"


def _own(finding: Finding, value: Any) -> str:
    return finding.message


def _last(finding: Finding) -> str:
    return (tokens(finding.pointer) or ("",))[-1]


def _missing(machine: Any) -> str:
    return ", ".join(name for name in ("States", "StartAt") if name not in machine)


CODES: dict[str, tuple[str, Wording]] = {
    "E101": (JSON, lambda finding, value: "Definition must be a valid JSON object"),
    "E102": (SCHEMA, lambda finding, value: f"These fields are required: [{_missing(value)}]"),
    "E106": (TARGET, lambda finding, value: f"Missing 'Next' target: {value}"),
    "E107": (TARGET, lambda finding, value: f"Missing 'Next' target: {value}"),
    "E108": (TARGET, lambda finding, value: f'State "{_last(finding)}" is not reachable.'),
    "E110": ("MISSING_END_STATE", lambda finding, value: "Workflow has no terminal state"),
    "E113": (SCHEMA, lambda finding, value: "Value cannot be empty" if value == [] else finding.message),
    "E115": (SCHEMA, lambda finding, value: "Value cannot be empty" if value == [] else finding.message),
    "E116": ("DUPLICATE_STATE_NAME", lambda finding, value: f"Duplicate State name: {_last(finding)}"),
    "E117": ("INVALID_STATE_NAME", _own),
    "E006": ("TOO_DEEPLY_NESTED", _own),
}


def diagnostic(finding: Finding, definition: Any) -> Diagnostic:
    """Return *finding*, made on *definition*, as AWS words it."""
    reading = finding.rule.startswith("E0")
    code, wording = CODES.get(finding.rule, (JSON if reading else SCHEMA, _own))
    value, location = _place(finding.pointer, definition)
    return Diagnostic(code, wording(finding, value), location)


def as_one_text(diagnostics: list[Diagnostic]) -> str:
    """Return the message by which CreateStateMachine refuses a definition with *diagnostics*."""
    told = ", ".join(f"{one.code}: {one.message}{f' at {one.location}' if one.location else ''}" for one in diagnostics)
    return f"Invalid State Machine Definition: '{told}'"


def _place(pointer: str, definition: Any) -> tuple[Any, str]:
    """Return what *pointer* points at (None when nothing is there) and the place in AWS's spelling."""
    value, location = definition, ""
    for token in tokens(pointer):
        if isinstance(value, list):
            location += f"[{token}]"
            value = value[int(token)] if token.isdigit() and int(token) < len(value) else None
        else:
            location += f"/{token}"
            value = value.get(token) if isinstance(value, dict) else None
    return value, location
