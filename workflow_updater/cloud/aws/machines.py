"""Step Functions through boto3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from workflow_updater.cloud.aws.client_errors import code_of, translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.ports import Alias, Diagnosis, Execution, HistoryEvent, Machine
from workflow_updater.core.execution_arn import execution_arn


class AwsMachines:
    """The `Machines` port."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    @property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes client classes at run time
        return self._clients.get("stepfunctions")

    def describe(self, arn: str) -> Machine:
        """Return the live state machine. Raises UsageError when there is none."""
        with translated("states:DescribeStateMachine", arn):
            answer = self._client.describe_state_machine(stateMachineArn=arn)
        return Machine(
            arn=answer["stateMachineArn"],
            definition=answer["definition"],
            role_arn=answer["roleArn"],
            type=answer.get("type", "STANDARD"),
        )

    def alias(self, arn: str) -> Alias | None:
        """Return the alias, None when there is none."""
        with translated("states:DescribeStateMachineAlias", arn):
            try:
                answer = self._client.describe_state_machine_alias(stateMachineAliasArn=arn)
            except ClientError as error:
                if code_of(error) != "ResourceNotFound":
                    raise
                return None
        weights = {one["stateMachineVersionArn"]: int(one["weight"]) for one in answer["routingConfiguration"]}
        routes = {version: weight for version, weight in weights.items() if weight}  # AWS takes 0, which is no route
        return Alias(answer["stateMachineAliasArn"], routes)

    def versions(self, arn: str) -> list[str]:
        """Return the ARNs of all versions, the newest first. Raises UsageError when there is no such machine."""
        found: list[str] = []
        token: dict[str, str] = {}
        with translated("states:ListStateMachineVersions", arn):
            while True:  # boto3 has no paginator for it
                page = self._client.list_state_machine_versions(stateMachineArn=arn, **token)
                found += [one["stateMachineVersionArn"] for one in page["stateMachineVersions"]]
                if not page.get("nextToken"):
                    return found
                token = {"nextToken": page["nextToken"]}

    def delete_version(self, arn: str) -> bool:
        """Delete a version and return True; return False when an alias names it. One that is gone already is fine."""
        with translated("states:DeleteStateMachineVersion", arn):
            try:
                self._client.delete_state_machine_version(stateMachineVersionArn=arn)
            except ClientError as error:
                if code_of(error) != "ConflictException":
                    raise
                return False
        return True

    def validate(self, definition: str, machine_type: str) -> list[Diagnosis]:
        """Return what AWS has against *definition*, a hundred findings at most."""
        with translated("states:ValidateStateMachineDefinition", "the definition"):
            answer = self._client.validate_state_machine_definition(
                definition=definition, type=machine_type or "STANDARD", severity="WARNING", maxResults=100
            )
        return [
            Diagnosis(
                severity="error" if one["severity"] == "ERROR" else "warning",
                code=one["code"],
                message=one["message"],
                location=one.get("location", ""),
            )
            for one in answer["diagnostics"]
        ]

    def start(self, arn: str, *, input_json: str, name: str, is_new: bool = False) -> str:
        """
        Start an execution and return its ARN.

        When the name *is_new*, nobody else has it: one that is there already was started by an attempt whose answer was
        lost. While it runs AWS itself answers the same again. source: botocore stepfunctions model, StartExecution

        Raises:
            UsageError: the name is taken, or the input no JSON.
        """
        with translated("states:StartExecution", arn):
            try:
                return str(
                    self._client.start_execution(stateMachineArn=arn, input=input_json, name=name)["executionArn"]
                )
            except ClientError as error:
                if not is_new or code_of(error) != "ExecutionAlreadyExists":
                    raise
        return execution_arn(arn, name)

    def execution(self, arn: str) -> Execution:
        """Return how the execution stands. Raises UsageError when there is none."""
        with translated("states:DescribeExecution", arn):
            answer = self._client.describe_execution(executionArn=arn)
        return Execution(
            arn=answer["executionArn"],
            status=answer["status"],
            output=answer.get("output", ""),
            error=answer.get("error", ""),
            cause=answer.get("cause", ""),
        )

    def history(self, arn: str, *, after: int = 0) -> list[HistoryEvent]:
        """Return the events with an id above *after*, oldest first; only the pages that hold them are read."""
        newest_first: list[HistoryEvent] = []
        with translated("states:GetExecutionHistory", arn):
            for event in self._newest_first(arn):
                if event["id"] <= after:
                    break
                newest_first.append(_event(event))
        return newest_first[::-1]

    def _newest_first(self, arn: str) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("get_execution_history").paginate(
            executionArn=arn, reverseOrder=True, includeExecutionData=False
        )
        for page in pages:
            yield from page["events"]


def _event(event: dict[str, Any]) -> HistoryEvent:
    details = event.get("stateEnteredEventDetails") or event.get("stateExitedEventDetails") or {}
    return HistoryEvent(id=event["id"], type=event["type"], state=details.get("name", ""))
