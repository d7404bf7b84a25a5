"""
One folder of tests/golden/rendering is one template in a repository of its own.

`definition.asl.*.j2` is rendered with `variables.json`, then with what is in `patches/`, by name. `rendered.json` holds
what comes of it, `findings.txt` which errors are found, one a line; each is there only when there is something.
Messages of the rules that read the rendered definition have golden files of their own, and are left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflow_updater.core.definition.rendering_rules import RENDERING_RULES
from workflow_updater.core.validation.finding import Finding
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.definition_file import definition_path
from workflow_updater.sources.rendering import Rendering

GOLDEN = Path(__file__).parents[2] / "golden" / "rendering"
CASES = sorted(case for case in GOLDEN.iterdir() if case.is_dir())


def line(finding: Finding) -> str:
    where = f"{finding.file}:{finding.line}:{finding.column}"
    message = f" {finding.message} [{finding.hint}]" if finding.rule < "E1" else ""
    return f"{where} {finding.rule} {finding.pointer or '-'}{message}\n"


def content(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_template_becomes_what_the_file_says(case: Path, monkeypatch):
    monkeypatch.chdir(case)
    variables = json.loads(content(case / "variables.json") or "{}")
    patches = tuple(sorted(Path("patches").iterdir())) if Path("patches").exists() else ()

    document, findings = check_definition(definition_path(Path()), rendering=Rendering(case, variables, patches))

    told = "".join(line(finding) for finding in findings if finding.severity == "error").replace(
        str(GOLDEN.parents[2]), "…"
    )
    rendered = json.dumps(document.value, indent=2, ensure_ascii=False) + "\n" if document else ""
    assert content(case / "findings.txt") == told
    assert content(case / "rendered.json") == rendered


def test_every_rule_of_rendering_has_a_case():
    found = "".join(content(case / "findings.txt") for case in CASES)

    assert [] == [rule.id for rule in RENDERING_RULES if f" {rule.id} " not in found]
