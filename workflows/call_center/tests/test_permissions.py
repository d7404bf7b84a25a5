"""With IAM switched on, the roles of the templates are enough for every way through the call center."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.local_cloud import serving
from tests.workflow_stacks import infra_team
from workflows.call_center.tests.conftest import CallCenter


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CallCenter]:
    """A call center in a cloud that enforces IAM."""
    with serving(tmp_path_factory.mktemp("strict"), auth=True) as cloud:
        made = infra_team(cloud).stack("call-center", "call_center.yaml", "call_center")
        yield CallCenter(made.cloud, made.outputs)


def test_the_roles_are_enough(strict: CallCenter) -> None:
    closed = strict.end(strict.start(caseId="closed", subject="invoice", mode="auto"))
    escalated = strict.start(caseId="escalated")
    strict.answer(strict.desk(1, "escalated"), {"resolution": "unresolved"})
    strict.answer(strict.desk(2, "escalated"), {"resolution": "unresolved"})
    failed = strict.start(caseId="failed")
    strict.cloud.client("stepfunctions").send_task_failure(
        taskToken=strict.desk(1, "failed")["taskToken"], error="DeskBroken"
    )

    assert json.loads(closed["output"])["status"] == "CLOSED"
    assert json.loads(strict.end(escalated)["output"])["status"] == "ESCALATED"
    assert strict.end(failed)["error"] == "DeskBroken"
    case = strict.case("failed")
    assert case
    assert case["status"] == "FAILED"
    assert set(strict.loads().values()) == {0}


def test_without_its_permission_a_step_is_denied(strict: CallCenter) -> None:
    iam = strict.cloud.client("iam")
    role = strict.outputs["RoleArn"].rpartition("/")[2]
    name = "work-on-cases"
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    less = [statement for statement in policy["Statement"] if statement["Action"] != "lambda:InvokeFunction"]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy | {"Statement": less}))
    ended = strict.end(strict.start(caseId="denied", mode="auto"))
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy))

    assert ended["status"] == "FAILED"
    assert "is not authorized to perform: lambda:InvokeFunction" in ended["cause"]
