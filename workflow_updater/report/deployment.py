"""Plans and their progress, as lines for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from workflow_updater.core.content_address import addressed_digest, parse_location
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.core.short import short_id
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import (
    AliasMoved,
    ChangeSetCreated,
    InLine,
    Noted,
    Planned,
    Progress,
    Published,
    Recorded,
    Reviewed,
    StackMoved,
    Verified,
    Waiting,
)
from workflow_updater.report.difference import difference_lines
from workflow_updater.report.permissions import role_lines
from workflow_updater.report.recorded import recorded_line, replaced_lines
from workflow_updater.report.text import finding_lines


def plan_lines(plan: Plan) -> list[str]:
    """Return what the plan changes, state by state, and its steps."""
    return [*change_lines(plan), *(f"  {number}. {step}" for number, step in enumerate(plan.steps, 1))]


def change_lines(plan: Plan) -> list[str]:
    """Return what the plan changes, state by state."""
    if plan.is_unchanged:
        return [f"{plan.target} runs {short_id(plan.publication.digest)} already: no change"]
    lines = [f"{plan.target}: {runs_now(plan)} → {short_id(plan.publication.digest)}"]
    lines += [f"  {line}" for line in replaced_lines(plan)]
    lines += [f"  {line}" for line in difference_lines(plan.differences)]
    lines += [f"  note: {plan.template.note}"] if plan.template.note else []
    lines += [f"  {plan.publishing.told(plan.target.stack)}"] if plan.publishing else []
    return lines + [f"  {line}" for line in role_lines(plan.permissions)]


def planned_lines(planned: Planned) -> list[str]:
    """Return the warnings about the plan and what it changes; nothing for one that does nothing."""
    plan = planned.plan
    lines = ["planned again, on top of what somebody else changed"] if planned.again else []
    lines += finding_lines(plan.warnings)
    return lines if plan.is_unchanged else [*lines, *change_lines(plan)]


def weights_text(weights: Mapping[str, int]) -> str:
    """Return how much each version gets: `version 3 10 %, version 2 90 %`, the newest first."""
    newest_first = sorted(weights.items(), key=lambda one: (len(one[0]), one[0]), reverse=True)
    return ", ".join(f"version {number} {weight} %" for number, weight in newest_first)


def runs_now(plan: Plan) -> str:
    """Return a short name of what runs now: its digest, its object, or that nothing was pushed yet."""
    try:
        key = parse_location(plan.location_now).key
    except LocationUnreadable:
        return "no workflow yet"
    return short_id(addressed_digest(key)) or key


def progress_line(progress: Progress) -> str:
    """Return the line for one step; "" for what is only waited for."""
    match progress:
        case Planned() | InLine() | Waiting():
            return _line_before(progress)
        case Published():
            return f"published {progress.location}"
        case ChangeSetCreated():
            return f"change set {progress.name} created"
        case Reviewed():
            return f"reviewed: only the definition of {progress.logical_id} changes"
        case StackMoved() | AliasMoved() | Noted():
            return _line_meanwhile(progress)
        case Verified() | Recorded():
            return _line_after(progress)
        case _:
            assert_never(progress)


def _line_before(progress: Planned | InLine | Waiting) -> str:
    if isinstance(progress, Planned):
        return "\n".join(planned_lines(progress))
    return f"{progress.stack}: in line: {progress.why}" if isinstance(progress, InLine) else ""


def _line_after(progress: Verified | Recorded) -> str:
    if isinstance(progress, Verified):
        return f"verified: {progress.machine_arn} runs what was pushed"
    return recorded_line(progress)


def _line_meanwhile(progress: StackMoved | AliasMoved | Noted) -> str:
    match progress:
        case StackMoved():
            line = f"{progress.at.astimezone():%H:%M:%S} {progress.status} {progress.logical_id}"
            return f"{line}: {progress.reason}" if progress.reason else line
        case AliasMoved():
            return f"alias {progress.alias}: {weights_text(progress.weights)}"
        case Noted():
            return f"note: {progress.text}"
