from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from workflow_updater.cloud.ports import ChangeSet, Stack, StackEvent
from workflow_updater.errors import CloudAway, StillRunning
from workflow_updater.plan.events import cause_lines, root_cause
from workflow_updater.plan.progress import watch
from workflow_updater.plan.reasons import says_no_change
from workflow_updater.plan.waiting.follow import await_change_set, polls, tell_operation

ROLLED_BACK = ("IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE")


class StillClock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class ScriptedStacks:
    """CloudFormation that moves one step with each poll and stays at the last one."""

    def __init__(self, *, statuses=(), events=(), change_sets=()):
        self._statuses = list(statuses)
        self._events = list(events)
        self._change_sets = list(change_sets)

    def describe(self, stack):
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if isinstance(status, Exception):
            raise status
        return status and Stack(name="orders", arn=stack, status=status)

    def events(self, stack_arn, *, token, since):
        return self._events.pop(0) if len(self._events) > 1 else self._events[0]

    def change_set(self, arn):
        status = self._change_sets.pop(0) if len(self._change_sets) > 1 else self._change_sets[0]
        return ChangeSet(arn, "cs", "stack", status, "AVAILABLE", "", ())


def event(number, status, *, logical_id="orders", reason=""):
    own = "arn" if logical_id == "orders" else logical_id
    return StackEvent(str(number), datetime(2026, 1, 1, tzinfo=UTC), logical_id, "T", status, reason, own)


def follow(stacks, until=60.0):
    steps = []
    following = tell_operation(stacks, "arn", token="t", clock=StillClock(), until=until)
    status, events = watch(following, steps.append)
    assert [one.status for one in events] == [step.status for step in steps]
    return events, status


def test_a_stack_is_followed_to_its_terminal_status_and_each_event_told_once():
    begun, done = event(1, "UPDATE_IN_PROGRESS"), event(3, "UPDATE_COMPLETE")
    updated = event(2, "UPDATE_COMPLETE", logical_id="Orders")
    stacks = ScriptedStacks(
        statuses=["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"],
        events=[[begun], [begun, updated], [begun, updated, done]],
    )

    events, status = follow(stacks)

    assert [begun, updated, done] == events
    assert status == "UPDATE_COMPLETE"


def test_the_status_of_the_operation_before_is_not_taken_for_the_end():
    begun, turned, done = (event(n, f"UPDATE_{what}") for n, what in enumerate(ROLLED_BACK))
    stacks = ScriptedStacks(statuses=["UPDATE_COMPLETE"], events=[[], [], [begun], [begun, turned], [begun, done]])

    events, status = follow(stacks)

    assert ["0", "1", "2"] == [e.id for e in events]
    assert status == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("after", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS"])
def test_what_somebody_else_does_right_after_it_is_not_how_it_ended(after):
    done = [event(1, "UPDATE_IN_PROGRESS"), event(2, "UPDATE_COMPLETE")]

    _, status = follow(ScriptedStacks(statuses=["UPDATE_IN_PROGRESS", after], events=[done[:1], done]))

    assert status == "UPDATE_COMPLETE"


def test_an_update_that_still_cleans_up_has_not_ended():
    done = [event(1, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"), event(2, "UPDATE_COMPLETE")]

    events, _ = follow(ScriptedStacks(statuses=["UPDATE_COMPLETE"], events=[done[:1], done]))

    assert done == events


@pytest.mark.parametrize(
    ("statuses", "ended"),
    [
        (["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"], "UPDATE_ROLLBACK_COMPLETE"),
        (["UPDATE_COMPLETE"], "UPDATE_FAILED"),  # what it was before: this read is eventually consistent
    ],
)
def test_a_failure_of_the_stack_itself_ends_it_only_when_no_rollback_follows(statuses, ended):
    _, status = follow(ScriptedStacks(statuses=statuses, events=[[event(1, "UPDATE_FAILED")]]))

    assert status == ended


def test_events_of_resources_alone_say_nothing_about_the_end():
    resource = event(1, "UPDATE_COMPLETE", logical_id="Orders")

    with pytest.raises(StillRunning):
        follow(ScriptedStacks(statuses=["UPDATE_COMPLETE"], events=[[resource]]))


def test_a_stack_that_is_gone_ends_as_deleted():
    _, status = follow(ScriptedStacks(statuses=[None], events=[[event(1, "DELETE_IN_PROGRESS")]]))

    assert status == "DELETE_COMPLETE"


def test_a_stack_that_goes_silent_is_asked_for_now_and_then():
    clock = StillClock()
    stacks = ScriptedStacks(statuses=["UPDATE_IN_PROGRESS", None], events=[[event(1, "UPDATE_IN_PROGRESS")]])

    status, _ = watch(tell_operation(stacks, "arn", token="t", clock=clock, until=3600.0), lambda _: None)

    assert status == "DELETE_COMPLETE"
    assert clock.now < 30


def test_a_stack_that_went_silent_is_looked_at_when_aws_is_back():
    stacks = ScriptedStacks(statuses=[CloudAway("no answer"), None], events=[[event(1, "UPDATE_IN_PROGRESS")]])
    steps = []

    status, _ = watch(tell_operation(stacks, "arn", token="t", clock=StillClock(), until=3600.0), steps.append)

    assert status == "DELETE_COMPLETE"
    assert [step.text for step in steps[1:]] == [
        "no answer; CloudFormation goes on by itself, and this keeps asking",
        "AWS answers again",
    ]


def test_the_end_is_seen_late_by_a_small_share_of_what_was_waited():
    clock = StillClock()

    pauses = [(clock.now, pause) for pause in _pauses_of(clock, until=600.0)]

    assert all(pause <= max(0.31, min(0.04 * now, 2.4)) for now, pause in pauses)
    assert len([now for now, _ in pauses if now > 100]) <= 500 / (2.0 * 0.8) + 1


def _pauses_of(clock: StillClock, until: float) -> Iterator[float]:
    before = clock.now
    for _ in polls(clock, until):
        yield clock.now - before
        before = clock.now


def test_the_deadline_ends_the_following_but_says_that_the_update_goes_on():
    stacks = ScriptedStacks(statuses=["UPDATE_IN_PROGRESS"], events=[[event(1, "UPDATE_IN_PROGRESS")]])

    with pytest.raises(StillRunning, match="goes on"):
        follow(stacks, until=30.0)


def test_a_change_set_is_awaited_until_it_is_created():
    stacks = ScriptedStacks(change_sets=["CREATE_PENDING", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"])

    assert await_change_set(stacks, "arn", clock=StillClock(), until=60.0).status == "CREATE_COMPLETE"


def test_a_change_set_that_is_never_created_meets_the_deadline():
    with pytest.raises(StillRunning):
        await_change_set(ScriptedStacks(change_sets=["CREATE_PENDING"]), "arn", clock=StillClock(), until=60.0)


def test_the_root_cause_is_the_first_failure_and_not_what_was_cancelled_for_it():
    cancelled = event(1, "UPDATE_FAILED", logical_id="Table", reason="Resource update cancelled")
    cause = event(2, "UPDATE_FAILED", logical_id="Orders", reason="Invalid State Machine Definition")
    turned = event(3, "UPDATE_ROLLBACK_IN_PROGRESS", reason="The following resource(s) failed to update: [Orders].")

    events = [event(0, "UPDATE_IN_PROGRESS"), cancelled, cause, turned]

    assert (cause, turned) == root_cause(events)
    assert [
        "",
        "  Orders UPDATE_FAILED: Invalid State Machine Definition",
        "  cancelled for it: Table",
        f"  {turned.logical_id} UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [Orders].",
    ] == cause_lines(events).split("\n")


def test_nothing_to_change_is_known_by_both_of_cloudformations_sentences():
    assert says_no_change(
        "The submitted information didn't contain changes. Submit different information to create a change set."
    )
    assert says_no_change("No updates are to be performed.")
    assert not says_no_change("Transform 111122223333::StepFunctionWorkflowInjector failed with: E901 no such object.")
