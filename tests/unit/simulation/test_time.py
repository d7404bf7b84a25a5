"""Virtual time: everything that waits takes none, and all of it is counted."""

from __future__ import annotations

import threading

import pytest

from tests.unit.simulation.executions import TOKEN, machine, run, task, visited
from workflow_updater.local_cloud.simulation.model import Answer
from workflow_updater.local_cloud.simulation.virtual_time import (
    Event,
    NothingToWaitFor,
    Thread,
    VirtualTime,
    sleep,
    time_here,
)

NEVER = Answer(never=True)
CAUGHT = {"Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}]}
LATE = {"Type": "Pass", "End": True}


def too_long() -> Exception:
    return RuntimeError("too long")


def test_waits_take_no_time_and_are_counted() -> None:
    states = {
        "Short": {"Type": "Wait", "Seconds": 5, "Next": "Told"},
        "Told": {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Until"},
        "Until": {"Type": "Wait", "Timestamp": "2026-01-01T01:00:00Z", "End": True},
    }

    ended = run(machine(**states), {"seconds": 55})

    assert [0, 5, 60] == [visit.at for visit in ended.visits]
    assert 3600 == ended.elapsed


def test_the_clock_starts_where_the_context_says() -> None:
    until = {"Type": "Wait", "Timestamp": "2030-05-05T00:00:10Z", "End": True}

    assert 10 == run(machine(Until=until), context={"Execution": {"StartTime": "2030-05-05T00:00:00Z"}}).elapsed


def test_retries_wait_longer_each_time_up_to_their_limit() -> None:
    retry = {"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "BackoffRate": 3, "MaxDelaySeconds": 50, "MaxAttempts": 3}
    answers = [Answer(error="Busy")] * 3 + [Answer(result=1)]

    ended = run(machine(Only=task(Retry=[retry])), Only=answers)

    assert ("SUCCEEDED", 10 + 30 + 50) == (ended.status, ended.elapsed)


def test_full_jitter_is_the_longest_delay_that_it_may_choose() -> None:
    retry = {"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "JitterStrategy": "FULL"}

    assert {10} == {
        run(machine(Only=task(Retry=[retry])), Only=[Answer(error="Busy"), Answer()]).elapsed for _ in range(5)
    }


def test_retries_that_are_used_up_end_in_the_error() -> None:
    retry = {"ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 2}

    ended = run(machine(Only=task(Retry=[retry])), Only=Answer(error="Busy", cause="still"))

    assert ("FAILED", "Busy", "still", 3, 3) == (
        ended.status,
        ended.error,
        ended.cause,
        len(ended.calls),
        ended.elapsed,
    )


@pytest.mark.parametrize("resource", ["arn:aws:states:::lambda:invoke", TOKEN, "arn:aws:states:::ecs:runTask.sync"])
def test_a_task_that_takes_too_long_times_out(resource: str) -> None:
    ended = run(machine(Slow=task(resource, TimeoutSeconds=30, **CAUGHT), Late=LATE), Slow=Answer(result=1, takes=31))

    assert (["Slow", "Late"], 30) == (visited(ended), ended.elapsed)


def test_a_task_that_never_answers_times_out() -> None:
    ended = run(machine(Slow=task(TimeoutSeconds=30)), Slow=NEVER)

    assert ("FAILED", "States.Timeout", 30) == (ended.status, ended.error, ended.elapsed)


def test_heartbeats_keep_a_task_waiting_and_their_end_ends_it() -> None:
    waiting = task(TOKEN, TimeoutSeconds=1000, HeartbeatSeconds=20)
    kept = run(machine(Desk=waiting), Desk=Answer(result="done", takes=55, heartbeats=(15, 30, 45)))
    lost = run(machine(Desk=waiting), Desk=Answer(result="done", takes=55, heartbeats=(15,)))

    assert ("SUCCEEDED", "done", 55) == (kept.status, kept.output, kept.elapsed)
    assert ("FAILED", "States.Timeout", 35) == (lost.status, lost.error, lost.elapsed)


def test_an_execution_that_takes_too_long_times_out() -> None:
    definition = machine(Wait={"Type": "Wait", "Seconds": 100, "End": True}) | {"TimeoutSeconds": 60}

    ended = run(definition)

    assert ("TIMED_OUT", 60) == (ended.status, ended.elapsed)


def test_branches_wait_at_the_same_time() -> None:
    branches = [machine(**{f"Wait{n}": {"Type": "Wait", "Seconds": n, "End": True}}) for n in (10, 30, 20)]

    ended = run(machine(Both={"Type": "Parallel", "Branches": branches, "End": True}))

    assert 30 == ended.elapsed


def test_a_failing_branch_ends_the_others() -> None:
    branches = [machine(Slow=task()), machine(Fails=task())]
    definition = machine(Both={"Type": "Parallel", "Branches": branches, "End": True})

    ended = run(definition, Slow=Answer(takes=500), Fails=Answer(error="Broken", takes=5))

    assert ("FAILED", "Broken", 5) == (ended.status, ended.error, ended.elapsed)


def test_no_more_items_than_allowed_wait_at_once() -> None:
    inner = machine(Wait={"Type": "Wait", "Seconds": 10, "End": True})
    each = {"Type": "Map", "ItemProcessor": inner, "MaxConcurrency": 2, "End": True}

    assert 30 == run(machine(Each=each), [1, 2, 3, 4, 5]).elapsed


def test_nothing_is_left_running() -> None:
    before = threading.active_count()
    run(machine(Slow=task(TimeoutSeconds=5)), Slow=NEVER)

    assert before == threading.active_count()


def test_a_lock_that_nobody_opens_is_told() -> None:
    with pytest.raises(NothingToWaitFor):
        VirtualTime(100, too_long).run(lambda: Event().wait())


def test_the_end_of_time_is_told() -> None:
    with pytest.raises(RuntimeError, match="too long"):
        VirtualTime(100, too_long).run(lambda: sleep(101))


def test_threads_take_turns_and_time_jumps_to_the_next_deadline() -> None:
    seen: list[tuple[str, float]] = []
    time = VirtualTime(100, too_long)

    def sleeper(name: str, seconds: float) -> None:
        sleep(seconds)
        seen.append((name, time.now))

    def body() -> None:
        threads = [Thread(sleeper, args=pair) for pair in (("c", 30), ("a", 10), ("b", 20))]
        for thread in threads:
            thread.start()
        threads[1].join()
        seen.append(("joined", time.now))
        assert threads[0].is_alive()
        threads[0].join(5)
        seen.append(("not yet", time.now))
        threads[0].join()

    time.run(body)

    assert [("a", 10), ("joined", 10), ("not yet", 15), ("b", 20), ("c", 30)] == seen
    assert time_here() is None


def test_an_error_in_a_thread_reaches_the_caller() -> None:
    def fail() -> None:
        raise ValueError("in a thread")

    def body() -> None:
        Thread(fail).start()
        sleep(1)

    with pytest.raises(ValueError, match="in a thread"):
        VirtualTime(100, too_long).run(body)
