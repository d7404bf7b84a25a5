from __future__ import annotations

import pytest

from tests.unit.plan.pushing import cloud_with, machine, template, wanted
from workflow_updater.errors import DefinitionInvalid
from workflow_updater.plan.preparation import prepare

WAITING = {
    "StartAt": "A",
    "States": {
        "A": {
            "Type": "Task",
            "Resource": "arn:aws:states:::states:startExecution.sync",
            "Parameters": {"StateMachineArn": "arn"},
            "End": True,
        }
    },
}


def test_what_an_express_machine_cannot_run_stops_at_the_desk():
    cloud = cloud_with(template(Orders=machine(StateMachineType="EXPRESS")))

    with pytest.raises(DefinitionInvalid, match="does not fit the template of orders") as refused:
        prepare(wanted(WAITING), cloud.ports)

    assert [finding.rule for finding in refused.value.findings] == ["E406"]
    assert cloud.writes == []


def test_a_standard_machine_runs_it():
    plan = prepare(wanted(WAITING), cloud_with(template(Orders=machine())).ports)

    assert plan.warnings == ()
