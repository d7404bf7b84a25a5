from __future__ import annotations

import json

import pytest

from tests.fakes.changes import definition_change
from tests.fakes.stacks import Outcome as NextChangeSet
from tests.unit.plan.pushing import BUCKET, BYE, HELLO, MACHINE, SEED, attempt, cloud_with, machine, push, template
from workflow_updater.core.change.model import ResourceChange
from workflow_updater.errors import (
    DeploymentFailed,
    Refused,
    UsageError,
)
from workflow_updater.plan.progress import (
    ChangeSetCreated,
    Published,
    Recorded,
    Reviewed,
    StackMoved,
    Verified,
    Waiting,
)


def live(cloud):
    return json.loads(cloud.machines.machines[MACHINE].definition)


def told(steps):
    return [type(step) for step in steps if not isinstance(step, Waiting | StackMoved)]


def test_a_push_makes_the_state_machine_run_the_definition():
    cloud = cloud_with()

    plan, outcome, steps = push(cloud)

    assert HELLO == live(cloud)
    assert outcome.ended == "updated"
    assert outcome.location == f"s3://{BUCKET}/orders/orders/Orders/{plan.publication.digest}.asl.json?versionId=v1"
    assert [Published, ChangeSetCreated, Reviewed, Verified, Recorded] == told(steps)
    assert [step.status for step in steps if isinstance(step, StackMoved)][-1] == "UPDATE_COMPLETE"


def test_all_other_parameters_keep_their_values_and_the_template_is_sent_again():
    cloud = cloud_with(parameters={"Size": "7"})

    push(cloud)

    request = next(call[1] for call in cloud.stacks.calls if call[0] == "create_change_set")
    assert request.parameters["Size"] is None
    assert request.template_body == json.dumps(template())
    assert cloud.stacks.held["orders"].stack.parameters["Size"] == "7"


def test_pushing_the_same_definition_twice_writes_nothing_the_second_time():
    cloud = cloud_with()
    push(cloud)
    before = list(cloud.writes)

    _, outcome, steps = push(cloud)

    assert outcome.ended == "unchanged"
    assert before == cloud.writes
    assert [] == steps


def test_a_forced_push_of_what_runs_already_finds_no_change_and_leaves_no_change_set():
    cloud = cloud_with()
    push(cloud)

    _, outcome, _ = push(cloud, force=True)

    assert outcome.ended == "unchanged"
    assert {} == cloud.stacks.sets


def test_a_definition_changed_past_cloudformation_is_not_called_unchanged():
    cloud = cloud_with()
    push(cloud)
    cloud.machines.set_definition(MACHINE, json.dumps(BYE))

    with pytest.raises(DeploymentFailed, match="runs another definition"):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_a_seed_template_takes_a_key_of_the_users_own_choice():
    cloud = cloud_with(SEED)

    _, outcome, _ = push(cloud, bucket=BUCKET, key="hello.json")
    _, again, _ = push(cloud, BYE, bucket=BUCKET, key="hello.json")

    assert outcome.location == f"s3://{BUCKET}/hello.json?versionId=v1"
    assert again.location == f"s3://{BUCKET}/hello.json?versionId=v3"  # v2 is the record of the first
    assert BYE == live(cloud)


def test_a_seed_push_of_what_runs_already_writes_nothing():
    cloud = cloud_with(SEED)
    push(cloud, bucket=BUCKET, key="hello.json")
    before = list(cloud.writes)

    _, outcome, _ = push(cloud, bucket=BUCKET, key="hello.json")

    assert outcome.ended == "unchanged"
    assert before == cloud.writes


def test_a_foreign_change_is_refused_by_name_and_the_change_set_deleted():
    cloud = cloud_with()
    foreign = ResourceChange("Table", "AWS::DynamoDB::Table", "Remove", "", (), ())
    cloud.stacks.next_change_set = NextChangeSet(changes=(definition_change("Orders"), foreign))

    with pytest.raises(Refused, match="Table"):
        push(cloud)

    assert {} == cloud.stacks.sets
    assert "execute" not in [call[0] for call in cloud.stacks.calls]


def test_a_change_set_that_leaves_the_target_alone_is_refused():
    cloud = cloud_with()
    cloud.stacks.next_change_set = NextChangeSet(processed={"Resources": {}})
    cloud.stacks.next_change_set.changes = (definition_change("Orders"),)

    with pytest.raises(Refused, match="another definition"):
        push(cloud)


def test_a_macro_that_injects_something_else_is_refused():
    cloud = cloud_with()
    other = {"Resources": {"Orders": {**machine(DefinitionString=json.dumps(BYE))}}}
    cloud.stacks.next_change_set = NextChangeSet(changes=(definition_change("Orders"),), processed=other)

    with pytest.raises(Refused, match="another definition"):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_a_macro_that_fails_is_told_with_its_reason_and_nothing_is_left():
    cloud = cloud_with()
    reason = "Transform 111122223333::StepFunctionWorkflowInjector failed with: E910 no such object."
    cloud.stacks.next_change_set = NextChangeSet(status="FAILED", reason=reason)

    with pytest.raises(DeploymentFailed, match="E910"):
        push(cloud)

    assert {} == cloud.stacks.sets


def test_a_rollback_is_a_failure_with_its_first_cause():
    cloud = cloud_with()
    cloud.stacks.next_failure = ("Orders", "Invalid State Machine Definition")

    with pytest.raises(DeploymentFailed, match="Orders UPDATE_FAILED: Invalid State Machine Definition"):
        push(cloud)

    assert {"StartAt": "NotPushed"} == live(cloud)


def test_a_rollback_that_fails_too_does_not_say_that_the_definition_before_runs():
    cloud = cloud_with()
    cloud.stacks.next_failure = ("Orders", "Invalid State Machine Definition")
    cloud.stacks.rollback_ends = "FAILED"

    with pytest.raises(DeploymentFailed, match="the stack is in UPDATE_ROLLBACK_FAILED") as failed:
        push(cloud)

    assert "still runs" not in failed.value.message
    assert "Invalid State Machine Definition" in failed.value.message


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("FAILED", "Something nobody has seen yet"),
        ("FAILED", ""),
        ("FAILED", "Transform 1::X failed with: The submitted information didn't contain changes."),
    ],
)
def test_a_change_set_that_failed_for_whatever_reason_is_no_success(status, reason):
    cloud = cloud_with()
    push(cloud)
    cloud.stacks.next_change_set = NextChangeSet(status=status, reason=reason)

    with pytest.raises(DeploymentFailed, match=f"the change set failed: {reason or status}"):
        push(cloud, force=True)


def test_a_stale_read_of_the_live_definition_is_waited_out():
    cloud = cloud_with()

    def show(step):
        if isinstance(step, Reviewed):
            cloud.machines.stale_reads = 3

    push(cloud, show=show)

    assert HELLO == live(cloud)


def test_an_update_after_which_another_definition_runs_is_a_failure():
    cloud = cloud_with()

    def show(step):
        if isinstance(step, Reviewed):
            cloud.machines.stale_reads = 10_000

    with pytest.raises(DeploymentFailed, match="does not run the definition that was pushed"):
        push(cloud, show=show)


def test_the_reviewed_change_set_can_be_left_for_somebody_else():
    cloud = cloud_with()

    _, outcome, _ = push(cloud, trial=attempt(aim="keep change set"))

    assert outcome.ended == "reviewed"
    assert [outcome.change_set] == list(cloud.stacks.sets)


def test_a_change_set_that_is_only_shown_is_deleted():
    cloud = cloud_with()

    _, outcome, _ = push(cloud, trial=attempt(aim="show change set"))

    assert outcome.ended == "reviewed"
    assert {} == cloud.stacks.sets


def test_a_large_template_travels_through_the_bucket():
    large = template()
    large["Metadata"] = {"Notes": ["x" * 1000] * 60}
    cloud = cloud_with(large)

    push(cloud)

    request = next(call[1] for call in cloud.stacks.calls if call[0] == "create_change_set")
    assert request.template_body is None
    assert request.template_url.startswith(f"https://s3.eu-central-1.amazonaws.com/{BUCKET}/orders/orders/Orders/")
    assert request.template_url.endswith(".template?versionId=v2")  # not what is written there a moment later


def test_a_bucket_that_does_not_exist_stops_the_push_before_cloudformation():
    cloud = cloud_with()

    with pytest.raises(UsageError, match="bucket"):
        push(cloud, bucket="nowhere")

    assert [] == cloud.stacks.writes
