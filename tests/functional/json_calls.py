"""Every verb called with `--json` on the embedded cloud, in success and in failure, for docs/json.md."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.functional.aliases import alias_arn
from tests.functional.pushing import BROKEN as SUBSTITUTED
from tests.functional.pushing import Account, machine, template
from tests.git_repositories import GitRepository, new_repository
from tests.trust import MACHINE_TRUST
from workflow_updater.cli import main

ORDERS = "workflows/orders/definition.asl.json"
NOWHERE = "nowhere.asl.json"
TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${ReserveArn}"}}
RUNS = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1, "End": True}}}
FAILS = {"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "Sad", "Cause": "why"}}}
EXPANDED = {"Items": {"Type": "Map", "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}}}}
NEEDY = {
    "StartAt": "Reserve",
    "TimeoutSeconds": 60,
    "States": {
        "Reserve": {**TASK, "TimeoutSeconds": 5, "Next": "Choose"},
        "Choose": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.a", "IsPresent": True, "Next": "End"}],
            "Default": "B",
        },
        "Start": {
            "Type": "Task",
            "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Parameters": {"StateMachineArn": "arn:aws:states:eu-central-1:111122223333:stateMachine:x"},
            "End": True,
        },
        "B": {
            "Type": "Task",
            "Resource": "arn:aws:states:::ecs:runTask",
            "Parameters": {"TaskDefinition": "pack", "Cluster": "c"},
            "Next": "Start",
        },
        "End": {"Type": "Succeed"},
    },
}
BROKEN = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}}}
CASES = "- name: b\n  input: {}\n  expect: {path: [Choose, B]}\n- name: fails\n  input: {}\n  expect: {path: [End]}\n"
CHOICE = {
    "StartAt": "Choose",
    "States": {
        "Choose": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.a", "IsPresent": True, "Next": "End"}],
            "Default": "B",
        },
        "B": {"Type": "Pass", "End": True},
        "End": {"Type": "Succeed"},
    },
}
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": MACHINE_TRUST,
        "Policies": [
            {
                "PolicyName": "own",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Sid": "Much", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
                        {"Sid": "Wide", "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"},
                        {
                            "Sid": "If",
                            "Effect": "Allow",
                            "Action": "states:StartExecution",
                            "Resource": "*",
                            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "orders"}},
                        },
                    ],
                },
            }
        ],
    },
}
ROLED = template(
    Orders=machine(
        RoleArn={"Fn::GetAtt": ["Role", "Arn"]},
        DefinitionSubstitutions={"ReserveArn": "arn:aws:lambda:eu-central-1:111122223333:function:reserve"},
    ),
    Role=ROLE,
)
TOML = """
[workflows.orders]
stack = "json-hook"

[environments.production]
branch = "main"
"""


@dataclass(frozen=True)
class Emitted:
    """What a call printed to stdout, and its exit code."""

    verb: str
    words: tuple[str, ...]
    code: int
    out: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


@dataclass
class Calls:
    """Calls of the program in one account and one repository."""

    account: Account
    made: GitRepository
    emitted: list[Emitted] = field(default_factory=list)

    def call(self, verb: str, *words: str, stdin: str = "") -> Emitted:
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(io.StringIO()):
            patch.setattr("sys.stdin", io.StringIO(stdin))
            code = main([verb, *words, "--json"])
        self.emitted.append(Emitted(verb, words, code, out.getvalue()))
        return self.emitted[-1]

    def write(self, name: str, content: object) -> str:
        return str(self.made.write(name, content).relative_to(self.made.folder))

    def commit(self, name: str, content: object) -> None:
        """Commit this file alone, as the others of the folder are not ready."""
        self.made.git("add", self.write(name, content))
        self.made.git("commit", "-q", "--no-verify", "-m", "a change")


def every_call(account: Account) -> list[Emitted]:
    """Call every verb, well and badly; the current folder becomes a repository."""
    made = new_repository(account.folder / "repository")
    calls = Calls(account, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.folder)
        made.commit(**{ORDERS: NEEDY, "roled.json": ROLED})
        account.create_stack("json", ROLED)
        for of_a_room in (_desk, _tests, _infra_team, _pushing, _releases, _running, _git_hooks, _embedded_cloud):
            of_a_room(calls)
    return calls.emitted


def _desk(calls: Calls) -> None:
    calls.write("broken.asl.json", BROKEN)
    calls.write("expanded.asl.json", {"StartAt": "Items", "States": {"Items": {**EXPANDED["Items"], "End": True}}})
    calls.call("validate", ORDERS, "broken.asl.json")
    calls.call("validate", "--format", "github", "broken.asl.json")
    calls.call("validate", "--explain", "E107")
    calls.call("validate", NOWHERE, ORDERS)
    calls.call("render", "broken.asl.json")
    calls.call("render", "--format", "yaml", ORDERS)
    calls.call("render", NOWHERE)
    calls.call("diff", ORDERS, "--against", "expanded.asl.json", "--format", "markdown")
    calls.call("diff", "expanded.asl.json", "--against", "HEAD:" + ORDERS)
    calls.call("diff", ORDERS, "--against", "no-such-revision")
    calls.call("graph", ORDERS, "--against", "expanded.asl.json", "--format", "dot")
    calls.call("graph", ORDERS, "-o", "picture.mmd")
    calls.call("graph", ORDERS, "-o", "picture.jpeg")
    calls.call("permissions", ORDERS)
    calls.call("permissions", ORDERS, "--template", "roled.json")
    calls.call("permissions", ORDERS, "--template", "roled.json", "--require-permissions")
    calls.call("permissions", ORDERS, "--detailed-exitcode")


def _tests(calls: Calls) -> None:
    calls.write("workflows/choice/definition.asl.json", CHOICE)
    calls.write("workflows/choice/tests/cases.yaml", CASES)
    calls.call("test", "choice", "--coverage-min", "100")
    calls.call("test", "choice", "--filter", "nothing has this name")


def _infra_team(calls: Calls) -> None:
    calls.call("bootstrap", "--stack", "hello")
    calls.call("bootstrap", "--stack", "no-such-workflow")
    calls.call("publish-template", "roled.json", "--stack", "json")
    calls.call("publish-template", NOWHERE, "--stack", "json")


def _pushing(calls: Calls) -> None:
    there = ("--stack", "json", "--workflow")
    calls.call("plan", *there, ORDERS, "--detailed-exitcode")
    calls.call("plan", *there, "broken.asl.json")
    calls.call("deploy", *there, calls.write("runs.asl.json", RUNS), "--run", "{}")
    calls.call("run", "--stack", "json")
    calls.call("deploy", *there, calls.write("fails.asl.json", FAILS), "--run", "{}")
    calls.call("deploy", *there, "fails.asl.json", "--run", "{")
    calls.call("plan", *there, ORDERS, "--change-set")
    calls.call("plan", *there, "fails.asl.json")
    calls.call("status", *there, "runs.asl.json")
    calls.account.create_stack("json-fails", template(Orders=machine(DefinitionSubstitutions={"Broken": '" ends it'})))
    calls.call("deploy", "--stack", "json-fails", "--workflow", calls.write("substituted.asl.json", SUBSTITUTED))
    calls.call("status", "--stack", "json-fails")
    calls.call("status", "--stack", "no-such-stack")


def _releases(calls: Calls) -> None:
    stack = ("--stack", "json")
    calls.call("history", *stack)
    calls.call("history", "--stack", "no-such-stack")
    calls.call("blame", *stack)
    calls.call("blame", *stack, "A")
    calls.call("blame", *stack, "--removed")
    calls.call("blame", *stack, "no such state")
    calls.call("rollback", *stack, "--to", "99")
    calls.call("rollback", *stack, "--no-execute")
    calls.call("status", *stack)
    calls.call("rollback", *stack)
    _aliased(calls)
    _diverged(calls)


def _aliased(calls: Calls) -> None:
    metadata = {"Workflow": {"Location": "Workflow", "AutoPublishAlias": "live"}}
    calls.account.create_stack("json-alias", template(Orders=machine() | {"Metadata": metadata}))
    calls.call("status", "--stack", "json-alias")
    arn = alias_arn(calls.account, "json-alias")
    calls.account.cloud.client("stepfunctions").delete_state_machine_alias(stateMachineAliasArn=arn)
    calls.call("status", "--stack", "json-alias")
    elsewhere = template()
    elsewhere["Transform"][0]["Parameters"]["Prefix"] = "s3://no-such-bucket/orders/"
    calls.account.create_stack("json-elsewhere", elsewhere)
    calls.call("status", "--stack", "json-elsewhere")


def _diverged(calls: Calls) -> None:
    """Deploy a commit, and look at it from another one; the states of it are others."""
    there = ("--stack", "json", "--workflow", "orders.json")
    before = calls.made.git("rev-parse", "HEAD")
    calls.commit("orders.json", CHOICE)
    calls.call("deploy", *there)
    calls.call("blame", "--stack", "json", "--removed")
    calls.made.git("checkout", "-q", "-b", "side", before)
    calls.commit("orders.json", RUNS)
    calls.call("status", *there, "--detailed-exitcode")
    calls.call("deploy", *there)
    releases = f"orders/releases/json/Orders/{'0' * 8}.txt"
    calls.account.cloud.client("s3").put_object(Bucket=calls.account.bucket, Key=releases, Body=b"no record")
    calls.call("history", "--stack", "json")
    calls.made.git("checkout", "-q", "main")


def _running(calls: Calls) -> None:
    calls.call("run", "--stack", "json")
    calls.call("run", "--stack", "no-such-stack")


def _git_hooks(calls: Calls) -> None:
    calls.account.create_stack("json-hook", template())
    calls.call("hook", "install")
    calls.made.git("add", "broken.asl.json")
    calls.call("hook", "pre-commit")
    calls.made.git("rm", "-q", "--cached", "broken.asl.json")
    commit = calls.made.commit(**{ORDERS: RUNS, "workflows.toml": TOML, "broken.asl.json": RUNS})
    calls.call("hook", "pre-push", "origin", "url", stdin=f"refs/heads/main {commit} refs/heads/main {'0' * 40}\n")
    calls.call("hook", "pre-push", "origin", "url", stdin="no git\n")


def _embedded_cloud(calls: Calls) -> None:
    folder = ("--folder", str(calls.account.folder / "local"))
    calls.call("local", "status", *folder)
    calls.call("local", "up", *folder)
    calls.call("local", "status", *folder)
    calls.call("local", "down", *folder)
    calls.call("local", "reset", *folder)
    calls.call("local", "sideways")
