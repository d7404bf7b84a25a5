"""The workflow and the template that a stack is made from: those of the repository, else those that come with us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_updater.errors import UsageError

GENERIC_TEMPLATE = "workflow_stack.yaml"


@dataclass(frozen=True)
class StackSource:
    """The stack's name, the file of its template, and the folder of its functions (None when there is none)."""

    stack: str
    template: Path
    functions: Path | None


def stack_source(name: str, workflow_folders: Sequence[Path], template_folders: Sequence[Path]) -> StackSource:
    """
    Return what the stack of workflow *name* is made from; the first folder that has it wins, `-` and `_` are equal.

    Raises:
        UsageError: no folder has such a workflow.
    """
    known = [folder for parent in workflow_folders for folder in _children(parent)]
    wanted = _plain(name)
    found = next((folder for folder in known if _plain(folder.name) == wanted), None)
    if found is None:
        names = ", ".join(sorted({_plain(folder.name) for folder in known})) or "none"
        raise UsageError(f"there is no workflow {name}", hint=f"--stack takes the name of a workflow: {names}")
    own, generic = found.name, Path(GENERIC_TEMPLATE).stem
    candidates = [folder / f"{stem}.yaml" for stem in (own, _plain(own), generic) for folder in template_folders]
    template = next((path for path in candidates if path.is_file()), candidates[-1])
    functions = found / "functions"
    return StackSource(_plain(own), template, functions if functions.is_dir() else None)


def _plain(name: str) -> str:
    return name.replace("_", "-")


def _children(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(child for child in parent.iterdir() if child.is_dir() and not child.name.startswith((".", "_")))
