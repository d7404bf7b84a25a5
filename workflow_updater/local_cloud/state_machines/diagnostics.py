"""The product's findings as ValidateStateMachineDefinition and CreateStateMachine tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workflow_updater.core.definition.json_pointer import tokens
from workflow_updater.core.validation.finding import Finding
from workflow_updater.local_cloud.state_machines.wordings import JSON, SCHEMA, WORDINGS, Seen, Where, Wording

_WORD = re.compile(r"[^\W\d]\w*")
_SOURCE_CHARACTERS = 500  # what Jackson, AWS's JSON reader, shows of a text


@dataclass(frozen=True)
class Diagnostic:
    """One of ValidateStateMachineDefinition's diagnostics; *location* is like `/States/A/Catch[0]/Next`."""

    code: str
    message: str
    location: str
    severity: str = "ERROR"


def diagnostic(finding: Finding, definition: Any) -> Diagnostic:
    """Return *finding*, made on *definition*, as AWS words it."""
    own = JSON if finding.rule.startswith("E0") else SCHEMA
    wording = WORDINGS.get(finding.rule, Wording(lambda seen: None, own))
    path = tokens(finding.pointer)
    value, _ = _place(path, definition)
    seen = Seen(finding, path[-1] if path else "", value)
    text = wording.text(seen)
    code = wording.code if isinstance(wording.code, str) else wording.code(seen)
    _, location = _place(_named(path, wording.where), definition)
    is_whole = not location and own == SCHEMA and wording.where != "nowhere"
    return Diagnostic(code, text or finding.message, "/" if is_whole else location)


def unreadable(finding: Finding, text: str) -> Diagnostic:
    """Return why *text* is not JSON, *finding* being where it stops to be, in the words of AWS's reader."""
    if not text.strip():
        return Diagnostic(SCHEMA, "Definition must be a valid JSON object", "")
    line = text.split("\n")[finding.line - 1] if finding.rule == "E001" and finding.line else ""
    word = _WORD.match(line, max(finding.column - 1, 0))
    if word is None:
        return diagnostic(finding, None)
    shown = text[:_SOURCE_CHARACTERS]
    rest = f"[truncated {len(text) - len(shown)} chars]" if len(text) > len(shown) else ""
    location = f'[Source: (String)"{shown}"{rest}; line: {finding.line}, column: {word.end() + 1}]'
    expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
    return Diagnostic(JSON, f"Unrecognized token '{word[0]}': was expecting {expected}\n at {location}", location)


def as_one_text(diagnostics: list[Diagnostic]) -> str:
    """Return the message by which CreateStateMachine refuses a definition with *diagnostics*."""
    told = ", ".join(f"{one.code}: {one.message}{_at(one)}" for one in diagnostics)
    return f"Invalid State Machine Definition: '{told}'"


def _at(one: Diagnostic) -> str:
    return f" at {one.location}" if one.location and not one.message.endswith(one.location) else ""


def _named(path: tuple[str, ...], where: Where) -> tuple[str, ...]:
    """Return the place that AWS names for what was found at *path*."""
    if where == "above":
        return path[:-1]
    is_template = where == "field" and path[-1:] and path[-1].endswith(".$")
    return path[: _field_end(path)] if is_template else path


def _field_end(path: tuple[str, ...]) -> int:
    """Return how many tokens of *path* lead to the field of a state in which it ends."""
    start = 0
    while path[start : start + 1] == ("States",):
        inner = path[start + 2 : start + 3]
        if inner == ("Branches",):
            start += 4
        elif inner in {("ItemProcessor",), ("Iterator",)}:
            start += 3
        else:
            return start + 3
    return len(path)


def _place(path: tuple[str, ...], definition: Any) -> tuple[Any, str]:
    """Return what *path* leads to (None when nothing is there) and the place in AWS's spelling."""
    value, location = definition, ""
    for token in path:
        if isinstance(value, list):
            location += f"[{token}]"
            value = value[int(token)] if token.isdigit() and int(token) < len(value) else None
        else:
            location += f"/{token}"
            value = value.get(token) if isinstance(value, dict) else None
    return value, location
