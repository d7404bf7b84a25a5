"""Which file a call means that names a workflow: a file, a folder, or a name below `workflows/`."""

from __future__ import annotations

from pathlib import Path

from workflow_updater.sources.definition_file import FOLDER_NAMES, definition_path


def workflow_path(given: str, root: Path) -> Path:
    """
    Return the file of the definition that *given* names; *root* is the repository's.

    Raises:
        UsageError: a folder holds no definition, or several.
    """
    below = root / "workflows" / given
    return definition_path(below if below.is_dir() and not Path(given).exists() else Path(given))


def workflow_name(given: str) -> str:
    """Return the name of the workflow that *given* belongs to: of the folder, for `workflows/NAME` and its file."""
    place = Path(given)
    return place.absolute().parent.name if place.name in FOLDER_NAMES else place.name
