"""What a value says by itself, before anything stands for it."""

from __future__ import annotations

from typing import TypeGuard

from workflow_updater.core.definition.placeholders import has_placeholder


def is_open(value: object) -> bool:
    """Return whether *value* is text with a placeholder: what it will be, nobody knows here."""
    return isinstance(value, str) and has_placeholder(value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether *value* is a JSON number; to Python a boolean is one too."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def one_of(names: tuple[str, ...]) -> str:
    """Return *names* as a choice that reads as a sentence: `A, B or C`."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
