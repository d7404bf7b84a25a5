"""What a call center has to do, on the real definition, template and code."""

from __future__ import annotations

import json

from workflows.call_center.tests.conftest import CallCenter

# High priority has time limits that a test can wait for; those of normal priority no test reaches.
LIMITS = {"HighTier1Seconds": "2", "HighHeartbeatSeconds": "1", "HighTier2Seconds": "2"}


def test_a_case_that_the_rules_resolve_is_closed(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="a", subject="I forgot my password", mode="auto")
    ended = call_center.end(execution)

    message = "Case a: opened...assigned...resolved...closed."
    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"]) == {"caseId": "a", "status": "CLOSED", "message": message}
    answer = '{"resolution":"resolved","note":"sent a link to set a new password","by":"rules"}'
    assert call_center.case("a") == {
        "id": "a",
        "execution": execution,
        "subject": "I forgot my password",
        "priority": "normal",
        "skill": "general",
        "assignee": "ada",
        "status": "CLOSED",
        "message": message,
        "answer": answer,
        "history": ["opened...", "assigned...", "resolved...", "closed."],
    }


def test_a_case_that_tier_1_cannot_resolve_is_closed_by_tier_2(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="b", subject="I want a refund", mode="auto")
    message = call_center.desk(2, "b")
    loads_at_tier_2 = call_center.loads()
    case_at_tier_2 = call_center.case("b")
    call_center.answer(message, {"resolution": "resolved", "note": "granted"})
    ended = call_center.end(execution)

    assert loads_at_tier_2["ada"] == 0  # tier 1 is free while tier 2 works
    assert case_at_tier_2
    assert case_at_tier_2["status"] == "ESCALATED"
    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"])["status"] == "CLOSED"
    case = call_center.case("b")
    assert case
    assert case["history"] == ["opened...", "assigned...", "unresolved...", "escalating.", "resolved...", "closed."]
    assert case["message"] == "Case b: opened...assigned...unresolved...escalating.resolved...closed."


def test_an_agent_answers_from_the_queue(call_center: CallCenter) -> None:
    execution = call_center.start(inputCaseID="c", subject="It hums", skill="technical")
    message = call_center.desk(1, "c")
    loads_at_work = call_center.loads()
    call_center.answer(message, {"resolution": "resolved", "note": "it is meant to"})
    ended = call_center.end(execution)

    assert message | {"taskToken": ""} == {
        "taskToken": "",
        "caseId": "c",
        "subject": "It hums",
        "priority": "normal",
        "agent": "edsger",
    }
    assert loads_at_work["edsger"] == 1
    assert json.loads(ended["output"])["status"] == "CLOSED"
    assert call_center.loads()["edsger"] == 0


def test_a_case_that_nobody_answers_in_time_is_escalated_and_left_open(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="d", priority="high")
    message = call_center.desk(1, "d")
    call_center.cloud.client("stepfunctions").send_task_heartbeat(taskToken=message["taskToken"])
    ended = call_center.end(execution)

    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"]) == {
        "caseId": "d",
        "status": "ESCALATED",
        "message": "Case d: opened...assigned...unanswered...escalating.left open.",
    }
    case = call_center.case("d")
    assert case
    assert case["status"] == "ESCALATED"
    assert "heldBy" not in case


def test_the_same_id_twice_is_a_duplicate_and_leaves_the_first_alone(call_center: CallCenter) -> None:
    first = call_center.end(call_center.start(caseId="e", subject="invoice", mode="auto"))
    before = call_center.case("e")
    second = call_center.end(call_center.start(caseId="e", subject="refund", mode="auto"))

    assert first["status"] == "SUCCEEDED", first
    assert (second["status"], second["error"]) == ("FAILED", "DuplicateCase")
    assert call_center.case("e") == before


def test_without_a_free_agent_it_tries_three_times_more_and_escalates(call_center: CallCenter) -> None:
    execution = call_center.start(caseId="f", skill="latin")
    call_center.answer(call_center.desk(2, "f"), {"resolution": "unresolved"})
    ended = call_center.end(execution)

    attempts = [
        event["taskFailedEventDetails"]["error"]
        for event in call_center.history(execution)
        if event["type"] == "TaskFailed"
    ]
    assert attempts == ["NoAgentAvailable"] * 4
    assert json.loads(ended["output"])["status"] == "ESCALATED"
    case = call_center.case("f")
    assert case
    assert case["history"] == ["opened...", "no agent...", "escalating.", "left open."]


def test_without_an_id_it_fails_before_anything_is_kept(call_center: CallCenter) -> None:
    ended = call_center.end(call_center.start(subject="password", mode="auto"))

    assert (ended["status"], ended["error"]) == ("FAILED", "InvalidCase")
    assert "caseId" in ended["cause"]
