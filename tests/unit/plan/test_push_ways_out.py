"""The ways out of a push before and after its update began: what stays behind, and what is said of it."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.stacks import Outcome as NextChangeSet
from tests.unit.plan.pushing import attempt, cloud_with, push
from workflow_updater.errors import (
    AccessDenied,
    CloudUnavailable,
    DeploymentFailed,
    Interrupted,
    StackBusy,
    StillRunning,
)
from workflow_updater.plan.progress import ChangeSetCreated, Published, Reviewed, StackMoved, Waiting


def interrupted_at(kind):
    def show(step):
        if isinstance(step, kind):
            raise KeyboardInterrupt

    return show


@pytest.mark.parametrize("step", [ChangeSetCreated, Reviewed])
def test_ctrl_c_before_the_update_deletes_the_change_set_and_says_so(step):
    cloud = cloud_with()

    with pytest.raises(Interrupted, match="change set is deleted, the stack is as it was") as interrupted:
        push(cloud, show=interrupted_at(step))

    assert {} == cloud.stacks.sets
    assert interrupted.value.exit_code == 130


@pytest.mark.parametrize("step", [ChangeSetCreated, Reviewed])
def test_ctrl_c_is_answered_at_once_while_the_change_set_goes(step):
    cloud, shown = cloud_with(), []

    def show(told):
        shown.append((told, bool(cloud.stacks.sets)))
        if isinstance(told, step):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        push(cloud, show=show)

    assert shown[-1] == (Waiting("interrupted: deleting the change set"), True)


def test_ctrl_c_while_cloudformation_is_asked_is_answered_too(monkeypatch):
    cloud, shown = cloud_with(), []
    monkeypatch.setattr(cloud.stacks, "change_set", interrupt_once(cloud.stacks.change_set))

    with pytest.raises(Interrupted):
        push(cloud, show=shown.append)

    assert shown[-1] == Waiting("interrupted: deleting the change set")


def interrupt_once(call):
    interruptions = iter([KeyboardInterrupt()])

    def interrupted(*arguments):
        for interruption in interruptions:
            raise interruption
        return call(*arguments)

    return interrupted


def test_ctrl_c_before_the_change_set_says_that_nothing_happened():
    with pytest.raises(Interrupted, match="the stack is as it was"):
        push(cloud_with(), show=interrupted_at(Published))


def test_ctrl_c_during_the_update_says_that_it_goes_on():
    with pytest.raises(Interrupted, match="goes on"):
        push(cloud_with(), show=interrupted_at(StackMoved))


def test_ctrl_c_while_the_change_set_is_asked_for_finds_it_and_deletes_it(monkeypatch):
    cloud = cloud_with()
    create = cloud.stacks.create_change_set

    def create_and_interrupt(request):
        create(request)
        raise KeyboardInterrupt

    monkeypatch.setattr(cloud.stacks, "create_change_set", create_and_interrupt)

    with pytest.raises(Interrupted, match="change set is deleted"):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_ctrl_c_while_the_update_is_asked_for_says_that_it_goes_on(monkeypatch):
    cloud = cloud_with()

    def interrupt(arn, *, token):
        entry = cloud.stacks.sets[arn]
        entry.set = type(entry.set)(**{**vars(entry.set), "execution_status": "EXECUTE_IN_PROGRESS"})
        raise KeyboardInterrupt

    monkeypatch.setattr(cloud.stacks, "execute", interrupt)

    with pytest.raises(Interrupted, match="goes on"):
        push(cloud)

    assert "delete_change_set" not in [call[0] for call in cloud.stacks.calls]


def test_an_update_that_outlasts_the_deadline_still_runs():
    clock = FakeClock()

    def show(step):
        if isinstance(step, Reviewed):
            clock.now = 600.0

    with pytest.raises(StillRunning, match="still running"):
        push(cloud_with(), show=show, trial=attempt(until=600.0, clock=clock))


def test_a_change_set_that_outlasts_the_deadline_is_deleted():
    cloud = cloud_with()

    with pytest.raises(DeploymentFailed, match="still being created"):
        push(cloud, trial=attempt(until=0.0))

    assert {} == cloud.stacks.sets


def test_a_change_set_that_cannot_be_deleted_is_named_with_the_command():
    cloud = cloud_with()
    cloud.stacks.next_change_set = NextChangeSet(status="FAILED", reason="no")
    cloud.stacks.fail("delete_change_set", CloudUnavailable("denied"))

    with pytest.raises(DeploymentFailed, match="besides") as failed:
        push(cloud)

    assert "delete-change-set" in failed.value.hint


def test_a_stack_that_becomes_busy_meanwhile_keeps_no_change_set():
    cloud = cloud_with()
    cloud.stacks.fail("execute", StackBusy("busy"))

    with pytest.raises(StackBusy):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_a_change_set_whose_answer_was_lost_is_found_and_deleted(monkeypatch):
    cloud = cloud_with()
    create = cloud.stacks.create_change_set

    def create_and_lose_the_answer(request):
        create(request)
        raise CloudUnavailable("connection lost")

    monkeypatch.setattr(cloud.stacks, "create_change_set", create_and_lose_the_answer)

    with pytest.raises(CloudUnavailable, match="connection lost"):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_a_change_set_that_may_have_been_made_is_named_when_nobody_can_look():
    cloud = cloud_with()
    cloud.stacks.fail("create_change_set", CloudUnavailable("no answer"))
    cloud.stacks.fail("find_change_set", CloudUnavailable("no answer again"))

    with pytest.raises(CloudUnavailable, match=r"no answer; besides, a change set .*, if one was made") as lost:
        push(cloud)

    assert "aws cloudformation delete-change-set" in lost.value.hint


def test_a_change_set_that_may_be_executed_is_not_deleted_before_anybody_knows(monkeypatch):
    cloud = cloud_with()

    def lose(arn, *, token):
        for _ in range(2):
            cloud.stacks.fail("change_set", CloudUnavailable("no answer again"))
        raise CloudUnavailable("no answer", hint="check the network")

    monkeypatch.setattr(cloud.stacks, "execute", lose)

    with pytest.raises(
        CloudUnavailable, match=r"^no answer; besides, whether .* is being executed is not known"
    ) as lost:
        push(cloud)

    assert "`status --stack" in lost.value.hint
    assert "delete_change_set" not in [call[0] for call in cloud.stacks.calls]


def test_a_change_set_that_was_denied_is_not_looked_for():
    cloud = cloud_with()
    cloud.stacks.fail("create_change_set", AccessDenied("denied"))
    cloud.stacks.fail("find_change_set", AccessDenied("denied, too"))

    with pytest.raises(AccessDenied, match=r"^denied$"):
        push(cloud)


def test_a_change_set_that_is_gone_already_does_not_hide_why_it_was_dropped():
    cloud = cloud_with()

    def vanish(step):
        if isinstance(step, Reviewed):
            cloud.stacks.sets.clear()

    cloud.stacks.fail("execute", StackBusy("overtaken"))

    with pytest.raises(StackBusy, match="overtaken"):
        push(cloud, show=vanish)
