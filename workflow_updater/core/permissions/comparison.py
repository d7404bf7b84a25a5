"""What a role lacks of what a definition needs, and what it has beyond that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from workflow_updater.core.permissions.grant import Need
from workflow_updater.core.permissions.observation import OBSERVING
from workflow_updater.core.permissions.policy import Statement, condition_met, speaks_of_action, verdict
from workflow_updater.core.permissions.wildcards import covers, overlaps


class Lack(NamedTuple):
    """A need that the role does not surely meet, and why."""

    need: Need
    reason: str


class Excess(NamedTuple):
    """
    A right that the definition does not need.

    *kind* is `unneeded`, or `wider`: needed, but for less than the `*` in it allows. *than* is then what is needed.
    """

    statement: str
    action: str
    resource: str
    kind: Literal["unneeded", "wider"]
    than: tuple[str, ...] = ()


class Comparison(NamedTuple):
    """*missing* would fail at run time; *unsure* cannot be decided from the text; *excess* is more than is needed."""

    missing: tuple[Lack, ...] = ()
    unsure: tuple[Lack, ...] = ()
    excess: tuple[Excess, ...] = ()


def compare(
    needs: Sequence[Need], allowed: Sequence[Statement], *, unknown: Sequence[str] = (), tolerated: Sequence[Need] = ()
) -> Comparison:
    """
    Return how *needs* and a role's statements differ.

    *unknown* names attached policies that nobody could read; what *tolerated* holds is not too much, and not missed.
    """
    missing, unsure = [], []
    for need in needs:
        found, decided_by = verdict(need.grant, allowed)
        if found == "allowed":
            continue
        reason = _REASONS[found].format(statement=decided_by)
        if found == "missing" and unknown:
            reason = f"not allowed, unless by {', '.join(unknown)}, which cannot be read here"
        if need.certainty == "perhaps" or found in {"partly", "conditional"} or (found == "missing" and unknown):
            unsure.append(Lack(need, reason))
        else:
            missing.append(Lack(need, reason))
    return Comparison(tuple(missing), tuple(unsure), tuple(_excess((*needs, *tolerated), allowed)))


_REASONS = {
    "missing": "not allowed",
    "denied": "denied by {statement}",
    "partly": "allowed on a part of it, by {statement}",
    "conditional": "allowed under conditions that only IAM can judge, by {statement}",
}


def _excess(needs: Sequence[Need], allowed: Iterable[Statement]) -> Iterator[Excess]:
    for statement in allowed:
        if statement.effect != "Allow":
            continue
        relevant = [
            need
            for need in needs
            if speaks_of_action(statement, need.grant.action)
            and condition_met(statement.conditions, need.grant) != "no"
        ]
        if statement.not_actions or statement.not_resources:
            action = (
                f"all but {', '.join(statement.not_actions)}" if statement.not_actions else ", ".join(statement.actions)
            )
            resource = ", ".join(statement.resources) or f"all but {', '.join(statement.not_resources)}"
            yield Excess(
                str(statement), action, resource, "wider", tuple(sorted({need.grant.action for need in relevant}))
            )
            continue
        for action in statement.actions:
            for resource in statement.resources:
                yield from _beyond(statement, action, resource, relevant)


def _beyond(statement: Statement, action: str, resource: str, relevant: Sequence[Need]) -> Iterator[Excess]:
    """Yield what is too much of one action on one resource; nothing when exactly that, or a part of it, is needed."""
    used = [
        need
        for need in relevant
        if covers(action.lower(), need.grant.action.lower()) and overlaps(resource, need.grant.resource)
    ]
    if not used:
        if action.lower() not in OBSERVING:
            yield Excess(str(statement), action, resource, "unneeded")
    elif "*" in action or "?" in action:
        yield Excess(str(statement), action, resource, "wider", tuple(sorted({need.grant.action for need in used})))
    elif "*" in resource and not any(covers(need.grant.resource, resource) for need in used):
        yield Excess(str(statement), action, resource, "wider", tuple(sorted({need.grant.resource for need in used})))
