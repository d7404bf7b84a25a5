"""A definition as it was at a git revision, or as it is staged: read and validated like any other."""

from __future__ import annotations

import tempfile
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import UsageError
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.definition_file import FOLDER_NAMES, definition_path
from workflow_updater.sources.git import files_at


def check_definition_at(path: Path, revision: str, shown: str) -> tuple[Document | None, list[Finding]]:
    """
    Return what `check_definition` says of *path* at a commit's id, or as staged; *shown* names it in messages.

    The folder of the definition is read as a whole, for what the definition includes. A definition that changed its
    form since (definition.asl.json, now .yaml) is found all the same.

    Raises:
        UsageError: the revision has no such file.
    """
    files = files_at(path.parent, revision)
    with tempfile.TemporaryDirectory(prefix="deploy-workflow-") as made:
        folder = Path(made)
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        document, findings = check_definition(_file(folder, path, shown))
        if document is not None:
            document.locate("")  # what it reads, it reads while the files are there
    return document, [finding._replace(file=f"{shown}:{path}") for finding in findings]


def _file(folder: Path, path: Path, shown: str) -> Path:
    file = folder / path.name
    if file.is_file():
        return file
    if path.name in FOLDER_NAMES and any((folder / name).is_file() for name in FOLDER_NAMES):
        return definition_path(folder)
    raise UsageError(f"{shown} has no {path}", hint="it was added or renamed since; compare with another revision")
