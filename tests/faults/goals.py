"""What the verbs that write are to bring about, and what must be so when they have, and when they have not."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.found import Told
from tests.faults.looked_at import create_role, guarded
from tests.faults.pushing import Pushing
from tests.faults.weather import LASTING, Kind
from tests.functional.accounts import entered
from tests.functional.pushing import HELLO, Account, template
from tests.git_repositories import GitRepository, new_repository
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main

WORKFLOW = "workflows/orders/definition.asl.json"
TOML = """
[workflows.orders]
stack = "STACK"

[environments.production]
branch = "main"
"""


_STATES = (  # what a message says of the state that things are in, in a few words
    ("could not be deleted", ": the change set left behind is named"),
    ("is being executed is not known", ": CloudFormation may go on, `status` shows it"),
    ("the operation had started", ": CloudFormation goes on, and the same again picks it up"),
    ("whether the execution began is not known", ": it may have begun, `run --attach` follows it"),
    ("how arn:", ": the execution goes on, `run --attach` follows it"),
    ("", ""),
)


class Goal:
    """
    Something that a verb brings about, again and again. A goal stays until it is reached, however often it is tried.

    `renew` sets the next one, `is_reached` holds after exit code 0, `is_told` after another one. *kinds* are the
    troubles that each call of the verb meets.
    """

    words: list[str]
    names: dict[str, str]
    kinds: tuple[Kind, ...] = LASTING

    def ending(self, told: Told) -> str:
        """Return in a few words what *told* says of what is there."""
        if told.code == 0:
            return "done"
        return f"exit {told.code}" + next(words for part, words in _STATES if part in told.error)

    def renew(self) -> None:
        """Set another goal."""

    def is_reached(self) -> None:
        """Hold that all is as it should be, and nothing else is left of getting there."""
        raise NotImplementedError

    def is_told(self, told: Told) -> None:
        """Hold that what is there after a failure is what *told* says."""
        raise NotImplementedError


@dataclass
class OnStack(Goal):
    """A goal of a stack that is pushed to."""

    pushing: Pushing
    named: set[str] = field(default_factory=set)  # change sets that could not be deleted, and were told

    @property
    def names(self) -> dict[str, str]:  # type: ignore[override]
        return self.pushing.names

    def ending(self, told: Told) -> str:
        return told.ending

    def strays(self) -> set[str]:
        """Return the change sets that nobody was told of."""
        return {one["ChangeSetName"] for one in self.pushing.account.change_sets(self.pushing.stack)} - self.named

    def is_told(self, told: Told) -> None:
        self.named |= {name for name in self.strays() if name in told.error and name in told.hint}
        assert not self.strays()
        if "is being executed is not known" not in told.error:
            assert told.tells_of_an_update == self.pushing.has_started(), told


class Rollback(OnStack):
    """A stack with everything that a push can meet goes back to its first release, and from there to its second."""

    def __init__(self, pushing: Pushing) -> None:
        super().__init__(pushing)
        account, stack = pushing.account, pushing.stack
        role = create_role(account, stack)
        document = guarded(account, role, KeepVersions=1)
        pushing.create(document)
        account.write("orders.template", document)
        assert main(["publish-template", "orders.template", "--stack", stack]) == 0
        self._definitions = [pushing.next_definition(), pushing.next_definition()]
        for definition in self._definitions:
            assert pushing.push(definition) == 0
            pushing.check_settled(definition)
        self._to = itertools.cycle([1, 2])
        self.renew()

    def renew(self) -> None:
        self._release = next(self._to)
        self.words = ["rollback", "--stack", self.pushing.stack, "--yes", "--to", str(self._release)]

    def is_reached(self) -> None:
        self.pushing.check_settled(self._definitions[self._release - 1])


class GitPush(OnStack):
    """
    A commit is pushed with git, whose hook deploys it.

    Its calls are those of `deploy`, which meet every kind; here those that differ in what else goes wrong.
    """

    kinds = (LASTING[0], LASTING[-1])

    def __init__(self, pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(pushing)
        self._monkeypatch = monkeypatch
        self._made: GitRepository = new_repository(pushing.account.folder / "repository")
        self._commit = self._made.commit(**{"workflows.toml": TOML.replace("STACK", pushing.stack), WORKFLOW: HELLO})
        monkeypatch.chdir(self._made.folder)
        self.words = ["hook", "pre-push", "origin", "url"]
        self.renew()

    def renew(self) -> None:
        self._definition = self.pushing.next_definition()
        before, self._commit = self._commit, self._made.commit(**{WORKFLOW: self._definition})
        self._line = f"refs/heads/main {self._commit} refs/heads/main {before}\n"

    def is_asked(self) -> None:
        """Be what git tells the hook."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(self._line))

    def is_reached(self) -> None:
        self.pushing.check_settled(self._definition)


class Reviewed(OnStack):
    """A push that does not execute its change set: it keeps it (`deploy --no-execute`), or only shows it (`plan`)."""

    def __init__(self, pushing: Pushing, *, keeps: bool) -> None:
        super().__init__(pushing)
        self._keeps = keeps
        self._before = pushing.next_definition()
        assert pushing.push(self._before) == 0
        pushing.check_settled(self._before)
        self.renew()

    def renew(self) -> None:
        for name in self.strays():
            self.pushing.account.cloud.client("cloudformation").delete_change_set(
                StackName=self.pushing.stack, ChangeSetName=name
            )
        deploy, *words = self.pushing.arguments(self.pushing.next_definition())
        self.words = [deploy, *words, "--no-execute"] if self._keeps else ["plan", *words, "--change-set"]

    def is_reached(self) -> None:
        kept = [name.startswith("workflow-kept-") for name in self.strays()]
        assert all(kept)
        assert len(kept) in ((1, 2) if self._keeps else (0,)), "one, or two after it was asked for twice"
        assert not self.pushing.has_started()
        assert self.pushing.account.live(self.pushing.stack) == self._before


class PublishedTemplate(Goal):
    """The deployed template becomes the one in the template store, where another one lies."""

    def __init__(self, account: Account, stack: str) -> None:
        self._account = account
        document = template()
        account.create_stack(stack, document)
        account.write("published.template", document)
        self._wanted = (account.folder / "published.template").read_bytes()
        self._key = f"orders/templates/{stack}.template"
        self.words = ["publish-template", "published.template", "--stack", stack]
        self.names = {account.bucket: "BUCKET", stack: "STACK", account.cloud.account: "ACCOUNT"}
        self.renew()

    def renew(self) -> None:
        self._account.cloud.client("s3").put_object(Bucket=self._account.bucket, Key=self._key, Body=b"another one")

    def is_reached(self) -> None:
        assert self._stored() == self._wanted

    def is_told(self, told: Told) -> None:
        assert told.tells_of_an_update is False
        assert self._stored() in {b"another one", self._wanted}, "a whole template, whatever is told"

    def _stored(self) -> Any:
        return self._account.cloud.client("s3").get_object(Bucket=self._account.bucket, Key=self._key)["Body"].read()


class SetUp(Goal):
    """An account gets its bucket and its macro; each time another account."""

    def __init__(self, local_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._local_cloud, self._monkeypatch, self._folder = local_cloud, monkeypatch, folder
        self.words = ["bootstrap"]
        self.cloud = local_cloud
        self.renew()

    def renew(self) -> None:
        self.close()
        self.cloud = self._local_cloud.in_account(new_account())
        entered(self.cloud, self._monkeypatch, self._folder)
        self.names = {self.cloud.account: "ACCOUNT"}

    def close(self) -> None:
        """Close what looks at the account."""
        if self.cloud is not self._local_cloud:
            self.cloud.close()

    def is_reached(self) -> None:
        assert self._stacks() == dict.fromkeys(("workflow-bucket", "workflow-macro"), "CREATE_COMPLETE")

    def is_told(self, told: Told) -> None:
        for stack, status in self._stacks().items():
            if status == "REVIEW_IN_PROGRESS":
                assert stack in told.error and stack in told.hint, told
            else:
                assert status.startswith("CREATE_"), "a stack is being created, or is there"

    def _stacks(self) -> dict[str, str]:
        described = self.cloud.client("cloudformation").describe_stacks()["Stacks"]
        return {stack["StackName"]: stack["StackStatus"] for stack in described}


class Run(Goal):
    """An execution is started and followed; each that was started is told."""

    def __init__(self, pushing: Pushing) -> None:
        self._pushing = pushing
        definition = pushing.next_definition()
        assert pushing.push(definition) == 0
        self.words = ["run", "--stack", pushing.stack, "--input", json.dumps({"a": 1})]
        self.names = pushing.names
        cloud = pushing.account.cloud
        self._machine = cloud.client("cloudformation").describe_stack_resource(
            StackName=pushing.stack, LogicalResourceId="Orders"
        )["StackResourceDetail"]["PhysicalResourceId"]
        self._seen: set[str] = set()
        self.renew()

    def renew(self) -> None:
        self._new()

    def is_reached(self) -> None:
        assert len(self._new()) == 1

    def is_told(self, told: Told) -> None:
        for execution in self._new():
            assert execution in told.hint, told

    def _new(self) -> set[str]:
        pages = self._pushing.account.cloud.client("stepfunctions").get_paginator("list_executions")
        found = {
            one["executionArn"] for page in pages.paginate(stateMachineArn=self._machine) for one in page["executions"]
        }
        new, self._seen = found - self._seen, found
        return new
