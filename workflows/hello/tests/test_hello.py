"""The smallest workflow, on the stack that templates of your own start from."""

from __future__ import annotations

import json

from tests.local_cloud import LocalCloud
from tests.workflow_stacks import create_stack, infra_team


def test_hello_answers(own_account: LocalCloud) -> None:
    stack = infra_team(own_account).stack("hello", "workflow_stack.yaml", "hello")

    assert json.loads(stack.end(stack.start())["output"]) == "Hello World!"


def test_before_the_first_push_the_machine_says_so(own_account: LocalCloud) -> None:
    infra_team(own_account)
    outputs = create_stack(own_account, "hello", "workflow_stack.yaml")
    machine = own_account.client("stepfunctions").describe_state_machine(stateMachineArn=outputs["StateMachineArn"])

    assert "WorkflowNotPushed" in machine["definition"]
