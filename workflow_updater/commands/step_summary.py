"""What a deployment leaves on the page of a GitHub Actions run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workflow_updater.plan.model import Plan
from workflow_updater.report.deployment import change_lines


def write_step_summary(environ: Mapping[str, str], plan: Plan, ended: str) -> None:
    """Append what *plan* changes and how it *ended* to the file that GITHUB_STEP_SUMMARY names; nothing without it."""
    file = environ.get("GITHUB_STEP_SUMMARY", "")
    if not file:
        return
    lines = [f"### {plan.target}", "", ended, "", "```diff", *change_lines(plan), "```", ""]
    with Path(file).open("a", encoding="utf-8", errors="backslashreplace") as summary:
        summary.write("\n".join(lines) + "\n")
