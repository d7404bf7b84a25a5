"""What the golden cases cannot show: the boundary, its log, and how objects are read."""

from __future__ import annotations

import json
import logging
import threading

from macro.respond import error_message, respond
from workflow_updater.core.content_address import Location
from workflow_updater.core.validation.finding import Finding

BUCKET = "workflows-111122223333-eu-central-1"
DEFINITION = b'{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'


def event_of(machines: int = 1) -> dict:
    names = [f"Machine{index}" for index in range(machines)]
    return {
        "requestId": "request-1",
        "fragment": {
            "Resources": {
                name: {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Metadata": {"Workflow": {"Location": name}},
                    "Properties": {"RoleArn": "role"},
                }
                for name in names
            }
        },
        "params": {},
        "templateParameterValues": {**{name: f"s3://{BUCKET}/{name}.json" for name in names}, "Password": "hunter2"},
    }


def test_a_bug_is_answered_and_neither_event_nor_message_is_logged(caplog):
    def broken(location: Location) -> bytes:
        raise ValueError("hunter2 was not expected")

    with caplog.at_level(logging.DEBUG):
        answer = respond(event_of(), [BUCKET], lambda: broken)

    assert answer["status"] == "failure"
    assert answer["errorMessage"].startswith("E999: the macro failed with ValueError (")
    assert "broken" in caplog.text
    assert "hunter2" not in caplog.text + answer["errorMessage"]


def test_refused_and_injected_are_logged_without_event_and_definition(caplog):
    with caplog.at_level(logging.DEBUG):
        respond(event_of(), [BUCKET], lambda: lambda location: DEFINITION)
        respond(event_of(), [BUCKET], lambda: lambda location: b"hunter2")

    assert [record.getMessage() for record in caplog.records] == ["injected", "refused: E001"]


def test_a_definition_of_faults_does_not_fill_the_log(caplog):
    states = {f"S{number}": {"Type": "Nothing"} for number in range(1_000)}
    content = json.dumps({"StartAt": "S0", "States": states}).encode()

    with caplog.at_level(logging.DEBUG):
        answer = respond(event_of(), [BUCKET], lambda: lambda location: content)

    assert "failure" == answer["status"]
    assert len(answer["errorMessage"]) < 4_000
    assert [len(record.getMessage()) < 100 for record in caplog.records] == [True]


def test_the_source_is_opened_once_and_only_to_read():
    opened = []

    def source():
        opened.append(threading.current_thread())
        return lambda location: DEFINITION

    event = event_of(40)

    assert respond(event, [BUCKET], source)["status"] == "success"
    assert opened == [threading.main_thread()]

    empty = {**event, "templateParameterValues": dict.fromkeys(event["templateParameterValues"], "")}

    assert respond(empty, [BUCKET], source)["status"] == "success"
    assert len(opened) == 1


def test_objects_are_read_concurrently():
    together = threading.Barrier(8, timeout=10)

    def source(location: Location) -> bytes:
        together.wait()
        return DEFINITION

    answer = respond(event_of(8), [BUCKET], lambda: source)

    assert answer["status"] == "success"


def test_an_object_is_read_once_however_many_machines_run_it():
    read = []
    event = event_of(3)
    event["templateParameterValues"] = dict.fromkeys(event["templateParameterValues"], f"s3://{BUCKET}/same.json")

    def source(location: Location) -> bytes:
        read.append(location)
        return DEFINITION

    respond(event, [BUCKET], lambda: source)

    assert read == [Location(BUCKET, "same.json")]


def test_a_long_message_is_cut():
    message = error_message([Finding(rule="E907", message="x" * 5000)])

    assert message == f"E907: {'x' * 300}..."
