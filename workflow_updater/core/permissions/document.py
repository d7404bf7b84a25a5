"""Needs as a policy document: minimal, sorted, ready to paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflow_updater.core.permissions.grant import Condition, Need
from workflow_updater.core.permissions.wildcards import covers


def policy_document(needs: Sequence[Need]) -> dict[str, Any]:
    """
    Return the policy that allows *needs*; actions of a service that share resources and conditions share a statement.

    What is needed in some cases only stands in statements whose Sid begins with `Perhaps`.
    """
    taken = [need for need in needs if not _is_within_another(need, needs)]
    resources: dict[tuple[bool, str, tuple[Condition, ...]], set[str]] = {}
    for need in taken:
        key = (need.certainty == "perhaps", need.grant.action, need.grant.condition)
        resources.setdefault(key, set()).add(need.grant.resource)
    groups: dict[tuple[bool, str, tuple[str, ...], tuple[Condition, ...]], list[str]] = {}
    for (perhaps, action, condition), found in sorted(resources.items()):
        group = (perhaps, action.partition(":")[0], tuple(sorted(found)), condition)
        groups.setdefault(group, []).append(action)
    sids: dict[str, int] = {}
    return {
        "Version": "2012-10-17",
        "Statement": [
            _statement(_sid(service, sids, perhaps=perhaps), actions, list(found), condition)
            for (perhaps, service, found, condition), actions in groups.items()
        ],
    }


def _is_within_another(need: Need, needs: Sequence[Need]) -> bool:
    return any(
        other.grant.action == need.grant.action
        and other.grant.condition in ((), need.grant.condition)
        and other.grant != need.grant
        and other.certainty != "perhaps"
        and covers(other.grant.resource, need.grant.resource)
        for other in needs
    )


def _statement(sid: str, actions: list[str], resources: list[str], condition: Sequence[Condition]) -> Mapping[str, Any]:
    conditions: dict[str, dict[str, str]] = {}
    for operator, key, value in condition:
        conditions.setdefault(operator, {})[key] = value
    statement = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return statement | {"Condition": conditions} if conditions else statement


def _sid(service: str, sids: dict[str, int], *, perhaps: bool) -> str:
    name = ("Perhaps" if perhaps else "") + "".join(part.capitalize() for part in service.split("-"))
    sids[name] = sids.get(name, 0) + 1
    return name + (str(sids[name]) if sids[name] > 1 else "")
