"""Finds the cure for what AWS says."""

from __future__ import annotations

from workflow_updater.plan.hints.change_sets import CHANGE_SETS
from workflow_updater.plan.hints.executions import EXECUTIONS
from workflow_updater.plan.hints.hint import first_cure
from workflow_updater.plan.hints.updates import UPDATES


def cure_for(reason: str) -> str:
    """Return what to do about a change set or an update that failed with *reason*, "" when only its own words help."""
    return first_cure((*CHANGE_SETS, *UPDATES), reason)


def execution_cure(error: str, cause: str) -> str:
    """Return what to do about an execution that ended so, "" when only its own words help."""
    return first_cure(EXECUTIONS, f"{error}: {cause}")
