"""
One folder of tests/golden/guardrails is one rule, with its policy in `policy.json`.

That policy has nothing against `valid*`; what it has against `invalid*` is in the file `.txt` beside it, one a line. In
G001, which is about the document itself, the cases are documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden_findings import lines, name
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.guardrails.judge import judge
from workflow_updater.core.guardrails.listed import GUARDRAIL_RULES, WALKED
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located

GOLDEN = Path(__file__).parents[2] / "golden" / "guardrails"
VALID = sorted(GOLDEN.glob("*/valid*.json"))
INVALID = sorted(GOLDEN.glob("*/invalid*.json"))
IN_THE_MACRO_ONLY = {"G002", "G003", "G004"}  # tests/golden/macro has them


def document_of(file: Path) -> Document:
    document = read_json(file.read_bytes())
    assert isinstance(document, Document), document
    return document


def findings_of(file: Path) -> list[Finding]:
    document = document_of(file)
    if file.parent.name == "G001":
        found = read_policy(document.value)
        return [] if isinstance(found, Policy) else located(found, document, "")
    policy = read_policy(document_of(file.with_name("policy.json")).value)
    assert isinstance(policy, Policy), policy
    return located(judge(document.value, policy), document, "")


@pytest.mark.parametrize("file", VALID, ids=name)
def test_what_is_allowed_has_no_finding(file: Path):
    assert findings_of(file) == []


@pytest.mark.parametrize("file", INVALID, ids=name)
def test_what_is_not_allowed_has_exactly_these_findings(file: Path):
    found = findings_of(file)

    assert lines(found) == file.with_suffix(".txt").read_text(encoding="utf-8")
    assert file.parent.name in {finding.rule for finding in found}


@pytest.mark.parametrize("rule", [rule for rule in GUARDRAIL_RULES if rule.id not in IN_THE_MACRO_ONLY], ids=repr)
def test_every_rule_has_a_valid_and_an_invalid_case(rule):
    assert [case for case in VALID if case.parent.name == rule.id]
    assert [case for case in INVALID if case.parent.name == rule.id]


def test_every_file_of_a_rule_is_listed():
    folder = Path(read_policy.__code__.co_filename).parent / "rules"

    assert {rule.id for rule in WALKED} == {file.stem[:4].upper() for file in folder.glob("g[0-9]*.py")}
