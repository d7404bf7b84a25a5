"""
One folder of tests/golden/validation is one rule.

`valid*` have no finding of any rule; the findings of `invalid*` are in the file `.txt` beside it, one a line.
A name that ends in `_express` is that of an express workflow's definition.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden_findings import lines, name
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.definition.reading_rules import TOO_LARGE
from workflow_updater.core.definition.rendering_rules import RENDERING_RULES
from workflow_updater.core.injection_rules import INJECTION_RULES
from workflow_updater.core.validation.catalogue import ALL_RULES
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located, validate
from workflow_updater.sources.yaml_definition import read_yaml

GOLDEN = Path(__file__).parents[2] / "golden" / "validation"
READERS = {".json": read_json, ".yaml": read_yaml}
CASES = sorted(case for case in GOLDEN.glob("*/*valid*") if case.suffix in READERS)
VALID = [case for case in CASES if case.name.startswith("valid")]
INVALID = [case for case in CASES if case.name.startswith("invalid")]
# test_read_json, the golden templates and the macro's golden cases have these
ELSEWHERE = {TOO_LARGE, *RENDERING_RULES, *INJECTION_RULES}


def findings_of(file: Path) -> list[Finding]:
    document = READERS[file.suffix](file.read_bytes())
    return (
        located(validate(document.value, machine_type=machine_type(file)), document, "")
        if isinstance(document, Document)
        else list(document)
    )


def machine_type(file: Path) -> MachineType:
    return "EXPRESS" if file.stem.endswith("_express") else ""


@pytest.mark.parametrize("file", VALID, ids=name)
def test_a_valid_definition_has_no_finding(file: Path):
    assert findings_of(file) == []


@pytest.mark.parametrize("file", INVALID, ids=name)
def test_an_invalid_definition_has_exactly_these_findings(file: Path):
    found = findings_of(file)

    assert lines(found) == file.with_suffix(".txt").read_text(encoding="utf-8")
    assert file.parent.name in {finding.rule for finding in found}


@pytest.mark.parametrize("rule", [rule for rule in ALL_RULES if rule not in ELSEWHERE], ids=lambda rule: rule.id)
def test_every_rule_has_a_valid_and_an_invalid_case(rule):
    folder = GOLDEN / rule.id

    assert any(case.parent == folder for case in VALID)
    assert any(case.parent == folder for case in INVALID)
