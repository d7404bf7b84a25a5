"""CloudFormation through boto3."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from workflow_updater.cloud.aws import answers
from workflow_updater.cloud.aws.client_errors import code_of, message_of, translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.prose import told
from workflow_updater.cloud.ports import (
    UNKNOWN_TIME,
    ChangeSet,
    ChangeSetRequest,
    PendingChangeSet,
    Stack,
    StackEvent,
    StackResource,
)
from workflow_updater.errors import Refused

_BEGUN = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"}


class AwsStacks:
    """The `Stacks` port."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    @property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes client classes at run time
        return self._clients.get("cloudformation")

    def describe(self, stack: str) -> Stack | None:
        """Return the stack of that name or ARN, None when there is none; a deleted one is known by its ARN only."""
        with translated("cloudformation:DescribeStacks", stack):
            try:
                answer = self._client.describe_stacks(StackName=stack)
            except ClientError as error:
                if _is_missing(error):
                    return None
                raise
        return answers.stack(answer["Stacks"][0])

    def original_template(self, stack: str) -> str:
        """Return the template as it was given, every non-ASCII character replaced with `?` by CloudFormation."""
        with translated("cloudformation:GetTemplate", stack):
            answer = self._client.get_template(StackName=stack, TemplateStage="Original")
        return str(answer["TemplateBody"])

    def deployed_template(self, stack: str) -> Mapping[str, Any]:
        """Return the template after all macros ran; {} when it is no JSON: then no macro ran at all."""
        with translated("cloudformation:GetTemplate", stack):
            answer = self._client.get_template(StackName=stack, TemplateStage="Processed")
        try:
            template: Mapping[str, Any] = json.loads(answer["TemplateBody"])
        except json.JSONDecodeError:
            return {}
        return template

    def resource_ids(self, stack: str) -> Mapping[str, str]:
        """Return logical id → physical id of every resource of the stack that has one."""
        return {one.logical_id: one.physical_id for one in self.resources(stack) if one.physical_id}

    def resources(self, stack: str) -> list[StackResource]:
        """Return every resource of the stack, of all pages."""
        with translated("cloudformation:ListStackResources", stack):
            pages = list(self._client.get_paginator("list_stack_resources").paginate(StackName=stack))
        return [answers.resource(one) for page in pages for one in page["StackResourceSummaries"]]

    def create_change_set(self, request: ChangeSetRequest) -> str:
        """
        Start to create a change set and return its ARN.

        Raises:
            StackBusy: another operation runs.
            UsageError: no such stack, or CloudFormation does not accept the template or the parameters.
        """
        with translated("cloudformation:CreateChangeSet", request.stack):
            return str(self._client.create_change_set(**answers.change_set_arguments(request))["Id"])

    def find_change_set(self, stack: str, name: str) -> str | None:
        """Return the ARN of the stack's change set of that name, None when there is none."""
        with translated("cloudformation:DescribeChangeSet", f"{stack}/{name}"):
            try:
                return str(self._client.describe_change_set(StackName=stack, ChangeSetName=name)["ChangeSetId"])
            except ClientError as error:
                if _is_missing(error):
                    return None
                raise

    def pending_change_sets(self, stack: str) -> list[PendingChangeSet]:
        """Return the change sets of the stack of that name that nobody has executed, of all pages."""
        with translated("cloudformation:ListChangeSets", stack):
            pages = list(self._client.get_paginator("list_change_sets").paginate(StackName=stack))
        found = (one for page in pages for one in page["Summaries"])
        return [answers.pending(one) for one in found if not one.get("ExecutionStatus", "").startswith("EXECUTE_")]

    def change_set(self, arn: str) -> ChangeSet:
        """Return the change set with all its pages."""
        with translated("cloudformation:DescribeChangeSet", arn):
            answer = self._client.describe_change_set(ChangeSetName=arn)
            changes, token = answer.get("Changes", []), answer.get("NextToken")
            while token:
                page = self._client.describe_change_set(ChangeSetName=arn, NextToken=token)
                changes, token = [*changes, *page.get("Changes", [])], page.get("NextToken")
        return answers.change_set(answer, changes)

    def processed_template(self, change_set_arn: str) -> Mapping[str, Any]:
        """Return the template after all macros ran. Raises Refused when it is no JSON: then no macro ran at all."""
        with translated("cloudformation:GetTemplate", change_set_arn):
            answer = self._client.get_template(ChangeSetName=change_set_arn, TemplateStage="Processed")
        try:
            template: Mapping[str, Any] = json.loads(answer["TemplateBody"])
        except json.JSONDecodeError as error:
            raise Refused(
                "no macro ran over the template: CloudFormation left it as it was",
                hint="the infra team's template names the macro in its Transform section",
            ) from error
        return template

    def delete_change_set(self, arn: str) -> None:
        """Delete a change set; one that is gone already is fine. Raises StackBusy while it is being executed."""
        with translated("cloudformation:DeleteChangeSet", arn):
            try:
                self._client.delete_change_set(ChangeSetName=arn)
            except ClientError as error:
                if not _is_missing(error):
                    raise

    def execute(self, change_set_arn: str, *, token: str) -> None:
        """
        Start to execute exactly this change set.

        Raises:
            StackBusy: the change set is obsolete, or another operation runs.
        """
        with translated("cloudformation:ExecuteChangeSet", change_set_arn):
            self._client.execute_change_set(
                ChangeSetName=change_set_arn,
                ClientRequestToken=token,
                DisableRollback=False,  # the API's own text gives True as default; a failed update must roll back
            )

    def delete(self, stack: str) -> None:
        """Start to delete a stack; one that is gone already is fine."""
        with translated("cloudformation:DeleteStack", stack):
            self._client.delete_stack(StackName=stack)

    def events(self, stack_arn: str, *, token: str, since: datetime = UNKNOWN_TIME) -> list[StackEvent]:
        """
        Return the events that the operation with *token* caused so far, oldest first.

        Pages (100 events) come newest first and are read down to the operation's first event, or to *since*. When the
        newest holds none of them and *since* is not known, the operation has not begun.
        """
        newest_first: list[StackEvent] = []
        with translated("cloudformation:DescribeStackEvents", stack_arn):
            for page in self._event_pages(stack_arn):
                newest_first += [event for event in page if event.token == token]
                is_far = since == UNKNOWN_TIME or not page or page[-1].at < since
                if _is_first(newest_first[-1], stack_arn) if newest_first else is_far:
                    break
        return newest_first[::-1]

    def recent_events(self, stack: str) -> list[StackEvent]:
        """Return the newest page of events (100), oldest first."""
        with translated("cloudformation:DescribeStackEvents", stack):
            return next(self._event_pages(stack), [])[::-1]

    def _event_pages(self, stack: str) -> Iterator[list[StackEvent]]:
        pages = self._client.get_paginator("describe_stack_events").paginate(StackName=stack)
        for page in pages:
            yield [answers.event(one) for one in page["StackEvents"]]


def _is_missing(error: ClientError) -> bool:
    """Return whether the stack or the change set is not there."""
    if code_of(error) == "ValidationError":
        return told(message_of(error)) in {"missing stack", "missing change set"}
    return code_of(error).startswith("ChangeSetNotFound")


def _is_first(event: StackEvent, stack_arn: str) -> bool:
    return event.physical_id == stack_arn and event.status in _BEGUN
