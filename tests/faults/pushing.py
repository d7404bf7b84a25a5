"""Pushes at ten times their pace through a tapped session, and what must be so when the dust has settled."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from tests.faults.calls import Call
from tests.faults.killed import Moment, kill
from tests.faults.tap import Tap
from tests.functional.pushing import Account, template
from workflow_updater.cli import main
from workflow_updater.core.content_address import canonical


@dataclass
class Pushing:
    """One stack whose workflow is pushed again and again, each time another definition."""

    account: Account
    stack: str
    tap: Tap
    _numbers: Any = field(default_factory=itertools.count)
    _operations: int = 0
    _begun: list[str] = field(default_factory=list)  # as far as events were looked through

    @property
    def names(self) -> dict[str, str]:
        """What differs from one recording to the next, and what stands for it."""
        return {self.account.bucket: "BUCKET", self.stack: "STACK", self.account.cloud.account: "ACCOUNT"}

    def create(self, document: dict[str, Any] | None = None) -> Pushing:
        self.account.create_stack(self.stack, document or template())
        self._operations = len(self.operations())
        return self

    def next_definition(self) -> dict[str, Any]:
        """Return a definition that was never pushed."""
        state = {"Type": "Pass", "Result": next(self._numbers), "End": True}
        return {"StartAt": "Only", "States": {"Only": state}}

    def arguments(self, definition: object) -> list[str]:
        """Return the call that pushes *definition*."""
        return ["deploy", "--stack", self.stack, "--workflow", self.account.write("pushed.asl.json", definition)]

    def push(self, definition: object) -> int:
        return main(self.arguments(definition))

    def kill(self, definition: object, moment: Moment) -> None:
        """Push *definition* in a process that is killed at *moment*."""
        environment = self.account.cloud.environment()
        kill(self.account.folder, self.arguments(definition), self.names, moment, environment)

    def recorded(self) -> list[Call]:
        """Return the AWS calls of a push onto a push before, in the order in which they were first made."""
        before = self.next_definition()
        assert self.push(before) == 0
        self.check_settled(before)
        definition = self.next_definition()
        self.tap.begin(self.names)
        assert self.push(definition) == 0
        calls = self.tap.calls
        self.check_settled(definition)
        return calls

    def operations(self) -> list[str]:
        """Return the first event of each update that the stack went through, the newest first."""
        pages = self.account.cloud.client("cloudformation").get_paginator("describe_stack_events")
        events = (event for page in pages.paginate(StackName=self.stack) for event in page["StackEvents"])
        unseen = takewhile(lambda event: event["EventId"] not in self._begun[:1], events)
        begun = [event for event in unseen if event["PhysicalResourceId"] == event["StackId"]]
        self._begun = [one["EventId"] for one in begun if one["ResourceStatus"] == "UPDATE_IN_PROGRESS"] + self._begun
        return self._begun

    def has_started(self) -> bool:
        """Return whether an update has begun since things were settled last."""
        return len(self.operations()) > self._operations

    def push_again(self, definition: object) -> str:
        """Push once more, without a fault, hold that all is as it should be, and return what the push had to do."""
        self.tap.begin(self.names)
        assert self.push(definition) == 0
        self.check_settled(definition)
        return "updated" if any(call.operation == "ExecuteChangeSet" for call in self.tap.calls) else "no change"

    def check_settled(self, definition: object, *, updates: int = 1) -> None:
        """Hold that *definition* came to run by one update, and that nothing else is left of getting there."""
        cloud = self.account.cloud
        stack = cloud.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"][0]
        operations = len(self.operations())
        before, self._operations = self._operations, operations
        assert stack["StackStatus"] == "UPDATE_COMPLETE"
        assert self.account.live(self.stack) == definition
        assert operations - before == updates, "one update for one push, however often it was tried"
        assert self.account.change_sets(self.stack) == []
        self._check_records(definition, operations)
        location = next(one["ParameterValue"] for one in stack["Parameters"] if one["ParameterKey"] == "Workflow")
        self._check_object(location, definition)

    def _check_records(self, definition: object, operations: int) -> None:
        """Hold that each update is recorded once, in order, and that the newest record is of *definition*."""
        objects = self.account.cloud.client("s3")
        pages = objects.get_paginator("list_objects_v2").paginate(
            Bucket=self.account.bucket, Prefix=f"orders/releases/{self.stack}/Orders/"
        )
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        assert [int(key[-13:-5]) for key in keys] == list(range(1, operations + 1)), "one record for one update"
        newest = json.load(objects.get_object(Bucket=self.account.bucket, Key=keys[-1])["Body"])
        assert newest["outcome"] == "updated"
        assert newest["digest"] == hashlib.sha256(canonical(definition)).hexdigest()

    def _check_object(self, location: str, definition: object) -> None:
        key, _, version = location.removeprefix(f"s3://{self.account.bucket}/").partition("?versionId=")
        stored = self.account.cloud.client("s3").get_object(Bucket=self.account.bucket, Key=key, VersionId=version)
        body = stored["Body"].read()
        assert json.loads(body) == definition
        assert hashlib.sha256(body).hexdigest() in key
