"""
Which state a transition means, when names and targets may hold `${placeholders}`.

A placeholder leaves open what is meant, and then nothing is refused: to compare every target with every name would take
time with the square of the definition.
"""

from __future__ import annotations

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.nearest import nearest

_MOST_NAMES = 200  # comparing takes time with their number


def may_exist(scope: Scope, target: str) -> bool:
    """Return whether *target* is a state of *scope*, or may be one once the placeholders are replaced."""
    return target in scope.names or bool(scope.open_names) or has_placeholder(target)


def probably_meant(scope: Scope, target: str) -> str:
    """Return the question for the state that was probably meant, "" when none is close or there are too many."""
    close = nearest(target, scope.names) if len(scope.names) <= _MOST_NAMES else ""
    return f'did you mean "{close}"?' if close else ""
