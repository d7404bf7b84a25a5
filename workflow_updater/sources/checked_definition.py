"""A definition file, read and validated."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.suppression import suppressible
from workflow_updater.core.validation.validate import located, validate
from workflow_updater.errors import UsageError
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.rendering import Rendering


def check_definition(
    path: Path, *, machine_type: MachineType = "", ignore: Collection[str] = (), rendering: Rendering | None = None
) -> tuple[Document | None, list[Finding]]:
    """
    Return the document in *path*, None when it cannot be read, and all its findings with their places.

    *machine_type* is that of the state machine that shall run it, when it is known; warnings of the rules that *ignore*
    names are left out. *rendering* says what a template may know, and which patches are applied.

    Raises:
        UsageError: the file cannot be opened, or *ignore* names the rule of an error.
        DeployError: AWS did not answer a lookup of a template.
    """
    _check_ignored(ignore)
    read = read_definition(path, rendering)
    if isinstance(read, Document) and rendering and rendering.patches:
        from workflow_updater.sources.overlay import overlaid  # nobody else pays for jsonpatch

        read = overlaid(read, str(path), rendering.patches)
    if not isinstance(read, Document):
        return None, list(read)
    found = [finding for finding in validate(read.value, machine_type=machine_type) if finding.rule not in ignore]
    return read, located(found, read, str(path))


def _check_ignored(ignore: Collection[str]) -> None:
    errors = sorted(rule for rule in ignore if not rule.startswith("W"))
    if errors:
        raise UsageError(
            f"workflows.toml cannot ignore {', '.join(errors)}: the macro would refuse the definition all the same",
            hint=_cure(errors[0]),
        )


def _cure(rule: str) -> str:
    if suppressible(rule):
        return f'where the rule is wrong, say so in the definition: "Comment": "… noqa: {rule}"'
    return "take it out of `ignore`: nothing takes findings of this rule back"
