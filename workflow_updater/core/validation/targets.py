"""Which state a transition means, when names and targets may hold `${placeholders}`."""

from __future__ import annotations

from collections.abc import Collection

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.placeholders import could_become, has_placeholder

_MOST_NAMES = 300  # comparing takes time with the square of the names; no person reads more states than these


def targets_of(scope: Scope, target: str) -> Collection[str]:
    """Return the states that *target* may mean: one, none, or several where a placeholder leaves it open."""
    names = scope.names
    if target in names:
        return (target,)
    if has_placeholder(target):
        return [name for name in names if has_placeholder(name) or could_become(target, name)]
    return [name for name in names if has_placeholder(name) and could_become(name, target)]


def nearest(scope: Scope, target: str) -> str:
    """Return the question for the state that was probably meant, "" when none is close."""
    if len(scope.names) > _MOST_NAMES:
        return ""
    from difflib import get_close_matches  # here, since the macro's cold start counts

    by_folded_name = {name.casefold().strip(): name for name in scope.names}
    close = get_close_matches(target.casefold().strip(), by_folded_name, n=1)
    return f'did you mean "{by_folded_name[close[0]]}"?' if close else ""
