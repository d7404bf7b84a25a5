"""The parameter values that a macro sees: `templateParameterValues` of its event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def template_parameter_values(
    declared: Mapping[str, Any], resolved: Mapping[str, Mapping[str, Any]]
) -> dict[str, str | list[str]]:
    """
    Return the values of the *declared* parameters as AWS hands them to a macro: strings, and lists for list types.

    Args:
        declared: the template's Parameters section.
        resolved: MiniStack's resolution of them: name to an object with the Value as text.
    """
    values: dict[str, str | list[str]] = {}
    for name, entry in resolved.items():
        text = str(entry["Value"])
        type_name = str((declared.get(name) or {}).get("Type", "String"))
        is_list = type_name == "CommaDelimitedList" or "List<" in type_name
        values[name] = [part.strip() for part in text.split(",")] if is_list else text
    return values
