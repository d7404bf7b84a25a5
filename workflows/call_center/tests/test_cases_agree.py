"""The cases with mocks take the way that the real code takes on the embedded cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.workflow_tests.loading import load
from workflow_updater.workflow_tests.running import Result, run_cases
from workflows.call_center.tests.conftest import CallCenter

LIMITS: dict[str, str] = {}
RESOLVED = "a case that the rules resolve is closed"
UNSOLVED = "what tier 2 does not resolve is left open"
OTHER_NAME = "the id may have the name that the first call center gave it"
CASES = Path(__file__).with_name("cases.yaml")


def mocked(name: str) -> Result:
    """Return the result of the case *name* of cases.yaml."""
    (workflow,) = load([CASES], lambda path, environment: check_definition(path), root=CASES.parents[1])
    (result,) = run_cases(workflow.definition, [case for case in workflow.cases if case.name == name])
    assert () == result.failures
    return result


@pytest.mark.parametrize(("name", "case_id"), [(RESOLVED, "agree-a"), (OTHER_NAME, "agree-b")])
def test_a_closed_case_goes_the_same_way(call_center: CallCenter, name: str, case_id: str) -> None:
    given = dict(mocked(name).case.input)
    key = "caseId" if "caseId" in given else "inputCaseID"
    execution = call_center.start(**{**given, key: case_id})
    call_center.end(execution)

    assert list(mocked(name).path) == call_center.visited(execution)


def test_a_case_that_is_left_open_goes_the_same_way(call_center: CallCenter) -> None:
    execution = call_center.start(**{**mocked(UNSOLVED).case.input, "caseId": "agree-c"})
    call_center.answer(call_center.desk(2, "agree-c"), {"resolution": "unresolved"})
    call_center.end(execution)

    assert list(mocked(UNSOLVED).path) == call_center.visited(execution)


@pytest.mark.parametrize("given", [{"subject": "password"}, {"caseId": "agree-d", "mode": "telepathy"}])
def test_an_invalid_case_goes_the_same_way(call_center: CallCenter, given: dict[str, str]) -> None:
    name = "a case without an id fails before anything is kept"
    (workflow,) = load([CASES], lambda path, environment: check_definition(path), root=CASES.parents[1])
    (case,) = [case for case in workflow.cases if case.name == name]
    (result,) = run_cases(workflow.definition, [case._replace(input=given)])
    execution = call_center.start(**given)
    ended = call_center.end(execution)

    assert list(result.path) == call_center.visited(execution)
    assert f"{ended['error']}: {ended['cause']}" == result.ended
