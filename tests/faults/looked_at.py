"""A stack in which there is something to read for every call that the looking verbs make."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.functional.aliases import ALIAS_OPTIONS
from tests.functional.pushing import BYE, HELLO, Account, machine, template
from workflow_updater.cli import main

STACK = "faults-0"
GUARDRAILS = {"Resources": ["*"], "Targets": {"*": ["*"]}}
ROLE = "faults"
TEMPLATE, WORKFLOW = "orders.template", "looked-at.asl.json"
LOOKING_UP = f"""{{"StartAt": "A", "States": {{"A": {{"Type": "Pass", "End": true,
  "Result": ["{{{{ output('{STACK}', 'Queue') }}}}", "{{{{ ssm('/faults/queue') }}}}"]}}}}}}"""


@dataclass(frozen=True)
class Verb:
    """One call of the program: *name* is the one in the page, and of the golden file."""

    name: str
    words: tuple[str, ...]


_THERE = ("--stack", STACK)
VERBS = (
    Verb("status", ("status", *_THERE, "--workflow", WORKFLOW)),
    Verb("history", ("history", *_THERE)),
    Verb("blame", ("blame", *_THERE)),
    Verb("diff --against deployed", ("diff", WORKFLOW, *_THERE, "--against", "deployed")),
    Verb("diff --against release:1", ("diff", WORKFLOW, *_THERE, "--against", "release:1")),
    Verb("plan", ("plan", *_THERE, "--workflow", WORKFLOW)),
    Verb("permissions --role", ("permissions", WORKFLOW, "--role", f"arn:aws:iam::111122223333:role/{ROLE}")),
    Verb("render", ("render", "looking-up.asl.json.j2")),
    Verb("validate --service", ("validate", WORKFLOW, "--service")),
    Verb("publish-template (done already)", ("publish-template", TEMPLATE, *_THERE)),
    Verb("bootstrap (done already)", ("bootstrap",)),
)
"""All read only: the template is published, and the account set up, already."""


def guarded(account: Account, role: str, **options: Any) -> dict[str, Any]:
    """Return a template with an alias and with guardrails in S3, whose machine has the *role*."""
    key = "guardrails/faults.json"
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=json.dumps(GUARDRAILS).encode())
    own = machine(RoleArn=role)
    own["Metadata"]["Workflow"] = {**ALIAS_OPTIONS, **options}
    document = template(Orders=own)
    document["Transform"][0]["Parameters"]["Guardrails"] = f"s3://{account.bucket}/{key}"
    return document


def create_role(account: Account, name: str) -> str:
    """Return the ARN of a new role with a policy of its own, and one that is attached."""
    iam = account.cloud.client("iam")
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trusted = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
    attached = iam.create_policy(PolicyName=f"{name}-shared", PolicyDocument=policy)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=attached)
    return str(arn)


def create_looked_at(account: Account) -> None:
    """
    Make the stack: pushed to twice, and the second push has no record, as when it was killed.

    A change set of somebody else waits on it, and its template is in the template store.
    """
    document = guarded(account, create_role(account, ROLE))
    document["Outputs"] = {"Queue": {"Value": "orders"}}
    account.create_stack(STACK, document)
    account.write(TEMPLATE, document)
    assert main(["publish-template", TEMPLATE, *_THERE]) == 0
    for definition in (HELLO, BYE):
        assert account.push(STACK, definition) == 0
    account.cloud.client("s3").delete_object(Bucket=account.bucket, Key=f"orders/releases/{STACK}/Orders/00000002.json")
    account.cloud.client("cloudformation").create_change_set(
        StackName=STACK,
        ChangeSetName="of-somebody-else",
        UsePreviousTemplate=True,
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
    )
    account.cloud.client("ssm").put_parameter(Name="/faults/queue", Value="orders", Type="String")
    account.write(WORKFLOW, HELLO)
    (account.folder / "looking-up.asl.json.j2").write_text(LOOKING_UP, "utf-8")
