"""Which test files a call means, and the workflows that they are for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workflow_updater.errors import UsageError
from workflow_updater.sources.workflow_path import workflow_path

TESTS = "tests"
SUFFIXES = {".yaml", ".yml"}


def test_files(given: Iterable[str], root: Path) -> list[Path]:
    """
    Return the test files that *given* names, each once: files, workflows; all of the repository at *root* for nothing.

    Raises:
        UsageError: one of them has no tests, or there are none at all.
    """
    named = list(given)
    found = [file for one in named for file in _files_of(one, root)]
    if not named:
        found = [file for folder in sorted((root / "workflows").glob("*")) for file in _in(folder)]
        if not found:
            raise UsageError(
                f"no workflow in {root / 'workflows'} has tests",
                hint="tests of a workflow are workflows/NAME/tests/*.yaml",
            )
    return list(dict.fromkeys(_from_here(file) for file in found))


def _files_of(given: str, root: Path) -> list[Path]:
    path = Path(given)
    if path.is_file() and path.suffix in SUFFIXES and not path.stem.endswith(".asl"):
        return [path]
    folder = workflow_path(given, root).parent
    found = _in(folder)
    if not found:
        raise UsageError(f"{given} has no tests", hint=f"tests are the files {folder / TESTS / '*.yaml'}")
    return found


def _in(folder: Path) -> list[Path]:
    return sorted(file for file in (folder / TESTS).glob("*") if file.suffix in SUFFIXES)


def _from_here(file: Path) -> Path:
    """Return *file* as one would type it."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
