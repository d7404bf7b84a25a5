"""AWS is away while an executed update is followed: it is asked on, up to the deadline, and nothing is lost by it."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.unit.plan.pushing import BUCKET, attempt, cloud_with, push
from workflow_updater.errors import AccessDenied, CloudAway, CloudUnavailable, DeploymentFailed, Interrupted
from workflow_updater.plan.progress import ChangeSetCreated, Noted, Recorded, StackMoved, Verified, Waiting
from workflow_updater.plan.recording.record import RECORDING_SECONDS
from workflow_updater.plan.waiting.patience import Patience

LOST = "no answer to cloudformation:DescribeStackEvents of orders"
FOLLOWING = Waiting("CloudFormation updates orders")
VERIFYING = Waiting("reading the live definition")
RECORDING = Waiting("recording the release")


class Away:
    """Shows a push: at the step *begins* AWS goes away for so many *times* of asking for what *port* and *verb* say."""

    def __init__(self, begins, port, verb, *, times=5, error=None):
        self.steps = []
        self._begins = begins
        self._failures = (port, verb, error or CloudAway(LOST, hint="check the network"), times)

    def __call__(self, step):
        self.steps.append(step)
        if step == self._begins:
            port, verb, error, times = self._failures
            for _ in range(times):
                port.fail(verb, error)

    @property
    def notes(self):
        return [step.text for step in self.steps if isinstance(step, Noted)]


def test_an_outage_while_events_are_followed_is_told_once_and_waited_out():
    cloud = cloud_with()
    away = Away(FOLLOWING, cloud.stacks, "events", times=50)

    _, outcome, _ = push(cloud, show=away)

    assert outcome.ended == "updated"
    assert away.notes == [
        f"{LOST}; CloudFormation goes on by itself, and this keeps asking",
        "AWS answers again",
    ]


def test_what_happened_meanwhile_is_told_afterwards_and_each_event_once():
    cloud, told = cloud_with(), []

    def show(step):
        if isinstance(step, StackMoved):
            told.append((step.logical_id, step.status))
        if isinstance(step, StackMoved) and len(told) == 1:
            cloud.stacks.fail("events", CloudAway(LOST))
        if isinstance(step, Noted) and step.text.startswith(LOST):
            cloud.stacks.describe("orders")  # CloudFormation goes on with its next step,
            cloud.stacks.describe("orders")  # and one more

    push(cloud, show=show)

    assert told == [(event.logical_id, event.status) for event in cloud.stacks.held["orders"].events]
    assert len(set(told)) == len(told) == 4


def test_pauses_grow_to_two_seconds_while_aws_is_away():
    cloud, clock = cloud_with(), FakeClock()

    push(cloud, show=Away(FOLLOWING, cloud.stacks, "events", times=100), trial=attempt(clock=clock))

    assert clock.slept[0] < 0.13
    assert all(pause <= 2.4 for pause in clock.slept)
    assert max(clock.slept) > 1.5


def test_at_the_deadline_it_is_not_known_how_the_update_ended():
    cloud, clock = cloud_with(), FakeClock()
    away = Away(FOLLOWING, cloud.stacks, "events", times=10_000)

    with pytest.raises(CloudUnavailable, match="had started, and how it ended is not known: no answer") as lost:
        push(cloud, show=away, trial=attempt(until=600.0, clock=clock))

    assert lost.value.exit_code == 5
    assert "for 600 s, up to the deadline" in lost.value.message
    assert lost.value.hint == "check the network; `status --stack orders` shows how it ended"
    assert clock.now == pytest.approx(600.0)
    assert len(away.notes) == 1


@pytest.mark.parametrize(
    "error", [CloudUnavailable("the credentials have expired", hint="log in again"), AccessDenied("you may not")]
)
def test_what_does_not_pass_ends_the_following_at_once(error):
    cloud, clock = cloud_with(), FakeClock()

    with pytest.raises(CloudUnavailable, match="how it ended is not known") as lost:
        push(cloud, show=Away(FOLLOWING, cloud.stacks, "events", error=error), trial=attempt(clock=clock))

    assert "`status --stack orders`" in lost.value.hint
    assert clock.now < 2.0


@pytest.mark.parametrize("times", [1, 3])
def test_before_the_update_has_begun_nobody_waits_for_aws(times):
    cloud = cloud_with()

    with pytest.raises(CloudAway):
        push(cloud, show=Away(ChangeSetCreated("attempt"), cloud.stacks, "change_set", times=times))

    assert "execute" not in [write[0] for write in cloud.stacks.writes]


@pytest.mark.parametrize(
    ("begins", "port", "verb"), [(VERIFYING, "machines", "describe"), (RECORDING, "objects", "put_new")]
)
def test_an_outage_at_the_end_of_a_push_is_waited_out(begins, port, verb):
    cloud = cloud_with()
    away = Away(begins, getattr(cloud, port), verb)

    _, outcome, _ = push(cloud, show=away)

    assert away.notes == [f"{LOST}; the update has ended, and this keeps asking", "AWS answers again"]
    assert [type(step) for step in away.steps if isinstance(step, Verified | Recorded)] == [Verified, Recorded]
    assert outcome.release == 1


def test_an_outage_longer_than_the_grace_of_a_stale_read_is_no_failure():
    cloud = cloud_with()

    _, outcome, _ = push(cloud, show=Away(VERIFYING, cloud.machines, "describe", times=200))

    assert outcome.ended == "updated"


def test_an_update_that_failed_meanwhile_is_recorded_and_told_as_failed():
    cloud = cloud_with()
    cloud.stacks.next_failure = ("Orders", "Invalid State Machine Definition")
    away = Away(RECORDING, cloud.objects, "put_new")

    def show(step):
        away(step)
        if step == FOLLOWING:
            cloud.stacks.fail("events", CloudAway(LOST))

    with pytest.raises(DeploymentFailed, match="Invalid State Machine Definition"):
        push(cloud, show=show)

    assert away.notes[1::2] == ["AWS answers again"] * 2
    assert [key for key in cloud.objects.buckets[BUCKET] if "/releases/" in key]


def test_a_record_is_left_to_the_next_push_when_aws_stays_away():
    cloud, clock = cloud_with(), FakeClock()
    away = Away(RECORDING, cloud.objects, "put_new", times=10_000)

    _, outcome, _ = push(cloud, show=away, trial=attempt(clock=clock))

    assert (outcome.ended, outcome.release) == ("updated", 0)
    assert "the next deployment records it" in away.notes[-1]
    assert RECORDING_SECONDS <= clock.now < RECORDING_SECONDS + 10


class Interrupting(FakeClock):
    """Ctrl-C in a pause, once AWS is known to be away."""

    def __init__(self, away):
        super().__init__()
        self._away = away

    def sleep(self, seconds):
        if self._away.notes:
            raise KeyboardInterrupt
        super().sleep(seconds)


@pytest.mark.parametrize(
    ("begins", "port", "verb", "told"),
    [
        (FOLLOWING, "stacks", "events", "goes on by itself"),
        (VERIFYING, "machines", "describe", "goes on by itself"),
        (RECORDING, "objects", "put_new", "the update has ended"),
    ],
)
def test_ctrl_c_is_answered_while_aws_is_away(begins, port, verb, told):
    cloud = cloud_with()
    away = Away(begins, getattr(cloud, port), verb)

    with pytest.raises(Interrupted, match=told):
        push(cloud, show=away, trial=attempt(clock=Interrupting(away)))

    assert len(away.notes) == 1


def test_a_question_is_asked_once_even_after_the_deadline():
    asking = Patience(FakeClock(), -1.0, "it goes on").ask(lambda: "answer")

    with pytest.raises(StopIteration) as end:
        next(asking)
    assert end.value.value == "answer"


def test_each_of_two_outages_is_told():
    clock, answers = FakeClock(), iter([CloudAway("one"), None, CloudAway("two"), None])

    def question():
        answer = next(answers)
        if answer:
            raise answer

    patience = Patience(clock, 60.0, "it goes on")

    assert [note.text for _ in range(2) for note in patience.ask(question)] == [
        "one; it goes on, and this keeps asking",
        "AWS answers again",
        "two; it goes on, and this keeps asking",
        "AWS answers again",
    ]
