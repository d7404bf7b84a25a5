"""What the code compares statuses with is what AWS can say."""

from __future__ import annotations

import botocore.session
import pytest

from workflow_updater.cloud.aws import stacks
from workflow_updater.plan.events import is_at_rest


def values(service: str, shape: str) -> set[str]:
    return set(botocore.session.get_session().get_service_model(service).shape_for(shape).enum)


def test_the_first_status_of_an_operation_is_one_of_aws() -> None:
    assert values("cloudformation", "ResourceStatus") >= stacks._BEGUN


def test_change_sets_are_created_in_the_known_statuses() -> None:
    known = {
        *("CREATE_PENDING", "CREATE_IN_PROGRESS", "CREATE_COMPLETE", "FAILED"),
        *("DELETE_PENDING", "DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED"),
    }

    assert known == values("cloudformation", "ChangeSetStatus")


def test_executions_of_change_sets_have_the_known_statuses() -> None:
    known = {"UNAVAILABLE", "AVAILABLE", "EXECUTE_IN_PROGRESS", "EXECUTE_COMPLETE", "EXECUTE_FAILED", "OBSOLETE"}

    assert known == values("cloudformation", "ExecutionStatus")


def test_a_stack_is_at_rest_when_it_is_not_in_progress() -> None:
    moving = {status for status in values("cloudformation", "StackStatus") if not is_at_rest(status)}
    resting = values("cloudformation", "StackStatus") - moving

    assert all(status.endswith(("_COMPLETE", "_FAILED")) for status in resting)
    assert all(status.endswith("_IN_PROGRESS") for status in moving)


def test_executions_of_machines_have_the_known_statuses() -> None:
    known = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"}

    assert known == values("stepfunctions", "ExecutionStatus")


@pytest.mark.parametrize("operation", ["CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet"])
def test_every_error_of_a_change_set_operation_has_a_meaning(operation: str) -> None:
    from workflow_updater.cloud.aws.client_errors import CODES

    model = botocore.session.get_session().get_service_model("cloudformation").operation_model(operation)

    assert {shape.metadata["error"]["code"] for shape in model.error_shapes} <= set(CODES)


@pytest.mark.parametrize("operation", ["StartExecution", "DescribeExecution", "DescribeStateMachine"])
def test_every_error_of_a_state_machine_operation_has_a_meaning(operation: str) -> None:
    from workflow_updater.cloud.aws.client_errors import CODES

    model = botocore.session.get_session().get_service_model("stepfunctions").operation_model(operation)

    assert {shape.name for shape in model.error_shapes} <= set(CODES)
