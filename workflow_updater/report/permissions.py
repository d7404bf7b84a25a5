"""Permissions, as lines for a person and as values for `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workflow_updater.core.permissions.comparison import Comparison, Excess, Lack
from workflow_updater.core.permissions.grant import Grant, Need
from workflow_updater.plan.model import RolePermissions

_MOST_STATES = 3


def grant_text(grant: Grant) -> str:
    """Return `action on resource`, and the condition if there is one."""
    conditions = ", ".join(f"{key} {value}" for _, key, value in grant.condition)
    return f"{grant.action} on {grant.resource}" + (f" with {conditions}" if conditions else "")


def need_lines(needs: Sequence[Need]) -> list[str]:
    """Return what each state needs: its pointer, then a line for each grant."""
    by_state: dict[str, list[str]] = {}
    for need in needs:
        for state in need.why:
            by_state.setdefault(state, []).append(f"  {grant_text(need.grant)}{_remark(need)}")
    return [line for state, lines in sorted(by_state.items()) for line in (state, *lines)]


def _remark(need: Need) -> str:
    if need.certainty == "sure":
        return ""
    return f"  ({'perhaps: ' if need.certainty == 'perhaps' else ''}{need.note})"


def need_value(need: Need) -> dict[str, Any]:
    """Return a need: action, resource, condition, the states that have it, and how sure that is."""
    conditions = [{"operator": operator, "key": key, "value": value} for operator, key, value in need.grant.condition]
    return {
        "action": need.grant.action,
        "resource": need.grant.resource,
        "conditions": conditions,
        "states": list(need.why),
        "certainty": need.certainty,
        "note": need.note,
    }


def lack_line(lack: Lack) -> str:
    """Return what is lacking, why, and which states will miss it."""
    states = list(lack.need.why[:_MOST_STATES])
    if len(lack.need.why) > _MOST_STATES:
        states.append(f"{len(lack.need.why) - _MOST_STATES} more")
    return f"{grant_text(lack.need.grant)}: {lack.reason}{_remark(lack.need)} [{', '.join(states)}]"


def excess_line(excess: Excess) -> str:
    """Return what is too much, and what would do."""
    line = f"{excess.action} on {excess.resource} ({excess.statement})"
    if excess.kind == "unneeded":
        return f"{line}: not needed"
    return f"{line}: needed for {', '.join(excess.than) or 'nothing'} only"


def comparison_lines(found: Comparison, role: str) -> list[str]:
    """Return what *role* lacks and what it has too much."""
    lines = lacking_lines(found.missing, found.unsure, role)
    if found.excess:
        lines += [f"{role} may do more than the workflow needs:", *(f"  {excess_line(one)}" for one in found.excess)]
    return lines or [f"{role} may do what the workflow needs, and no more"]


def lacking_lines(missing: Iterable[Lack], unsure: Iterable[Lack], role: str) -> list[str]:
    """Return what *role* lacks, and what it perhaps lacks; nothing when it lacks nothing."""
    lines = []
    for title, lacks in ((f"{role} lacks:", missing), (f"not sure that {role} may:", unsure)):
        told = [f"  {lack_line(lack)}" for lack in lacks]
        lines += [title, *told] if told else []
    return lines


def comparison_value(found: Comparison) -> dict[str, Any]:
    """Return what is missing, unsure and too much."""
    return {
        "missing": [lack_value(lack) for lack in found.missing],
        "unsure": [lack_value(lack) for lack in found.unsure],
        "excess": [excess._asdict() | {"than": list(excess.than)} for excess in found.excess],
    }


def lack_value(lack: Lack) -> dict[str, Any]:
    """Return a lack: the need, and the reason."""
    return {**need_value(lack.need), "reason": lack.reason}


def role_lines(permissions: RolePermissions) -> list[str]:
    """Return what a plan's role lacks, or that nobody could look; nothing when all is well."""
    name = f"the role {permissions.role_arn.rpartition('/')[2]}"
    if permissions.unread:
        return [f"permissions of the role not checked: {permissions.unread}"] if permissions.role_arn else []
    return lacking_lines(permissions.missing, permissions.unsure, name)


def role_value(permissions: RolePermissions) -> dict[str, Any]:
    """Return what a plan's role lacks."""
    return {
        "role": permissions.role_arn,
        "boundary": permissions.boundary,
        "unread": permissions.unread,
        "missing": [lack_value(lack) for lack in permissions.missing],
        "unsure": [lack_value(lack) for lack in permissions.unsure],
    }
