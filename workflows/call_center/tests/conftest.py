"""A call center on the local cloud, and desks that take cases from its queues as a human's would."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.local_cloud import LocalCloud, new_account
from tests.workflow_stacks import WorkflowStack, eventually, infra_team


@dataclass(frozen=True)
class CallCenter(WorkflowStack):
    """The stack of the call center, with what its people and its tables know."""

    def desk(self, tier: int, case_id: str, matches: Callable[[str, str], bool] = operator.eq) -> dict[str, Any]:
        """Return the message that asks *tier* to work on the case, taken from the queue."""
        queue, sqs = self.outputs[f"Tier{tier}QueueUrl"], self.cloud.client("sqs")

        def take() -> dict[str, Any] | None:
            for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                body: dict[str, Any] = json.loads(message["Body"])
                if matches(body["caseId"], case_id):  # others belong to cases of tests that nobody answers
                    return body
            return None

        return eventually(take)

    def answer(self, message: dict[str, Any], answer: object) -> None:
        tokens = self.cloud.client("stepfunctions")
        tokens.send_task_success(taskToken=message["taskToken"], output=json.dumps(answer))

    def case(self, case_id: str) -> dict[str, Any] | None:
        """Return the item of the case as plain values, its history as the list of events."""
        table = self.outputs["CasesTable"]
        item = self.cloud.client("dynamodb").get_item(TableName=table, Key={"id": {"S": case_id}}).get("Item")
        if item is None:
            return None
        plain = {name: value["S"] for name, value in item.items() if "S" in value}
        return plain | {"history": [event["M"]["event"]["S"] for event in item["history"]["L"]]}

    def loads(self) -> dict[str, int]:
        items = self.cloud.client("dynamodb").scan(TableName=self.outputs["AgentLoadsTable"])["Items"]
        return {item["id"]["S"]: int(item["load"]["N"]) for item in items}

    def visited(self, execution: str) -> list[str]:
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in self.history(execution)
            if "stateEnteredEventDetails" in event
        ]


@pytest.fixture(scope="module")
def stack(local_cloud: LocalCloud, request: pytest.FixtureRequest) -> Iterator[CallCenter]:
    """One call center, with the LIMITS of the module, for all its tests; each test has cases of its own."""
    cloud = local_cloud.in_account(new_account())
    made = infra_team(cloud).stack("call-center", "call_center.yaml", "call_center", **request.module.LIMITS)
    yield CallCenter(made.cloud, made.outputs)
    cloud.close()


@pytest.fixture
def call_center(stack: CallCenter) -> Iterator[CallCenter]:
    """The call center, in which no agent is left with a case when the test is over."""
    yield stack

    assert set(stack.loads().values()) <= {0}, stack.loads()
