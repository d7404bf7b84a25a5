"""With IAM switched on: what `permissions` writes is enough for a role, and each statement of it is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.local_cloud import serving
from tests.workflow_stacks import WorkflowStack, infra_team
from workflow_updater.cli import main
from workflows.call_center.tests.conftest import CallCenter

Statements = list[dict[str, Any]]


@dataclass(frozen=True)
class Strict:
    """Both shipped workflows in a cloud that enforces IAM; what is written for the call center, computed once."""

    hello: WorkflowStack
    center: CallCenter
    written: Statements

    def give(self, statements: Statements) -> None:
        """Let the call center's role do this and nothing else."""
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        role = role_name(self.center)
        self.center.cloud.client("iam").put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=document)


def role_name(stack: WorkflowStack) -> str:
    return stack.outputs["RoleArn"].rpartition("/")[2]


def strip(stack: WorkflowStack) -> None:
    """Take everything from the role of a stack."""
    iam, role = stack.cloud.client("iam"), role_name(stack)
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        iam.delete_role_policy(RoleName=role, PolicyName=name)


def written(stack: WorkflowStack, folder: Path) -> Statements:
    """Return what `permissions` writes for the definition that the machine runs, without placeholders."""
    machine = stack.cloud.client("stepfunctions").describe_state_machine(
        stateMachineArn=stack.outputs["StateMachineArn"]
    )
    (folder / "live.asl.json").write_text(machine["definition"], "utf-8")
    (folder / "told").mkdir()
    with pytest.MonkeyPatch.context() as patch, (folder / "told" / "policy.json").open("w+") as out:
        patch.setattr("sys.stdout", out)
        assert main(["permissions", str(folder / "live.asl.json"), "--json"]) == 0
        out.seek(0)
        found: Statements = json.load(out)["Statement"]
    return found


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strict]:
    with serving(tmp_path_factory.mktemp("strict"), auth=True) as cloud:
        team = infra_team(cloud)
        hello = team.stack("hello", "workflow_stack.yaml", "hello")
        made = team.stack("call-center", "call_center.yaml", "call_center")
        center = CallCenter(made.cloud, made.outputs)
        yield Strict(hello, center, written(center, tmp_path_factory.mktemp("live")))


def outcome(center: CallCenter, name: str, lacking: str = "") -> dict[str, Any]:
    """Return how the first of two cases ends that fails: one is answered by rules, one escalated to tier 2."""
    answered = center.end(center.start(caseId=f"{name}-answered", subject="invoice", mode="auto"))
    if answered["status"] != "SUCCEEDED":
        return answered
    escalated = center.start(caseId=f"{name}-escalated")
    if lacking != "sqs:SendMessage":
        center.answer(center.desk(1, f"{name}-escalated"), {"resolution": "unresolved"})
        if lacking != "sns:Publish":
            center.answer(center.desk(2, f"{name}-escalated"), {"resolution": "unresolved"})
    return center.end(escalated)


def test_a_role_with_nothing_runs_hello(strict: Strict) -> None:
    strip(strict.hello)

    assert strict.hello.end(strict.hello.start())["status"] == "SUCCEEDED"


def test_a_role_with_just_what_is_written_runs_the_call_center(strict: Strict) -> None:
    strip(strict.center)
    strict.give(strict.written)

    ended = outcome(strict.center, "all")

    assert (ended["status"], ended.get("cause")) == ("SUCCEEDED", None)


def test_without_any_one_action_of_what_is_written_the_call_center_is_denied(strict: Strict) -> None:
    strip(strict.center)
    actions = [(index, action) for index, one in enumerate(strict.written) for action in one["Action"]]

    for number, (index, action) in enumerate(actions):
        less = {**strict.written[index], "Action": [one for one in strict.written[index]["Action"] if one != action]}
        rest = [*strict.written[:index], *([less] if less["Action"] else []), *strict.written[index + 1 :]]
        strict.give(rest)
        ended = outcome(strict.center, f"less-{number}", action)
        assert ended["status"] == "FAILED", action
        assert f"is not authorized to perform: {action}" in ended["cause"], action

    assert len(actions) > 5
