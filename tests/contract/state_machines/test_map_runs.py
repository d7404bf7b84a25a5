"""Distributed Maps: where their items come from, where results go, and how many may fail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.state_machines.machines import error, one_state, output
from tests.local_cloud import LocalCloud

DISTRIBUTED = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
ITEMS = [{"n": number} for number in range(4)]


@pytest.fixture
def bucket(own_account: LocalCloud) -> str:
    name = f"bucket-{own_account.account}"
    location = {"LocationConstraint": own_account.region}
    own_account.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=location)
    own_account.client("s3").put_object(Bucket=name, Key="items.json", Body=json.dumps(ITEMS))
    return name


def over(state: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a definition that does *state* for each item."""
    processor = {**DISTRIBUTED, "StartAt": "Each", "States": {"Each": state}}
    return one_state({"Type": "Map", "ItemProcessor": processor, **fields})


def failing_above(limit: int) -> dict[str, Any]:
    states = {
        "Which": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericGreaterThan": limit, "Next": "Sad"}],
            "Default": "Fine",
        },
        "Fine": {"Type": "Succeed"},
        "Sad": {"Type": "Fail", "Error": "Sad"},
    }
    definition = over({})
    definition["States"]["Only"]["ItemProcessor"].update(StartAt="Which", States=states)
    return definition


def test_items_are_read_from_an_object(own_account: LocalCloud, bucket: str) -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"},
        "Parameters": {"Bucket": bucket, "Key": "items.json"},
    }

    assert output(own_account, over({"Type": "Pass", "End": True}, ItemReader=reader)) == ITEMS


def test_results_are_written_to_a_bucket(own_account: LocalCloud, bucket: str) -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": bucket, "Prefix": "out"}}

    result = output(own_account, over({"Type": "Pass", "End": True}, ResultWriter=writer), ITEMS)

    assert result["ResultWriterDetails"]["Bucket"] == bucket
    own_account.client("s3").head_object(Bucket=bucket, Key=result["ResultWriterDetails"]["Key"])


@pytest.mark.parametrize(
    ("limit", "tolerated"),
    [(2, {}), (1, {"ToleratedFailureCount": 1}), (1, {"ToleratedFailurePercentage": 49})],
)
def test_too_many_failed_items_fail_the_map(own_account: LocalCloud, limit: int, tolerated: dict[str, int]) -> None:
    definition = failing_above(limit)
    definition["States"]["Only"].update(tolerated)

    assert error(own_account, definition, ITEMS)[0] == "States.ExceedToleratedFailureThreshold"


@pytest.mark.parametrize("tolerated", [{"ToleratedFailureCount": 2}, {"ToleratedFailurePercentage": 50}])
def test_tolerated_failures_do_not_fail_the_map(own_account: LocalCloud, tolerated: dict[str, int]) -> None:
    definition = failing_above(1)
    definition["States"]["Only"].update(tolerated)

    assert len(output(own_account, definition, ITEMS)) == 4


def test_a_failed_map_is_caught_like_any_state(own_account: LocalCloud) -> None:
    definition = failing_above(0)
    catch = [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "Next": "Caught"}]
    definition["States"]["Only"].update(Catch=catch)
    definition["States"]["Caught"] = {"Type": "Pass", "Result": "caught", "End": True}

    assert output(own_account, definition, ITEMS) == "caught"
