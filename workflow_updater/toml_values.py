"""Values of workflows.toml, checked as they are read: what is wrong is told with its place and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from workflow_updater.core.nearest import nearest
from workflow_updater.errors import UsageError

_RULE_ID = re.compile(r"[EW][0-9]{3}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRANCH = re.compile(
    r"(?!refs/|-|/)[^\s~^:?*\[\\\x00-\x1f\x7f]+"
)  # what git check-ref-format takes, but for rare cases
_MACHINE_TYPES = ("STANDARD", "EXPRESS")

Reader = Callable[[str, object], Any]
"""Takes the place (`FILE: workflows.orders.stack`) and a value of TOML; returns what it means or raises UsageError."""


def read_table(place: str, value: object, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """
    Return the table *value* with each key read by its reader; *place* is `FILE: ` or `FILE: workflows.orders`.

    Raises:
        UsageError: it is no table, has a key without reader, or a value of another type.
    """
    table = _table(place, value)
    for key in table:
        if key not in readers:
            raise UsageError(f"{_below(place, 'unknown key ', key)}", hint=_nearest(key, readers))
    return {key: readers[key](_below(place, "", key), inner) for key, inner in table.items()}


def read_tables(reader: Reader) -> Reader:
    """Return the reader of a table of tables: `[workflows.NAME]`; its result maps NAME to what *reader* returns."""

    def read(place: str, value: object) -> dict[str, Any]:
        return {name: reader(_below(place, "", name), inner) for name, inner in _table(place, value, ".NAME").items()}

    return read


def text(place: str, value: object) -> str:
    """Return *value*, a text. Raises UsageError."""
    if not isinstance(value, str):
        raise UsageError(f"{place} must be text in quotes, not {value!r}")
    if "\0" in value:
        raise UsageError(f"{place} has a zero byte in it")
    return value


def flag(place: str, value: object) -> bool:
    """Return *value*, true or false. Raises UsageError."""
    if not isinstance(value, bool):
        raise UsageError(f"{place} must be true or false, without quotes, not {value!r}")
    return value


def texts(place: str, value: object) -> tuple[str, ...]:
    """Return *value*, an array of texts. Raises UsageError."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f'{place} must be an array of texts, like ["…"], not {value!r}')
    return tuple(value)


def rule_ids(place: str, value: object) -> tuple[str, ...]:
    """Return *value*, an array of ids of rules. Raises UsageError."""
    found = texts(place, value)
    for item in found:
        if not _RULE_ID.fullmatch(item):
            raise UsageError(f"{place}: {item} is no id of a rule", hint='ids are like "W501"; docs/rules.md has them')
    return found


def machine_type(place: str, value: object) -> str:
    """Return *value*, STANDARD or EXPRESS. Raises UsageError."""
    if value not in _MACHINE_TYPES:
        raise UsageError(f"{place} must be {' or '.join(_MACHINE_TYPES)} in quotes, not {value!r}")
    return str(value)


def branch(place: str, value: object) -> str:
    """Return *value*, the name of a branch. Raises UsageError."""
    name = text(place, value)
    if not _BRANCH.fullmatch(name):
        raise UsageError(
            f"{place}: {name!r} is no name of a branch", hint='write it like "main", without refs/heads/ and patterns'
        )
    return name


def variables(place: str, value: object) -> dict[str, Any]:
    """Return *value*, names for templates and the JSON values that they stand for. Raises UsageError."""
    found = _table(place, value)
    for name, inner in found.items():
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{place}: a template cannot use the name {name}",
                hint="a letter of a to z, then such letters, digits and _",
            )
        _check_json(_below(place, "", name), inner)
    return found


def _check_json(place: str, value: object) -> None:
    match value:
        case list():
            for item in value:
                _check_json(place, item)
        case dict():
            for key, inner in value.items():
                _check_json(_below(place, "", key), inner)
        case str() | bool() | int():
            pass
        case float() if isfinite(value):
            pass
        case _:
            raise UsageError(f"{place}: JSON has no {value}", hint="dates and times are put into quotes")


def _table(place: str, value: object, below: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    file, _, key = place.rpartition(": ")
    raise UsageError(f"{place} must be a table, not {value!r}", hint=f"write it as [{key}{below}] in {file}")


def _below(place: str, what: str, key: str) -> str:
    file, _, parent = place.rpartition(": ")
    return f"{file}: {what}{parent}.{key}" if parent else f"{file}: {what}{key}"


def _nearest(key: str, known: Mapping[str, Reader]) -> str:
    likely = nearest(key, known)
    return f"did you mean {likely}?" if likely else f"known here: {', '.join(sorted(known))}"
