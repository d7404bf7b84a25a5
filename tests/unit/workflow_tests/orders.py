"""A small workflow with everything that a test can name, and files of tests for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.sources.yaml_definition import read_yaml
from workflow_updater.workflow_tests.model import Case
from workflow_updater.workflow_tests.outline import outline
from workflow_updater.workflow_tests.reading import read_cases
from workflow_updater.workflow_tests.running import Result, run_cases

INVOKE = "arn:aws:states:::lambda:invoke"
RESERVE = {
    "StartAt": "Reserve",
    "States": {
        "Reserve": {
            "Type": "Task",
            "Resource": INVOKE,
            "Parameters": {"FunctionName": "reserve", "Payload.$": "$"},
            "OutputPath": "$.Payload",
            "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 2}],
            "Next": "Enough",
        },
        "Enough": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Many"}],
            "Default": "Few",
        },
        "Many": {"Type": "Pass", "Result": "many", "End": True},
        "Few": {"Type": "Pass", "Result": "few", "End": True},
    },
}
ORDERS = {
    "StartAt": "Load",
    "States": {
        "Load": {"Type": "Task", "Resource": "${LoadArn}", "Next": "Items"},
        "Items": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": RESERVE,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}],
            "Next": "Done",
        },
        "Sorry": {"Type": "Fail", "Error": "Sorry", "CausePath": "$.Error"},
        "Done": {"Type": "Pass", "End": True},
    },
}


def document(text: str) -> Document:
    read = read_yaml(text.encode())
    assert isinstance(read, Document), read
    return read


def read(text: str) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    return read_cases(document(text), "cases.yaml", outline(ORDERS))


def cases(text: str) -> tuple[Case, ...]:
    found, findings = read(text)
    assert () == findings
    return found


def results(text: str, definition: dict[str, Any] | None = None) -> list[Result]:
    return list(run_cases(definition or ORDERS, cases(text)))


def failures(**case: Any) -> list[str]:
    """Return what fails when the items 1 and 2 are reserved, and *case* is laid over that."""
    mocks = {"Load": {"result": {"items": [1, 2]}}, "Reserve": {"result": {"Payload": {"n": 1}}}}
    given = {"name": "a case", **case, "mocks": {**mocks, **case.get("mocks", {})}}
    (result,) = results(yaml.safe_dump([given]))
    return list(result.failures)


def orders(folder: Path, tests: str, definition: dict[str, Any] | None = None) -> Path:
    """Write the workflow, with *tests*, below *folder* and return its folder."""
    place = folder / "workflows" / "orders"
    (place / "tests").mkdir(parents=True)
    (place / "definition.asl.yaml").write_text(yaml.safe_dump(definition or ORDERS, sort_keys=False), "utf-8")
    (place / "tests" / "cases.yaml").write_text(tests, "utf-8")
    return place
