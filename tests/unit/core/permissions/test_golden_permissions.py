"""What each integration needs, as its page of AWS says: a definition and its needs per pair of golden files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflow_updater.core.permissions.needs import needs
from workflow_updater.report.permissions import need_lines

GOLDEN = Path(__file__).parents[3] / "golden" / "permissions"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))
DOCUMENTS = sorted((GOLDEN.parent / "validation").glob("*/*.json"))


@pytest.mark.parametrize("case", CASES)
def test_the_needs_are_those_of_the_golden_file(case: str) -> None:
    definition = json.loads((GOLDEN / f"{case}.json").read_text("utf-8"))

    assert (GOLDEN / f"{case}.txt").read_text("utf-8").splitlines() == need_lines(needs(definition))


def test_no_definition_is_too_odd_to_be_asked() -> None:
    for path in DOCUMENTS:
        try:
            value = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            continue
        for need in needs(value):
            assert need.why, path
            assert ":" in need.grant.action, path


@pytest.mark.parametrize("value", [None, [], "text", {}, {"States": []}, {"States": {"A": {"Type": "Task"}}}])
def test_what_is_no_machine_needs_nothing(value: object) -> None:
    assert needs(value) == ()


@pytest.mark.parametrize(
    "parameters", [None, [], "x", {"TransactItems": [1, {"Put": 2}]}, {"RequestItems": [3]}, {"Statements": [None]}]
)
@pytest.mark.parametrize(
    "action",
    [
        *("dynamodb:transactWriteItems", "dynamodb:transactGetItems", "dynamodb:batchGetItem"),
        *("dynamodb:batchExecuteStatement", "s3:copyObject", "eventbridge:putEvents", "nowhere:atAll"),
    ],
)
def test_odd_parameters_are_no_fault_of_ours(action: str, parameters: object) -> None:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": parameters, "End": True}

    assert needs({"StartAt": "A", "States": {"A": state}})


def test_needs_are_those_of_both_states_that_share_them() -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "${Topic}"}}
    (need,) = needs({"StartAt": "A", "States": {"A": {**task, "Next": "B"}, "B": {**task, "End": True}}})

    assert need.why == ("/States/A", "/States/B")
