"""
Which state a transition means, when names and targets may hold `${placeholders}`.

A placeholder leaves open what is meant, and then nothing is refused: to compare every target with every name would take
time with the square of the definition.
"""

from __future__ import annotations

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.placeholders import has_placeholder

_MOST_NAMES, _MOST_CHARACTERS = 200, 80  # comparing takes time with the product; no person reads more


def may_exist(scope: Scope, target: str) -> bool:
    """Return whether *target* is a state of *scope*, or may be one once the placeholders are replaced."""
    return target in scope.names or bool(scope.open_names) or has_placeholder(target)


def nearest(scope: Scope, target: str) -> str:
    """Return the question for the state that was probably meant, "" when none is close or there are too many."""
    if len(scope.names) > _MOST_NAMES or len(target) > _MOST_CHARACTERS:
        return ""
    from difflib import get_close_matches  # here, since the macro's cold start counts

    by_folded_name = {name.casefold().strip(): name for name in scope.names if len(name) <= _MOST_CHARACTERS}
    close = get_close_matches(target.casefold().strip(), by_folded_name, n=1)
    return f'did you mean "{by_folded_name[close[0]]}"?' if close else ""
