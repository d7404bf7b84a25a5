"""A definition file, read and validated."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located, validate
from workflow_updater.errors import UsageError
from workflow_updater.repository import FILE_NAME
from workflow_updater.sources.definition_file import read_definition


def check_definition(
    path: Path, *, machine_type: MachineType = "", ignore: Collection[str] = ()
) -> tuple[Document | None, list[Finding]]:
    """
    Return the document in *path*, None when it cannot be read, and all its findings with their places.

    *machine_type* is that of the state machine that shall run it, when it is known; warnings of the rules that *ignore*
    names are left out.

    Raises:
        UsageError: the file cannot be opened, or *ignore* names the rule of an error.
    """
    _check_ignored(ignore)
    read = read_definition(path)
    if not isinstance(read, Document):
        return None, list(read)
    found = [finding for finding in validate(read.value, machine_type=machine_type) if finding.rule not in ignore]
    return read, located(found, read, str(path))


def _check_ignored(ignore: Collection[str]) -> None:
    errors = sorted(rule for rule in ignore if not rule.startswith("W"))
    if errors:
        raise UsageError(
            f"{FILE_NAME} cannot ignore {', '.join(errors)}: the macro would refuse the definition all the same",
            hint=f'where the rule is wrong, say so in the definition: "Comment": "… noqa: {errors[0]}"',
        )
