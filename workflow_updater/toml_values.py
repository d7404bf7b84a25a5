"""Values of workflows.toml, checked as they are read: what is wrong is told with its place and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from workflow_updater.core.nearest import nearest
from workflow_updater.errors import UsageError
from workflow_updater.toml_place import Place

_RULE_ID = re.compile(r"[EW][0-9]{3}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRANCH = re.compile(
    r"(?!refs/|-|/)[^\s~^:?*\[\\\x00-\x1f\x7f]+"
)  # what git check-ref-format takes, but for rare cases
_MACHINE_TYPES = ("STANDARD", "EXPRESS")

Reader = Callable[[Place, object], Any]
"""Takes the place and a value of TOML; returns what it means or raises UsageError."""


class Faults(UsageError):
    """All that is wrong with a file, in the order of its lines: one alone as it is, several in a line each."""

    def __init__(self, file: str, faults: Sequence[UsageError]) -> None:
        message, hint = faults[0].message, faults[0].hint
        if len(faults) > 1:
            told = [f"\n  {fault.message}" + (f" → {fault.hint}" if fault.hint else "") for fault in faults]
            message, hint = f"{file} has {len(faults)} errors{''.join(told)}", ""
        super().__init__(message, hint=hint)
        self.faults = tuple(faults)


def read_table(place: Place, value: object, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """
    Return the table *value* at *place* with each key read by its reader.

    Raises:
        Faults: it is no table, has keys without reader, or values of another type.
    """

    def unknown(at: Place, _: object) -> None:
        raise UsageError(f"{at.line}: unknown key {at.name}", hint=_nearest(at.keys[-1], readers))

    return _read(place, _table(place, value), lambda key: readers.get(key, unknown))


def read_tables(reader: Reader) -> Reader:
    """Return the reader of a table of tables: `[workflows.NAME]`; its result maps NAME to what *reader* returns."""
    return lambda place, value: _read(place, _table(place, value, ".NAME"), lambda _: reader)


def _read(place: Place, table: Mapping[str, Any], reader_of: Callable[[str], Reader]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    faults: list[UsageError] = []
    for key, inner in table.items():
        try:
            read[key] = reader_of(key)(place.below(key), inner)
        except Faults as several:
            faults += several.faults
        except UsageError as fault:
            faults.append(fault)
    if faults:
        raise Faults(place.source.file, faults)
    return read


def text(place: Place, value: object) -> str:
    """Return *value*, a text. Raises UsageError."""
    if not isinstance(value, str):
        raise UsageError(f"{place} must be text in quotes, not {value!r}")
    if "\0" in value:
        raise UsageError(f"{place} has a zero byte in it")
    return value


def flag(place: Place, value: object) -> bool:
    """Return *value*, true or false. Raises UsageError."""
    if not isinstance(value, bool):
        raise UsageError(f"{place} must be true or false, without quotes, not {value!r}")
    return value


def texts(place: Place, value: object) -> tuple[str, ...]:
    """Return *value*, an array of texts. Raises UsageError."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f'{place} must be an array of texts, like ["…"], not {value!r}')
    return tuple(value)


def rule_ids(place: Place, value: object) -> tuple[str, ...]:
    """Return *value*, an array of ids of rules. Raises UsageError."""
    found = texts(place, value)
    for item in found:
        if not _RULE_ID.fullmatch(item):
            raise UsageError(f"{place}: {item} is no id of a rule", hint='ids are like "W501"; docs/rules.md has them')
    return found


def machine_type(place: Place, value: object) -> str:
    """Return *value*, STANDARD or EXPRESS. Raises UsageError."""
    if value not in _MACHINE_TYPES:
        raise UsageError(f"{place} must be {' or '.join(_MACHINE_TYPES)} in quotes, not {value!r}")
    return str(value)


def branch(place: Place, value: object) -> str:
    """Return *value*, the name of a branch. Raises UsageError."""
    name = text(place, value)
    if not _BRANCH.fullmatch(name):
        raise UsageError(
            f"{place}: {name!r} is no name of a branch", hint='write it like "main", without refs/heads/ and patterns'
        )
    return name


def variables(place: Place, value: object) -> dict[str, Any]:
    """Return *value*, names for templates and the JSON values that they stand for. Raises UsageError."""
    found = _table(place, value)
    for name, inner in found.items():
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{place}: a template cannot use the name {name}",
                hint="a letter of a to z, then such letters, digits and _",
            )
        _check_json(place.below(name), inner)
    return found


def _check_json(place: Place, value: object) -> None:
    match value:
        case list():
            for item in value:
                _check_json(place, item)
        case dict():
            for key, inner in value.items():
                _check_json(place.below(key), inner)
        case str() | bool() | int():
            pass
        case float() if isfinite(value):
            pass
        case _:
            raise UsageError(f"{place}: JSON has no {value}", hint="dates and times are put into quotes")


def _table(place: Place, value: object, below: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise UsageError(
        f"{place} must be a table, not {value!r}", hint=f"write it as [{place.name}{below}] in {place.source.file}"
    )


def _nearest(key: str, known: Mapping[str, Reader]) -> str:
    likely = nearest(key, known)
    return f"did you mean {likely}?" if likely else f"known here: {', '.join(sorted(known))}"
