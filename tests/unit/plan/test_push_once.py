"""After the update of a push has begun, nothing makes the push begin again."""

from __future__ import annotations

import json

import pytest

from tests.fakes.clock import FakeClock
from tests.unit.plan.pushing import HELLO, MACHINE, cloud_with, wanted
from workflow_updater.errors import CloudUnavailable, StackBusy
from workflow_updater.plan.executor import watch
from workflow_updater.plan.model import StackMoved
from workflow_updater.plan.push import Terms, push


@pytest.mark.parametrize("error", [StackBusy("somebody else keeps writing"), CloudUnavailable("no network")])
def test_a_call_that_fails_after_the_update_has_begun_is_told_and_not_taken_for_a_busy_stack(error):
    cloud = cloud_with()

    def show(step):
        if isinstance(step, StackMoved) and step.status == "UPDATE_COMPLETE" and step.logical_id == "orders":
            cloud.machines.fail("describe", error)

    with pytest.raises(CloudUnavailable, match="the update had started"):
        watch(push(wanted(), cloud.ports, Terms(FakeClock(), 1800.0), approve=lambda plan: None), show)

    assert HELLO == json.loads(cloud.machines.machines[MACHINE].definition)
    assert [call[0] for call in cloud.stacks.calls].count("execute") == 1
