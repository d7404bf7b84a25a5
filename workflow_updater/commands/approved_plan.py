"""`deploy --approved FILE`: only the plan that somebody approved is carried out, however long ago that was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workflow_updater.errors import Refused, UsageError
from workflow_updater.plan.model import Plan
from workflow_updater.report.plan_json import FORMAT, plan_value

_HINT = "`deploy-workflow plan … --json > FILE` writes it"
# What a plan does to what, in the order in which a difference is told. The rest is about how, or for a person.
# `replaces` too: after a rollback the same may run as when it was approved, and nobody approved to undo that.
_APPROVED = (
    "stack",
    "state_machine",
    "resource",
    "parameter",
    "digest",
    "location_then",
    "location_now",
    "replaces",
    "changes",
)


def read_approved(file: Path) -> dict[str, Any]:
    """
    Return the plan in *file*.

    Raises:
        UsageError: there is no such file, or it holds no plan of this format.
    """
    try:
        value = json.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise UsageError(f"{file}: cannot read the approved plan: {fault.strerror}", hint=_HINT) from fault
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"{file} is no approved plan: {fault}", hint=_HINT) from fault
    if not isinstance(value, dict) or value.get("format") != FORMAT or not value.keys() >= set(_APPROVED):
        raise UsageError(f"{file} is no plan of format {FORMAT}", hint=_HINT)
    return value


def refuse_other(plan: Plan, approved: dict[str, Any], file: str) -> None:
    """
    Refuse a plan that does something else than the one that was approved, or on top of something else.

    Raises:
        Refused: it does.
    """
    now = plan_value(plan)
    other = next((key for key in _APPROVED if now[key] != approved[key]), "")
    if other:
        was, is_ = (json.dumps(one, ensure_ascii=False)[:300] for one in (approved[other], now[other]))
        raise Refused(
            f"{plan.target}: not what {file} approves; nothing was changed\n  {other} approved: {was}\n"
            f"  {other} now: {is_}",
            hint="somebody deployed meanwhile, or this is another commit: plan again, and have that approved",
        )
