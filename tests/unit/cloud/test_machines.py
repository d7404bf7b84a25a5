"""Versions and aliases: their pages, and what AWS's refusals of them mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.cloud.stubbed import stubbed
from workflow_updater.cloud.aws.machines import AwsMachines
from workflow_updater.errors import AccessDenied, UsageError

MACHINE = "arn:aws:states:eu-central-1:111122223333:stateMachine:orders"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def version(number: int) -> dict[str, object]:
    return {"stateMachineVersionArn": f"{MACHINE}:{number}", "creationDate": AT}


def test_versions_of_all_pages_are_told():
    with stubbed("stepfunctions") as (clients, stubber):
        first = {"stateMachineVersions": [version(3), version(2)], "nextToken": "more"}
        stubber.add_response("list_state_machine_versions", first, {"stateMachineArn": MACHINE})
        last = {"stateMachineVersions": [version(1)]}
        stubber.add_response("list_state_machine_versions", last, {"stateMachineArn": MACHINE, "nextToken": "more"})

        assert AwsMachines(clients).versions(MACHINE) == [f"{MACHINE}:{number}" for number in (3, 2, 1)]


def test_a_version_that_an_alias_gives_nothing_is_no_route_of_it():
    with stubbed("stepfunctions") as (clients, stubber):
        weights = [
            {"stateMachineVersionArn": f"{MACHINE}:{one}", "weight": weight} for one, weight in ((2, 100), (1, 0))
        ]
        live = {"stateMachineAliasArn": f"{MACHINE}:live", "routingConfiguration": weights}
        stubber.add_response("describe_state_machine_alias", live)

        alias = AwsMachines(clients).alias(f"{MACHINE}:live")

    assert alias is not None
    assert alias.routes == {f"{MACHINE}:2": 100}


def test_a_version_that_an_alias_names_is_left():
    with stubbed("stepfunctions") as (clients, stubber):
        stubber.add_client_error("delete_state_machine_version", "ConflictException", "Version is in use", 400)

        assert not AwsMachines(clients).delete_version(f"{MACHINE}:1")


@pytest.mark.parametrize(
    ("verb", "operation", "action"),
    [
        ("alias", "describe_state_machine_alias", "DescribeStateMachineAlias"),
        ("versions", "list_state_machine_versions", "ListStateMachineVersions"),
        ("delete_version", "delete_state_machine_version", "DeleteStateMachineVersion"),
    ],
)
def test_who_may_not_is_told_what_and_on_what(verb: str, operation: str, action: str):
    with stubbed("stepfunctions") as (clients, stubber):
        stubber.add_client_error(operation, "AccessDeniedException", "User is not authorized", 400)

        with pytest.raises(AccessDenied, match=f"you may not states:{action} on {MACHINE}:1"):
            getattr(AwsMachines(clients), verb)(f"{MACHINE}:1")


def test_a_start_whose_answer_was_lost_is_found_again():
    with stubbed("stepfunctions") as (clients, stubber):
        for _ in range(2):
            stubber.add_client_error("start_execution", "ExecutionAlreadyExists", "Execution Already Exists", 400)

        started = AwsMachines(clients).start(f"{MACHINE}:live", input_json="{}", name="first", is_new=True)

        assert started == "arn:aws:states:eu-central-1:111122223333:execution:orders:first"
        with pytest.raises(UsageError, match="Execution Already Exists"):
            AwsMachines(clients).start(MACHINE, input_json="{}", name="first")


def test_what_else_a_start_is_refused_for_is_told():
    with stubbed("stepfunctions") as (clients, stubber):
        stubber.add_client_error("start_execution", "InvalidExecutionInput", "Invalid input", 400)

        with pytest.raises(UsageError, match="Invalid input"):
            AwsMachines(clients).start(MACHINE, input_json="{", name="first", is_new=True)
