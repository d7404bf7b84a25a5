"""A definition file, read and validated."""

from __future__ import annotations

from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located, validate
from workflow_updater.sources.definition_file import read_definition


def check_definition(path: Path) -> tuple[Document | None, list[Finding]]:
    """
    Return the document in *path*, None when it cannot be read, and all its findings with their places.

    Raises:
        UsageError: the file cannot be opened.
    """
    read = read_definition(path)
    if not isinstance(read, Document):
        return None, list(read)
    return read, located(validate(read.value), read, str(path))
