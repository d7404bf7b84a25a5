"""Which test files a call means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from workflow_updater.errors import UsageError
from workflow_updater.sources.inside import check_inside
from workflow_updater.sources.shown_path import shown_path

TESTS = "tests"
SUFFIXES = {".yaml", ".yml"}


def suite_files(
    given: Iterable[str], everywhere: Iterable[Path], find: Callable[[str], Path], *, root: Path
) -> list[Path]:
    """
    Return the test files that *given* names, each once: files, or workflows, whose definitions *find* finds.

    For nothing they are those of all definitions and folders *everywhere*. *root* is the repository's.

    Raises:
        UsageError: one of them has no tests, or leads out of the repository, or there are none at all.
    """
    named = list(given)
    found = [file for one in named for file in _named(one, find)]
    if not named:
        found = [file for place in everywhere for file in suites_of(place)]
        if not found:
            raise UsageError("no workflow has tests", hint="tests of a workflow are workflows/NAME/tests/*.yaml")
    for file in found:
        check_inside(file, root)
    return list(dict.fromkeys(shown_path(file) for file in found))


def suites_of(workflow: Path) -> list[Path]:
    """Return the test files of *workflow*, a definition or its folder, by name."""
    folder = workflow if workflow.is_dir() else workflow.parent
    return sorted(file for file in (folder / TESTS).glob("*") if file.suffix in SUFFIXES)


def _named(given: str, find: Callable[[str], Path]) -> list[Path]:
    path = Path(given)
    if path.is_file() and path.suffix in SUFFIXES and not path.stem.endswith(".asl"):
        return [path]
    folder = path.resolve().parent if path.is_dir() and path.resolve().name == TESTS else find(given).parent
    found = suites_of(folder)
    if not found:
        raise UsageError(f"{given} has no tests", hint=f"its tests would be {folder / TESTS / '*.yaml'}")
    return found
