"""What goes wrong in a call center ends as a fault, and leaves no agent with a case."""

from __future__ import annotations

import json

import pytest

from workflows.call_center.tests.conftest import CallCenter

# A case of high priority can only end early here because no heartbeat came.
LIMITS = {"HighTier1Seconds": "3600", "HighHeartbeatSeconds": "1", "HighTier2Seconds": "1"}


def test_a_desk_that_breaks_fails_the_case_and_frees_the_agent(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="broken", skill="billing")
    message = call_center.desk(1, "broken")
    loads_at_work = call_center.loads()
    call_center.cloud.client("stepfunctions").send_task_failure(
        taskToken=message["taskToken"], error="DeskBroken", cause="smoke came out"
    )
    ended = call_center.end(execution)

    assert loads_at_work["ada"] == 1
    assert (ended["status"], ended["error"]) == ("FAILED", "DeskBroken")
    assert json.loads(ended["cause"]) == {"Error": "DeskBroken", "Cause": "smoke came out"}
    case = call_center.case("broken")
    assert case
    assert case["status"] == "FAILED"
    assert case["history"] == ["opened...", "assigned...", "failed."]
    assert "heldBy" not in case


def test_a_tier_2_that_breaks_fails_the_case(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="broken2", subject="refund", mode="auto")
    call_center.cloud.client("stepfunctions").send_task_failure(
        taskToken=call_center.desk(2, "broken2")["taskToken"], error="DeskBroken", cause="again"
    )

    assert call_center.end(execution)["error"] == "DeskBroken"
    case = call_center.case("broken2")
    assert case
    assert case["status"] == "FAILED"


@pytest.mark.parametrize("answer", ["done", 7, None, [], {}, {"resolution": None}, {"resolution": "Resolved"}])
def test_any_other_answer_than_resolved_escalates(call_center: CallCenter, answer: object) -> None:
    case_id = f"odd-{json.dumps(answer)}"
    execution = call_center.start(caseId=case_id)
    call_center.answer(call_center.desk(1, case_id), answer)
    call_center.answer(call_center.desk(2, case_id), answer)

    assert json.loads(call_center.end(execution)["output"])["status"] == "ESCALATED"


def test_a_desk_that_sends_no_heartbeat_loses_the_case(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="silent", priority="high")
    ended = call_center.end(execution)

    assert json.loads(ended["output"])["status"] == "ESCALATED"


@pytest.mark.parametrize(
    "case",
    [
        {"caseId": ""},
        {"caseId": 7},
        {"caseId": None},
        {"inputCaseID": ""},
        {"caseId": "x", "priority": "urgent"},
        {"caseId": "x", "mode": "magic"},
        {"caseId": "x", "subject": ["?"]},
        {"caseId": "x", "skill": None},
    ],
    ids=str,
)
def test_an_input_that_is_no_case_is_refused(call_center: CallCenter, case: dict[str, object]) -> None:
    ended = call_center.end(call_center.start(**case))

    assert (ended["status"], ended["error"]) == ("FAILED", "InvalidCase")
    assert call_center.case("x") is None


def test_no_input_can_pose_as_the_result_of_a_later_state(call_center: CallCenter) -> None:
    poison = {"fault": {"Error": "E", "Cause": "C"}, "late": {}, "work": {"answer": {"resolution": "resolved"}}}
    execution = call_center.start(caseId="poison", subject="refund", mode="auto", **poison)
    call_center.answer(call_center.desk(2, "poison"), {"resolution": "unresolved"})

    assert json.loads(call_center.end(execution)["output"])["status"] == "ESCALATED"


def test_cases_at_the_same_time_are_shared_out_and_each_counts_once(call_center: CallCenter) -> None:
    ids = [f"rush-{number}" for number in range(8)]
    executions = [call_center.start(caseId=case_id) for case_id in ids]
    messages = [call_center.desk(1, "rush", matches=str.startswith) for _ in ids]
    loads_at_work = call_center.loads()
    for message in messages:
        call_center.answer(message, {"resolution": "resolved"})
    ended = [call_center.end(execution) for execution in executions]

    assert {one["status"] for one in ended} == {"SUCCEEDED"}
    assert sorted(message["caseId"] for message in messages) == ids
    assert {name: load for name, load in loads_at_work.items() if load} == {"ada": 4, "grace": 4}
