"""The guardrails of the shipped templates and of the docs: read without a fault, and kept by the shipped workflows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.templates.shipped import ROOT, WORKFLOWS, definition, template
from workflow_updater.core.guardrails.judge import judge
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy
from workflow_updater.sources.guardrails_file import read_guardrails

EXAMPLES = ROOT / "docs" / "guardrails"


def policy(path: Path) -> Policy:
    (machine,) = (one for one in template(path)["Resources"].values() if one["Type"].endswith("::StateMachine"))
    found = read_policy(machine["Metadata"]["Workflow"]["Guardrails"])
    assert isinstance(found, Policy), found
    return found


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_shipped_workflow_keeps_to_the_guardrails_of_its_template(workflow: str):
    assert judge(definition(workflow), policy(WORKFLOWS[workflow])) == []


ATTACKS = {
    "another function": {"Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "payroll"}},
    "the internet": {"Resource": "arn:aws:states:::http:invoke", "Parameters": {"ApiEndpoint": "https://evil.example"}},
    "another role": {"Resource": "${AssignArn}", "Credentials": {"RoleArn": "arn:aws:iam::111122223333:role/admin"}},
    "another workflow": {"Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": "x"}},
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("file", ["call_center.yaml", "strict.yaml"])
def test_the_strict_ones_refuse_what_is_not_theirs(file: str, attack: str):
    strict = policy(ROOT / "templates" / file) if file == "call_center.yaml" else read_guardrails(EXAMPLES / file)

    assert judge({"StartAt": "A", "States": {"A": {"Type": "Task", **ATTACKS[attack], "End": True}}}, strict)


@pytest.mark.parametrize("attack", ["the internet", "another role", "another workflow"])
@pytest.mark.parametrize("file", ["workflow_stack.yaml", "permissive.yaml"])
def test_the_permissive_ones_refuse_what_no_role_shows(file: str, attack: str):
    found = policy(ROOT / "templates" / file) if file == "workflow_stack.yaml" else read_guardrails(EXAMPLES / file)

    assert judge({"StartAt": "A", "States": {"A": {"Type": "Task", **ATTACKS[attack], "End": True}}}, found)


def test_the_permissive_ones_allow_a_call_that_is_computed():
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName.$": "$.f"}}
    asked = {"StartAt": "A", "States": {"A": {**task, "End": True}}}

    assert judge(asked, read_guardrails(EXAMPLES / "permissive.yaml")) == []
    assert judge(asked, policy(ROOT / "templates" / "workflow_stack.yaml")) == []


def test_the_page_shows_the_files_as_they_are():
    page = (ROOT / "docs" / "guardrails.md").read_text("utf-8")

    assert (EXAMPLES / "strict.yaml").read_text("utf-8") in page
    assert (EXAMPLES / "permissive.yaml").read_text("utf-8") in page
