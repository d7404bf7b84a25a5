"""The findings of `validate` for programs: json, sarif, GitHub annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.json import findings_value
from workflow_updater.screen import Screen

Format = Literal["json", "sarif", "github"]


def tell_as(chosen: Format, findings: Sequence[Finding], root: Path, screen: Screen) -> None:
    """
    Tell *findings* on *screen*.

    For sarif and github, files are told relative to the folder *root*, the repository's: that is how the platform finds
    them, wherever the command ran.
    """
    if chosen == "json":
        screen.result_json(findings_value(findings))
    elif chosen == "github":
        from workflow_updater.report.github import github_lines

        for line in github_lines(_below(findings, root)):
            screen.result(line)
    else:
        from workflow_updater.core.every_rule import EVERY_RULE
        from workflow_updater.installation import version
        from workflow_updater.report.sarif import sarif_value

        screen.result_json(sarif_value(_below(findings, root), EVERY_RULE, version=version()))


def _below(findings: Sequence[Finding], root: Path) -> list[Finding]:
    top = root.resolve()
    places = {finding.file: Path(finding.file).resolve() for finding in findings}
    return [
        finding._replace(file=place.relative_to(top).as_posix()) if place.is_relative_to(top) else finding
        for finding in findings
        for place in (places[finding.file],)
    ]
