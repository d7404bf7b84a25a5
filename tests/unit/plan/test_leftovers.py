"""What killed pushes leave behind goes; what is kept, young or somebody else's stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.unit.plan.pushing import cloud_with, wanted
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.errors import CloudUnavailable
from workflow_updater.plan.change_sets.leftovers import AGE, delete_leftovers
from workflow_updater.plan.change_sets.names import is_kept, is_ours
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import ChangeSetCreated, watch
from workflow_updater.plan.push import Terms, new_attempt

OURS = "workflow-0123456789ab-00000000"
KEPT = "workflow-kept-0123456789ab-00000000"


def leave(cloud, name, *, age):
    """Leave a change set of that *name* behind, made that long before those that follow."""
    body = cloud.stacks.held["orders"].template
    arn = cloud.stacks.create_change_set(ChangeSetRequest("orders", name, {}, template_body=body))
    entry = cloud.stacks.sets[arn]
    entry.set = replace(entry.set, created=entry.set.created - age)


def names(cloud):
    return [one.request.name for one in cloud.stacks.sets.values()]


def show_change_set(cloud, show=lambda step: None, aim="show change set"):
    plan = prepare(wanted(), cloud.ports)
    return watch(carry_out(plan, cloud.ports, new_attempt(plan, Terms(FakeClock(), 600.0, aim=aim))), show)


@pytest.mark.parametrize("name", [OURS, "bootstrap-0123456789ab-orders"])
def test_a_change_set_of_a_killed_push_is_deleted_by_the_next(name):
    cloud = cloud_with()
    leave(cloud, name, age=timedelta(hours=1))

    show_change_set(cloud)

    assert [] == names(cloud)


@pytest.mark.parametrize(
    ("name", "age"),
    [
        (OURS, timedelta(minutes=59)),
        (KEPT, 2 * AGE),
        ("workflow-by-hand", 2 * AGE),
        ("awscli-cloudformation-package-deploy-1", 2 * AGE),
    ],
)
def test_a_change_set_that_may_be_in_use_is_left_alone(name, age):
    cloud = cloud_with()
    leave(cloud, name, age=age)

    show_change_set(cloud)

    assert [name] == names(cloud)


def test_a_change_set_that_is_kept_on_purpose_has_a_name_that_tells_so():
    cloud = cloud_with()
    leave(cloud, OURS, age=AGE)

    outcome = show_change_set(cloud, aim="keep change set")

    assert outcome.ended == "reviewed"
    assert names(cloud)[-1].startswith("workflow-kept-")


@pytest.mark.parametrize(
    ("aim", "knows"), [("update", is_ours), ("show change set", is_ours), ("keep change set", is_kept)]
)
def test_by_its_name_a_change_set_is_a_leftover_unless_it_is_kept_on_purpose(aim, knows):
    plan = prepare(wanted(), cloud_with().ports)
    name = new_attempt(plan, Terms(FakeClock(), 600.0, aim=aim)).name

    known = [one for one in (is_ours, is_kept) if one(name)]

    assert known == [knows]


def test_without_a_change_set_of_its_own_nobody_can_tell_how_old_others_are():
    cloud = cloud_with()
    leave(cloud, OURS, age=2 * AGE)

    delete_leftovers(cloud.stacks, "orders", "arn:gone")

    assert [OURS] == names(cloud)


def test_who_may_not_list_change_sets_pushes_nevertheless():
    cloud = cloud_with()
    leave(cloud, OURS, age=AGE)
    cloud.stacks.fail("pending_change_sets", CloudUnavailable("you may not cloudformation:ListChangeSets"))

    assert show_change_set(cloud).ended == "reviewed"
    assert [OURS] == names(cloud)


def test_ctrl_c_deletes_its_own_change_set_and_waits_for_no_others():
    cloud = cloud_with()
    leave(cloud, OURS, age=AGE)

    def interrupt(step):
        if isinstance(step, ChangeSetCreated):
            raise KeyboardInterrupt

    with pytest.raises(BaseException, match="interrupted before the update"):
        show_change_set(cloud, interrupt)

    assert [OURS] == names(cloud)
