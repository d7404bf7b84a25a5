from __future__ import annotations

import json

import pytest

from workflow_updater.core.machine_type import machine_type, type_findings

WAITING = json.dumps(
    {
        "StartAt": "A",
        "States": {
            "A": {
                "Type": "Task",
                "Resource": "arn:aws:states:::states:startExecution.sync",
                "Parameters": {"StateMachineArn": "${Child}"},
                "End": True,
            }
        },
    }
)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, "STANDARD"),
        ({"StateMachineType": "STANDARD"}, "STANDARD"),
        ({"StateMachineType": "EXPRESS"}, "EXPRESS"),
        ({"StateMachineType": {"Ref": "Type"}}, ""),
        ({"StateMachineType": "${Type}"}, ""),
    ],
)
def test_the_template_tells_the_type_unless_an_intrinsic_decides_it(properties, expected):
    assert machine_type(properties) == expected


def test_an_express_machine_refuses_what_it_cannot_run():
    found = type_findings(WAITING, {"StateMachineType": "EXPRESS"})

    assert [(finding.rule, finding.pointer) for finding in found] == [("E406", "/States/A/Resource")]


@pytest.mark.parametrize("properties", [{}, {"StateMachineType": {"Ref": "Type"}}])
def test_another_machine_refuses_nothing(properties):
    assert type_findings(WAITING, properties) == []
