"""Whose operation a push waits for, told by what the stack says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.plan.pushing import BYE, cloud_with
from tests.unit.plan.pushing import push as push_once
from tests.unit.plan.test_push_again import busy, of, once, pushed, under_way
from workflow_updater.core.release import Provenance
from workflow_updater.errors import StackBusy
from workflow_updater.plan.progress import InLine


def test_another_push_that_comes_first_is_told_anew():
    cloud = cloud_with()
    busy(cloud, polls=6)

    def follow():
        held = cloud.stacks.held["orders"]
        held.stack = replace(held.stack, change_set="arn:of-the-next")

    _, steps = pushed(cloud, show=once(InLine, follow))

    assert 2 == len(of(InLine, steps))


def test_who_pushed_last_is_not_taken_for_who_is_under_way():
    cloud = cloud_with()
    push_once(cloud, BYE, provenance=Provenance("a" * 40, False, "Ada <ada@example.org>", "say bye"))
    busy(cloud, polls=5, token="")

    _, steps = pushed(cloud, force=True)

    assert "an operation that is no push is under way since" in of(InLine, steps)[0].why


def test_a_change_set_that_no_push_made_is_no_push():
    cloud = cloud_with()
    under_way(cloud, BYE)
    (entry,) = cloud.stacks.executed.values()
    entry.set = replace(entry.set, description="deployed by hand", name="by-hand")
    cloud.stacks.held["orders"].events[:] = [
        replace(event, token="by-hand") for event in cloud.stacks.held["orders"].events
    ]

    _, steps = pushed(cloud)

    assert "an operation that is no push is under way since" in of(InLine, steps)[0].why


def test_nobody_is_told_of_less_than_no_time_in_line():
    cloud = cloud_with()
    busy(cloud, polls=6)

    with pytest.raises(StackBusy) as told:
        pushed(cloud, until=-3.0)

    assert told.value.message.endswith("; it was no better after 0 s")
