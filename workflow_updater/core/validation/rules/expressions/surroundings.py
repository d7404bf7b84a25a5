"""Which scope is inside which, and what an inner one sees of the variables of the outer."""

from __future__ import annotations

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import Scope


def container(scope: Scope) -> Path:
    """Return the path of the state that has *scope* inside; () of the whole machine, which nothing contains."""
    return scope.path[:-2] if scope.kind == "branch" else scope.path[:-1]  # of () that is ()


def outer_scope(scope: Scope) -> Path | None:
    """Return the path of the scope around *scope*, None around the whole machine."""
    return None if scope.kind == "machine" else container(scope)[:-2]


def is_distributed(scope: Scope) -> bool:
    """Return whether *scope* runs in executions of its own, which do not see the variables outside."""
    config = scope.body.get("ProcessorConfig")
    return scope.kind == "processor" and isinstance(config, dict) and config.get("Mode") == "DISTRIBUTED"
