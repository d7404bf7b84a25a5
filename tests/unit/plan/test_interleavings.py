"""
Several pushes to one stack, step by step in any order, some of them killed on the way.

Whatever the order: who is not killed lands or is told that nothing is to do, the last update is what runs, each
executed change set has one record, each record names the one before, and no change set stays behind.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from tests.unit.plan.pushing import BUCKET, cloud_with, machine, template, wanted
from workflow_updater.plan.push import Terms, push

NAMES = ("Orders", "Returns")
LONGEST = 40  # steps of one push that is overtaken a few times


def definition(name):
    return {"StartAt": "A", "States": {"A": {"Type": "Succeed", "Comment": name}}}


class Pusher:
    """One push; `step` lets it go on to the next thing that it tells."""

    def __init__(self, cloud, name, resource):
        asked = wanted(definition(name), resource=resource)
        self.resource, self.outcome = resource, None
        self._steps = push(asked, cloud.ports, Terms(FakeClock(), 10_000.0, 5_000.0), approve=lambda plan: None)

    def step(self):
        try:
            next(self._steps)
        except StopIteration as end:
            self.outcome = end.value.outcome

    def finish(self):
        for _ in range(1_000):
            if self.outcome:
                return
            self.step()
        pytest.fail("this push does not end")


def records(cloud, resource):
    objects = cloud.objects
    found = [key for key in objects.list(BUCKET, "") if f"/releases/orders/{resource}/" in f"/{key}"]
    return [json.loads(objects.body(BUCKET, key)) for key in sorted(found)]


def executed(cloud):
    return sorted(cloud.stacks.executed)


def live(cloud, resource):
    text = cloud.machines.machines[cloud.stacks.held["orders"].resources[resource]].definition
    return json.loads(text)


def two_machines():
    cloud = cloud_with(template(Orders=machine(), Returns=machine("Size")), parameters={"Size": ""})
    cloud.machines.add(cloud.stacks.held["orders"].resources["Returns"], "{}")
    return cloud


pushers = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(NAMES)), min_size=2, max_size=4)
orders = st.lists(st.integers(0, 3), max_size=4 * LONGEST)


def agree(cloud, names):
    """Assert that records, executions and what runs are one story."""
    assert {} == cloud.stacks.sets
    released = [record for name in names for record in records(cloud, name)]
    assert executed(cloud) == sorted(one["change_set"] for one in released)
    for name in names:
        mine = records(cloud, name)
        assert list(range(1, len(mine) + 1)) == [one["sequence"] for one in mine]
        assert [one["digest"] for one in mine[:-1]] == [one["parent_digest"] for one in mine[1:]]
        if mine:
            assert mine[-1]["digest"] in cloud.stacks.held["orders"].stack.parameters[PARAMETER[name]]


PARAMETER = {"Orders": "Workflow", "Returns": "Size"}


@given(pushers, orders)
@settings(deadline=None)  # the machine may be busy
def test_pushes_in_any_order_tell_one_story(asked, order):
    cloud = two_machines()
    pushing = [Pusher(cloud, name, resource) for name, resource in asked]

    for number in order:
        if number < len(pushing) and not pushing[number].outcome:
            pushing[number].step()
    for one in pushing:
        one.finish()

    agree(cloud, NAMES)
    assert len(executed(cloud)) == [one.outcome.ended for one in pushing].count("updated")
    for resource in NAMES:
        pushed = [definition(name) for name, of in asked if of == resource]
        assert not pushed or live(cloud, resource) in pushed


@given(pushers, orders, st.integers(1, 3))
@settings(deadline=None)
def test_pushes_of_which_some_are_killed_tell_one_story_after_the_next_push(asked, order, killed):
    cloud = two_machines()
    pushing = [Pusher(cloud, name, resource) for name, resource in asked]

    for number in order:
        if number < len(pushing) and not pushing[number].outcome:
            pushing[number].step()
    for one in pushing[killed:]:  # the others are never gone on with: not even what tidies up is run
        one.finish()
    for resource in NAMES:
        Pusher(cloud, f"after {resource}", resource).finish()

    agree(cloud, NAMES)
    assert [definition(f"after {one}") for one in NAMES] == [live(cloud, one) for one in NAMES]
