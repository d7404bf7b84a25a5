"""`workflows.toml`: what the repository says of its workflows and environments; flags win over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from workflow_updater.core.definition.machine import MachineType
from workflow_updater.errors import UsageError

FILE_NAME = "workflows.toml"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class WorkflowEntry(NamedTuple):
    """
    One `[workflows.NAME]` table; *definition* is relative to the repository's root.

    *ignore* names rules whose warnings do not count; *type* is STANDARD, EXPRESS, or "" where only the stack knows.
    """

    definition: str = ""
    stack: str = ""
    resource: str = ""
    bucket: str = ""
    ignore: tuple[str, ...] = ()
    require_permissions: bool = False
    require_tests: bool = False
    type: MachineType = ""


class EnvironmentEntry(NamedTuple):
    """
    One `[environments.NAME]` table.

    *variables* are what templates may name, of JSON types; *patches* are files relative to the repository's root, to be
    applied in this order, `{workflow}` in them being the workflow's name. *workflows* are the tables
    `[environments.NAME.workflows.WORKFLOW]`: the stack and the resource of a workflow where they differ here. A push of
    *branch* to *remote* deploys here, where `hook` is installed; "": no push does.
    """

    profile: str = ""
    region: str = ""
    bucket: str = ""
    variables: Mapping[str, Any] = _NOTHING
    patches: tuple[str, ...] = ()
    workflows: Mapping[str, Mapping[str, str]] = _NOTHING
    branch: str = ""
    remote: str = "origin"


class Repository(NamedTuple):
    """What `workflows.toml` says; everything is empty where there is no such file. *ignore*: `[validation] ignore`."""

    root: Path
    bucket: str = ""
    region: str = ""
    profile: str = ""
    ignore: tuple[str, ...] = ()
    workflows: Mapping[str, WorkflowEntry] = _NOTHING
    environments: Mapping[str, EnvironmentEntry] = _NOTHING

    def workflow(self, name: str, environment: str = "") -> WorkflowEntry:
        """
        Return what is said of the workflow *name*, in *environment* where one is named; the empty entry for neither.

        Raises:
            UsageError: the file has no such environment.
        """
        entry = self.workflows.get(name, WorkflowEntry())
        here = self.environment(environment).workflows.get(name, {})
        return entry._replace(stack=here.get("stack", entry.stack), resource=here.get("resource", entry.resource))

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
        UsageError: the file is not TOML, or holds keys or values that mean nothing here: all of them are named.
    """
    root = repository_root(start)
    file = root / FILE_NAME
    if not file.exists():
        return Repository(root)
    try:
        return parse_repository(root, file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


def parse_repository(root: Path, content: bytes) -> Repository:
    """
    Return what *content*, that of a `workflows.toml`, says of the repository in *root*.

    Raises:
        UsageError: it is not TOML, or holds keys or values that mean nothing here: all of them are named.
    """
    import tomllib  # a repository without the file does not wait for it

    from workflow_updater import toml_values as toml
    from workflow_updater.toml_place import Place, Source

    file = root / FILE_NAME
    try:
        text = content.decode()
        parsed = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from error
    place: dict[str, toml.Reader] = {"stack": toml.text, "resource": toml.text}
    account: dict[str, toml.Reader] = {"profile": toml.text, "region": toml.text, "bucket": toml.text}
    workflow = place | {
        "definition": toml.text,
        "bucket": toml.text,
        "ignore": toml.rule_ids,
        "require_permissions": toml.flag,
        "require_tests": toml.flag,
        "type": toml.machine_type,
    }
    environment = account | {
        "variables": toml.variables,
        "patches": toml.texts,
        "workflows": toml.read_tables(lambda at, value: toml.read_table(at, value, place)),
        "branch": toml.branch,
        "remote": toml.text,
    }
    readers = account | {
        "validation": lambda at, value: toml.read_table(at, value, {"ignore": toml.rule_ids}),
        "workflows": toml.read_tables(lambda at, value: WorkflowEntry(**toml.read_table(at, value, workflow))),
        "environments": toml.read_tables(lambda at, value: EnvironmentEntry(**toml.read_table(at, value, environment))),
    }
    found = toml.read_table(Place(Source(str(file), text)), parsed, readers)
    return Repository(root, **found.pop("validation", {}), **found)
