"""The `Stacks` port; moto is left out, its CloudFormation knows neither tokens nor change sets that change nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.contract.ports.backends import Backend
from workflow_updater.cloud.ports import ChangeSet, ChangeSetRequest, Stack, StackEvent
from workflow_updater.errors import StackBusy, UsageError
from workflow_updater.plan.progress import watch
from workflow_updater.plan.reasons import says_no_change
from workflow_updater.plan.waiting.follow import await_change_set, tell_operation

# Written with care for blanks and order: the original must come back as it was given.
TEMPLATE = """{
  "Parameters": {"Text": {"Type": "String", "Default": "first"}, "Kept": {"Type": "String", "Default": "kept"}},
  "Resources":  {"Note": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Text"}}}},
  "Outputs":    {"Said": {"Value": {"Ref": "Text"}}}
}"""


def change_set_of(faithful: Backend, request: ChangeSetRequest) -> ChangeSet:
    arn = faithful.cloud.stacks.create_change_set(request)
    until = faithful.clock.monotonic() + 20
    return await_change_set(faithful.cloud.stacks, arn, clock=faithful.clock, until=until)


def request(name: str, *, text: str | None = "first", kind: str = "UPDATE", stack: str = "notes") -> ChangeSetRequest:
    return ChangeSetRequest(
        stack=stack,
        name=name,
        parameters={"Text": text, "Kept": None} if kind == "UPDATE" else {"Text": text},
        template_body=TEMPLATE,
        token=name,
        type="CREATE" if kind == "CREATE" else "UPDATE",
    )


def executed(faithful: Backend, change_set: ChangeSet) -> tuple[list[StackEvent], Stack]:
    faithful.cloud.stacks.execute(change_set.arn, token=change_set.name)
    following = tell_operation(
        faithful.cloud.stacks,
        change_set.stack_arn,
        token=change_set.name,
        clock=faithful.clock,
        until=faithful.clock.monotonic() + 20,
    )
    status, events = watch(following, lambda _: None)
    stack = faithful.cloud.stacks.describe(change_set.stack_arn)
    assert stack is not None
    assert stack.status == status
    return events, stack


def created(faithful: Backend) -> Stack:
    return executed(faithful, change_set_of(faithful, request("create-1", kind="CREATE")))[1]


def test_a_stack_that_is_not_there_is_none(faithful: Backend) -> None:
    assert faithful.cloud.stacks.describe("nowhere") is None


@pytest.mark.parametrize("verb", ["original_template", "recent_events"])
def test_a_stack_that_is_not_there_is_told(faithful: Backend, verb: str) -> None:
    with pytest.raises(UsageError, match="there is no stack nowhere"):
        getattr(faithful.cloud.stacks, verb)("nowhere")


def test_a_stack_that_is_not_there_has_no_resources_to_list(faithful: Backend) -> None:
    with pytest.raises(UsageError, match="there is no stack nowhere"):
        faithful.cloud.stacks.resources("nowhere")


def test_a_stack_that_is_not_there_cannot_be_updated(faithful: Backend) -> None:
    with pytest.raises(UsageError, match="there is no stack nowhere"):
        faithful.cloud.stacks.create_change_set(request("update-1", stack="nowhere"))


def test_a_new_stack_is_reviewed_then_created(faithful: Backend) -> None:
    change_set = change_set_of(faithful, request("create-1", kind="CREATE"))
    in_review = faithful.cloud.stacks.describe("notes")
    events, stack = executed(faithful, change_set)

    assert [("Note", "Add")] == [(change.logical_id, change.action) for change in change_set.changes]
    assert in_review is not None
    assert "REVIEW_IN_PROGRESS" == in_review.status
    assert "CREATE_COMPLETE" == stack.status
    assert {"Text": "first", "Kept": "kept"} == stack.parameters
    assert {"Said": "first"} == stack.outputs
    assert ("notes", "CREATE_IN_PROGRESS") == (events[0].logical_id, events[0].status)
    assert ("notes", "CREATE_COMPLETE") == (events[-1].logical_id, events[-1].status)
    assert {"create-1"} == {event.token for event in events}


def test_the_original_template_comes_back_as_it_was_given(faithful: Backend) -> None:
    created(faithful)

    assert TEMPLATE == faithful.cloud.stacks.original_template("notes")


def test_resources_are_listed_with_their_types(faithful: Backend) -> None:
    created(faithful)

    (note,) = faithful.cloud.stacks.resources("notes")
    assert ("Note", "AWS::SSM::Parameter") == (note.logical_id, note.type)
    assert {"Note": note.physical_id} == faithful.cloud.stacks.resource_ids("notes")


def test_a_change_set_that_changes_nothing_fails_and_says_so(faithful: Backend) -> None:
    created(faithful)

    change_set = change_set_of(faithful, request("update-1", text=None))

    assert "FAILED" == change_set.status
    assert says_no_change(change_set.reason)


def test_an_update_changes_what_differs_and_keeps_the_other_parameters(faithful: Backend) -> None:
    created(faithful)

    change_set = change_set_of(faithful, request("update-1", text="second"))
    events, stack = executed(faithful, change_set)

    assert [("Note", "Modify")] == [(change.logical_id, change.action) for change in change_set.changes]
    assert "AVAILABLE" == change_set.execution_status
    assert "UPDATE_COMPLETE" == stack.status
    assert {"Text": "second", "Kept": "kept"} == stack.parameters
    assert {"update-1"} == {event.token for event in events}


def test_the_events_of_one_operation_are_told_from_those_before(faithful: Backend) -> None:
    stack = created(faithful)
    executed(faithful, change_set_of(faithful, request("update-1", text="second")))

    first = faithful.cloud.stacks.events(stack.arn, token="create-1")
    recent = faithful.cloud.stacks.recent_events("notes")

    assert "CREATE_COMPLETE" == first[-1].status
    assert "UPDATE_COMPLETE" == recent[-1].status
    assert [] == list(faithful.cloud.stacks.events(stack.arn, token="never-used"))


def test_a_deleted_change_set_is_gone_and_may_be_deleted_again(faithful: Backend) -> None:
    created(faithful)
    arn = change_set_of(faithful, request("update-1", text="second")).arn
    found = faithful.cloud.stacks.find_change_set("notes", "update-1")

    faithful.cloud.stacks.delete_change_set(arn)
    faithful.cloud.stacks.delete_change_set(arn)

    assert arn == found
    assert faithful.cloud.stacks.find_change_set("notes", "update-1") is None
    assert faithful.cloud.stacks.find_change_set("nowhere", "update-1") is None
    with pytest.raises(StackBusy, match="any more"):
        faithful.cloud.stacks.execute(arn, token="update-1")


def test_an_executed_change_set_makes_the_others_useless(faithful: Backend) -> None:
    created(faithful)
    overtaken = change_set_of(faithful, request("update-1", text="second"))
    executed(faithful, change_set_of(faithful, request("update-2", text="third")))

    with pytest.raises(StackBusy):
        faithful.cloud.stacks.execute(overtaken.arn, token="update-1")


def test_the_processed_template_of_a_change_set_can_be_read(faithful: Backend) -> None:
    change_set = change_set_of(faithful, request("create-1", kind="CREATE"))

    processed = faithful.cloud.stacks.processed_template(change_set.arn)

    assert json.loads(TEMPLATE)["Resources"] == processed["Resources"]


def test_a_deleted_stack_is_gone_and_may_be_deleted_again(faithful: Backend) -> None:
    stack = created(faithful)

    faithful.cloud.stacks.delete("notes")
    faithful.cloud.stacks.delete("notes")
    for _ in range(100):
        left = faithful.cloud.stacks.describe("notes")
        if left is None:
            break
        faithful.clock.sleep(0.05)

    assert left is None
    gone = faithful.cloud.stacks.describe(stack.arn)
    assert gone is None or "DELETE_COMPLETE" == gone.status


def test_a_stack_names_the_change_set_that_was_executed_last_and_it_can_still_be_read(faithful: Backend) -> None:
    first = change_set_of(faithful, request("create-1", kind="CREATE"))
    assert "CREATE_COMPLETE" == executed(faithful, first)[1].status
    second = change_set_of(
        faithful, replace(request("update-1", text="second"), description='{"release": "1 \\u00e9"}')
    )
    before = faithful.cloud.stacks.describe("notes")
    executed(faithful, second)
    after = faithful.cloud.stacks.describe("notes")
    read = ended(faithful, second.arn)

    assert before is not None
    assert first.arn == before.change_set
    assert after is not None
    assert second.arn == after.change_set
    assert ("CREATE_COMPLETE", "EXECUTE_COMPLETE") == (read.status, read.execution_status)
    assert '{"release": "1 \\u00e9"}' == read.description
    assert {"Text": "second", "Kept": "kept"} == read.parameters
    assert read.created == second.created


def ended(faithful: Backend, arn: str) -> ChangeSet:
    """Return the executed change set once it says how its execution ended: the stack's event comes first."""
    for _ in range(100):
        found = faithful.cloud.stacks.change_set(arn)
        if found.execution_status != "EXECUTE_IN_PROGRESS":
            break
        faithful.clock.sleep(0.05)
    return found


def test_the_change_sets_that_nobody_executed_are_listed_with_their_age(faithful: Backend) -> None:
    created(faithful)
    executed(faithful, change_set_of(faithful, request("update-1", text="second")))
    waiting = [change_set_of(faithful, request(name, text="third")) for name in ("update-2", "update-3")]

    listed = faithful.cloud.stacks.pending_change_sets("notes")

    assert {(one.arn, one.name) for one in waiting} == {(one.arn, one.name) for one in listed}
    assert waiting[0].created == next(one.created for one in listed if one.arn == waiting[0].arn)
