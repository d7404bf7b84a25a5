"""
The fences of JSONata: `{%` and `%}`, the first and the last characters of a text that is evaluated.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

from typing import TypeGuard

OPENING, CLOSING = "{%", "%}"


def is_fenced(value: object) -> TypeGuard[str]:
    """Return whether *value* is text between both fences; whether that is JSONata, its parser says."""
    return (
        isinstance(value, str)
        and value.startswith(OPENING)
        and value.endswith(CLOSING)
        and len(value) >= len(OPENING) + len(CLOSING)
    )


def has_fence(value: object) -> TypeGuard[str]:
    """Return whether *value* is meant as an expression: text with one fence at least; of the other one E312 tells."""
    return isinstance(value, str) and (value.startswith(OPENING) or value.endswith(CLOSING))
