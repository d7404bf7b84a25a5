"""Findings for programs: SARIF and GitHub annotations."""

from __future__ import annotations

import json
from pathlib import Path

from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule
from workflow_updater.report.github import github_lines
from workflow_updater.report.sarif import sarif_value

GOLDEN = Path(__file__).parents[2] / "golden" / "report"
RULES = (
    Rule(id="E107", title="A target exists", description="It must.", source="https://example.org/1", hint="name one"),
    Rule(id="W501", title="Not used", description="Never told.", source="https://example.org/2"),
)
FINDINGS = (
    Finding("b c.json", 4, 2, "E107", "error", "goes, to: nowhere\n100%", "/States/A", "name one"),
    Finding("a.json", 0, 0, "AWS:NO_PATH", "warning", "no place"),
)


def test_sarif_describes_the_rules_that_found_something_and_where():
    value = sarif_value(FINDINGS, RULES, version="1.2.3")

    assert value == json.loads((GOLDEN / "findings.sarif").read_text("utf-8"))


def test_an_annotation_cannot_be_ended_or_forged_by_a_definition():
    hostile = Finding("a.json\n::error::x", 1, 1, "E107", "error", "a\r\n::set-output name=x::y", "", "")

    assert github_lines([*FINDINGS, hostile]) == [
        "::warning file=a.json,title=AWS%3ANO_PATH::no place",
        "::error file=a.json%0A%3A%3Aerror%3A%3Ax,line=1,col=1,title=E107::a%0D%0A::set-output name=x::y",
        "::error file=b c.json,line=4,col=2,title=E107::goes, to: nowhere%0A100%25%0Aname one",
    ]
