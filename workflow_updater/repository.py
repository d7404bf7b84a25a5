"""`workflows.toml`: what the repository says of its workflows and environments; flags win over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from workflow_updater.errors import UsageError

FILE_NAME = "workflows.toml"


@dataclass(frozen=True)
class WorkflowEntry:
    """One `[workflows.NAME]` table; *definition* is relative to the repository's root."""

    definition: str = ""
    stack: str = ""
    resource: str = ""
    bucket: str = ""


@dataclass(frozen=True)
class EnvironmentEntry:
    """One `[environments.NAME]` table."""

    profile: str = ""
    region: str = ""
    bucket: str = ""


@dataclass(frozen=True)
class Repository:
    """What `workflows.toml` says; everything is empty where there is no such file."""

    root: Path
    bucket: str = ""
    region: str = ""
    profile: str = ""
    workflows: Mapping[str, WorkflowEntry] = field(default_factory=dict)
    environments: Mapping[str, EnvironmentEntry] = field(default_factory=dict)

    def environment(self, name: str) -> EnvironmentEntry:
        """
        Return the environment of that *name*; the empty one for "".

        Raises:
            UsageError: the file has no such environment.
        """
        if not name:
            return EnvironmentEntry()
        if name not in self.environments:
            if not (self.root / FILE_NAME).exists():
                raise UsageError(
                    f"environment {name} is nowhere described",
                    hint=f"{self.root / FILE_NAME} would, but does not exist",
                )
            known = ", ".join(sorted(self.environments)) or "none"
            raise UsageError(
                f"environment {name} is not in {self.root / FILE_NAME}", hint=f"environments there: {known}"
            )
        return self.environments[name]


def repository_root(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that holds `.git`, else *start* itself."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def read_repository(start: Path) -> Repository:
    """
    Return what the `workflows.toml` at the root of the repository around *start* says.

    Raises:
        UsageError: the file is not TOML, or holds a key or a value that means nothing here.
    """
    root = repository_root(start)
    file = root / FILE_NAME
    if not file.exists():
        return Repository(root)
    import tomllib

    try:
        parsed = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from error
    plain = {key: value for key, value in parsed.items() if key not in {"workflows", "environments"}}
    _check(file, "", plain, {"bucket", "region", "profile"})
    return Repository(
        root,
        **plain,
        workflows=_tables(file, parsed, "workflows", WorkflowEntry),
        environments=_tables(file, parsed, "environments", EnvironmentEntry),
    )


Entry = TypeVar("Entry", WorkflowEntry, EnvironmentEntry)


def _tables(file: Path, parsed: Mapping[str, Any], name: str, entry: type[Entry]) -> dict[str, Entry]:
    tables = parsed.get(name, {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise UsageError(f"{file}: {name} must hold tables: [{name}.NAME]")
    for key, table in tables.items():
        _check(file, f"{name}.{key}.", table, {one.name for one in fields(entry)})
    return {key: entry(**table) for key, table in tables.items()}


def _check(file: Path, place: str, table: Mapping[str, Any], known: set[str]) -> None:
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: unknown key {place}{key}", hint=f"known here: {', '.join(sorted(known))}")
        if not isinstance(value, str):
            raise UsageError(f"{file}: {place}{key} must be text in quotes, not {value!r}")
