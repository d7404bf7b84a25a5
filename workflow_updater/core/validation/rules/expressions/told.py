"""How the rules of this room say what they saw: which field, and where in the expression."""

from __future__ import annotations

from workflow_updater.core.definition.expressions import fault as expression_fault
from workflow_updater.core.definition.expressions.fences import CLOSING
from workflow_updater.core.definition.expressions.places import Expression
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault

_MOST_CHARACTERS = 24


def told(state: State, way: Path, what: str, hint: str = "") -> Fault:
    """Return the fault that the field at *way* below *state* *what*: "is no JSONPath"."""
    return Fault(state.pointer(*way), f'the {_field(way)} of "{state.name}" {what}', hint)


def told_place(state: State, expression: Expression, what: str, fault: expression_fault.Fault, hint: str = "") -> Fault:
    """Return the fault that *expression* *what*, with the reason and the characters where it shows."""
    text = expression.text.removesuffix(CLOSING) if expression.kind == "jsonata" else expression.text
    return told(state, expression.way, f"{what}: {fault.message} ({_excerpt(text, fault.offset)})", hint)


def _field(way: Path) -> str:
    name = next(key for key in reversed(way) if isinstance(key, str))
    return name if len(way) == 1 or way[0] == name else f"{name} in {way[0]}"


def _excerpt(text: str, offset: int) -> str:
    rest = " ".join(text[offset : offset + _MOST_CHARACTERS + 1].split())
    if not rest:
        return "at its end"
    return f"at {rest}" if len(rest) <= _MOST_CHARACTERS else f"at {rest[:_MOST_CHARACTERS]}…"
