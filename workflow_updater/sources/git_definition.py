"""A definition as it was at a git revision, or as it is staged: rendered and validated like any other."""

from __future__ import annotations

import tempfile
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import UsageError
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.definition_file import FOLDER_NAMES, TEMPLATE_SUFFIX
from workflow_updater.sources.git import files_at
from workflow_updater.sources.rendering import Rendering


class NotThere(UsageError):
    """A revision has no such file."""


def check_definition_at(
    path: Path, revision: str, shown: str, rendering: Rendering
) -> tuple[Document | None, list[Finding]]:
    """
    Return what `check_definition` says of *path* at a commit's id, or as staged; *shown* names it in messages.

    What a template includes and the patches are of that revision too; variables are those of now. A definition that
    changed its form since (definition.asl.json, now .yaml) is found all the same.

    Raises:
        NotThere: the revision has no such file.
        DeployError: AWS did not answer a lookup of a template.
    """
    files = files_at(path.parent, revision)
    file = _file(files, path, shown)
    root = rendering.root.resolve()
    below = path.parent.resolve().relative_to(root)
    with tempfile.TemporaryDirectory(prefix="deploy-workflow-") as made:
        then = Path(made)
        _write(files, then / below)
        if rendering.patches or file.endswith(TEMPLATE_SUFFIX):
            _write(files_at(root, revision), then)
        patches = tuple(then / one.resolve().relative_to(root) for one in rendering.patches)
        there = tuple(patch for patch in patches if patch.is_file())
        document, findings = check_definition(
            then / below / file, rendering=rendering._replace(root=then, patches=there)
        )
    return document, [finding._replace(file=f"{shown}:{path.with_name(file)}") for finding in findings]


def _file(files: dict[str, bytes], path: Path, shown: str) -> str:
    """Return the name of the definition among *files*: the same, or the only other one that a folder may have."""
    others = [name for name in FOLDER_NAMES if name in files] if path.name in FOLDER_NAMES else []
    if path.name in files or len(others) == 1:
        return path.name if path.name in files else others[0]
    raise NotThere(f"{shown} has no {path}", hint="it was added or renamed since; REV:PATH names another file")


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
