"""After the update of a push has begun, nothing makes the push begin again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.fakes.clock import FakeClock
from tests.unit.plan.pushing import BYE, HELLO, MACHINE, cloud_with, wanted
from tests.unit.plan.pushing import push as push_once
from workflow_updater.errors import CloudUnavailable, StackBusy
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import StackMoved, watch
from workflow_updater.plan.push import Terms, push
from workflow_updater.plan.waiting.verify import is_replaced


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


def test_what_somebody_else_replaced_before_it_was_seen_running_was_updated_all_the_same():
    cloud = cloud_with()
    left = [True]

    def show(step):
        if isinstance(step, StackMoved) and step.status == "UPDATE_COMPLETE" and step.logical_id == "orders" and left:
            left.pop()
            push_once(cloud, BYE)

    clock = FakeClock()
    _, outcome = watch(push(wanted(), cloud.ports, Terms(clock, 1800.0), approve=lambda plan: None), show)

    assert ("updated", True) == (outcome.ended, outcome.is_replaced)
    assert BYE == json.loads(cloud.machines.machines[MACHINE].definition)
    assert clock.now < 10


@pytest.mark.parametrize("change", [{"change_set": "arn:theirs"}, {"status": "UPDATE_IN_PROGRESS"}, None])
def test_a_later_update_is_known_by_its_change_set_its_status_or_that_the_stack_is_gone(change):
    cloud = cloud_with()
    _, outcome = watch(
        push(wanted(), cloud.ports, Terms(FakeClock(), 1800.0), approve=lambda plan: None), lambda _: None
    )
    plan = prepare(wanted(), cloud.ports)
    assert not is_replaced(cloud.stacks, plan.target, outcome)

    held = cloud.stacks.held["orders"]
    if change is None:
        cloud.stacks.held.clear()
    else:
        held.stack = replace(held.stack, **change)

    assert is_replaced(cloud.stacks, plan.target, outcome)
