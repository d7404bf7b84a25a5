"""Every status that a stack can have means something to a push, and has a cure of its own where it stops one."""

from __future__ import annotations

from datetime import UTC, datetime

import botocore.session
import pytest

from tests.unit.plan.pushing import cloud_with, wanted
from workflow_updater.cloud.ports import Stack, StackEvent
from workflow_updater.errors import DeploymentFailed, StackBusy, UsageError
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.usable import STATUSES, check_usable

ARN = "arn:aws:cloudformation:eu-central-1:111122223333:stack/orders/1"
ALL = botocore.session.get_session().get_service_model("cloudformation").shape_for("StackStatus").enum
ERRORS = {"ready": None, "busy": StackBusy, "stuck": DeploymentFailed, "absent": UsageError}


def failure_of(status, *events):
    try:
        check_usable(Stack("orders", ARN, status), lambda: events)
    except (StackBusy, DeploymentFailed, UsageError) as error:
        return error
    return None


def event(logical_id, status, reason=""):
    kind = "AWS::CloudFormation::Stack" if logical_id == "orders" else "AWS::StepFunctions::StateMachine"
    physical_id = ARN if logical_id == "orders" else logical_id
    return StackEvent(f"{logical_id}{status}", datetime.now(UTC), logical_id, kind, status, reason, physical_id)


def test_the_table_knows_the_statuses_of_aws_and_no_others():
    assert set(ALL) == set(STATUSES)


@pytest.mark.parametrize("status", ALL)
def test_every_status_lets_a_push_through_or_stops_it_with_its_meaning_and_a_cure(status):
    standing, meaning, cure = STATUSES[status]
    failure = failure_of(status)

    assert ERRORS[standing] is (type(failure) if failure else None)
    if failure:
        assert status in failure.message
        assert meaning in failure.message
        assert "orders" in failure.hint or standing == "absent"
        assert "{" not in failure.hint
    assert bool(cure) == (standing in {"stuck", "absent"})


def test_a_status_that_aws_invents_stops_a_push_by_its_ending():
    assert isinstance(failure_of("REFACTOR_IN_PROGRESS"), StackBusy)
    assert isinstance(failure_of("REFACTOR_FAILED"), DeploymentFailed)


def test_no_two_meanings_are_the_same():
    meanings = [one.meaning for status, one in STATUSES.items() if one.standing != "ready"]

    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("ROLLBACK_COMPLETE", "delete-stack --stack-name orders"),
        ("CREATE_FAILED", "delete-stack --stack-name orders"),
        ("UPDATE_FAILED", "rollback-stack --stack-name orders"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name orders"),
        ("DELETE_FAILED", "--retain-resources LOGICAL_ID"),
        ("REVIEW_IN_PROGRESS", "delete-stack --stack-name orders"),
    ],
)
def test_the_cure_is_the_exact_command(status, command):
    assert command in failure_of(status).hint


def test_a_failed_rollback_names_what_could_not_be_rolled_back_and_why():
    failure = failure_of(
        "UPDATE_ROLLBACK_FAILED",
        event("orders", "UPDATE_IN_PROGRESS", "User Initiated"),
        event("Orders", "UPDATE_FAILED", "the definition is too long"),
        event("orders", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update: [Orders]."),
        event("Table", "UPDATE_FAILED", "the table is gone"),
        event("orders", "UPDATE_ROLLBACK_FAILED", "The following resource(s) failed to update: [Table]."),
    )

    assert "Table UPDATE_FAILED: the table is gone" in failure.message
    assert "too long" not in failure.message
    assert "--resources-to-skip Table`" in failure.hint


def test_only_a_stuck_stack_is_asked_for_its_events():
    cloud = cloud_with()

    prepare(wanted(), cloud.ports)

    assert "recent_events" not in [call[0] for call in cloud.stacks.calls]


def test_a_push_to_a_stack_that_was_never_created_says_that_a_change_set_waits():
    with pytest.raises(UsageError, match="a change set that would do so waits") as error:
        prepare(wanted(), cloud_with(status="REVIEW_IN_PROGRESS").ports)

    assert "executes that change set" in error.value.hint
