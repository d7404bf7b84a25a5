"""Which events an operation tells: the cases that no stack of the contract tests comes to."""

from __future__ import annotations

from workflow_updater.local_cloud.cloudformation.telling import CLEANUP, LEFT_OVER, STACK, Event, Telling

ARN = "arn:aws:cloudformation:eu-central-1:111122223333:stack/s/1"


def telling(**former: str) -> Telling:
    return Telling("s", ARN, former, set())


def of_stack(status: str, reason: str = "") -> Event:
    return Event("s", STACK, status, reason, ARN)


def of_resource(status: str, reason: str = "", physical_id: str = "") -> Event:
    return Event("Q", "AWS::SQS::Queue", status, reason, physical_id)


def test_a_cleanup_that_leaves_something_behind_is_told_at_the_end() -> None:
    # source of the sentence: serverless/serverless#9144, events of 2021-03-18
    operation = telling(Q="q")

    told = [
        event for one in (of_resource("DELETE_FAILED"), of_stack("UPDATE_COMPLETE")) for event in operation.told(one)
    ]

    assert [(event.status, event.reason) for event in told] == [
        (CLEANUP, ""),
        ("DELETE_FAILED", ""),
        ("UPDATE_COMPLETE", LEFT_OVER),
    ]


def test_a_resource_that_is_left_alone_has_no_beginning() -> None:
    operation = telling(Q="q")

    assert operation.told(of_resource("UPDATE_IN_PROGRESS")) == []
    operation.leave_alone("Q")

    assert operation.begun("Q") == operation.told(of_resource("UPDATE_COMPLETE", physical_id="q")) == []


def test_what_fails_before_it_is_known_to_change_has_begun() -> None:
    operation = telling(Q="q")
    operation.told(of_resource("UPDATE_IN_PROGRESS"))

    told = operation.told(of_resource("UPDATE_FAILED", "no"))

    assert [(event.status, event.physical_id) for event in told] == [
        ("UPDATE_IN_PROGRESS", "q"),
        ("UPDATE_FAILED", "q"),
    ]


def test_a_new_resource_that_fails_fails_to_be_created() -> None:
    assert [event.status for event in telling().told(of_resource("UPDATE_FAILED", "no"))] == ["CREATE_FAILED"]


def test_a_nested_stack_is_a_resource_like_others() -> None:
    nested = Event("Nested", STACK, "CREATE_COMPLETE", physical_id="arn:of:another")

    told = Telling("s", ARN, None, set()).told(nested)

    assert [event.status for event in told] == ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]


def test_there_is_no_cleanup_after_a_failure() -> None:
    operation = telling(Q="q")
    operation.told(of_stack("UPDATE_ROLLBACK_IN_PROGRESS"))

    assert operation.begin_cleanup() == []
    assert [event.status for event in operation.told(of_resource("DELETE_IN_PROGRESS"))] == ["DELETE_IN_PROGRESS"]
