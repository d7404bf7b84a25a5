"""With IAM enforced, a task may do what the state machine's role may, and a function what its own role may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.functions.deployed import deploy
from tests.contract.state_machines.machines import create, ended, one_state, start
from tests.local_cloud import LocalCloud, serving


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a server that enforces IAM, seen by its root."""
    with serving(tmp_path_factory.mktemp("strict"), auth=True) as cloud:
        yield cloud


def role(cloud: LocalCloud, name: str, service: str, *allowed: tuple[str, str]) -> str:
    iam = cloud.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document(trust)))
    statements = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in allowed]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(document(*statements)))
    return str(made["Role"]["Arn"])


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def invoking(function: str) -> dict[str, Any]:
    parameters = {"FunctionName": function}
    return one_state({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters})


def test_a_task_is_refused_what_the_machines_role_is_not_allowed(strict: LocalCloud) -> None:
    function = deploy(
        strict, "guarded", "def handler(event, context): return 1", Role=role(strict, "f", "lambda.amazonaws.com")
    )
    may = role(strict, "may", "states.amazonaws.com", ("lambda:InvokeFunction", function))
    may_not = role(strict, "may-not", "states.amazonaws.com", ("lambda:InvokeFunction", f"{function}-other"))

    allowed, denied = (
        ended(strict, start(strict, create(strict, invoking("guarded"), roleArn=arn))) for arn in (may, may_not)
    )

    assert allowed["status"] == "SUCCEEDED", allowed
    assert denied["error"] == "Lambda.AWSLambdaException"
    assert ":assumed-role/may-not/" in denied["cause"]
    assert "is not authorized to perform: lambda:InvokeFunction" in denied["cause"]


def test_a_function_acts_as_its_own_role(strict: LocalCloud) -> None:
    source = "import boto3\ndef handler(event, context): return boto3.client('sts').get_caller_identity()['Arn']"
    function = deploy(strict, "whoami", source, Role=role(strict, "whoami-role", "lambda.amazonaws.com"))
    machine_role = role(strict, "caller", "states.amazonaws.com", ("lambda:InvokeFunction", function))

    found = ended(strict, start(strict, create(strict, invoking("whoami"), roleArn=machine_role)))

    payload = json.loads(found["output"])["Payload"]
    assert ":assumed-role/whoami-role/whoami" in payload
