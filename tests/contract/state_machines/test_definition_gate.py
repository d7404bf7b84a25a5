"""What AWS would refuse is refused, in its words, wherever a definition comes in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.state_machines.machines import create, one_state
from tests.local_cloud import LocalCloud

FINE = one_state({"Type": "Pass"})
PREFIX = "Invalid State Machine Definition: '"
DANGLING = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "NOPE"}}}


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ("{", "INVALID_JSON_DESCRIPTION: "),
        ("[]", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'"),
        ("{}", "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'"),
        (DANGLING, "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next"),
        (
            {"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "C": {"Type": "Succeed"}}},
            'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C\'',
        ),
        (
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}},
            "MISSING_END_STATE: Workflow has no terminal state",
        ),
        (
            one_state({"Type": "Parallel", "Branches": [DANGLING]}),
            "Missing 'Next' target: NOPE at /States/Only/Branches[0]/States/A/Next",
        ),
        (
            one_state({"Type": "Parallel", "Branches": []}),
            "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/Only/Branches",
        ),
        (
            one_state({"Type": "Pass", "Output": "{% 1 + %}"}, QueryLanguage="JSONata"),
            "INVALID_JSONATA_EXPRESSION: ",
        ),
    ],
)
def test_a_bad_definition_is_refused_with_code_text_and_place(
    own_account: LocalCloud, definition: dict[str, Any] | str, told: str
) -> None:
    text = definition if isinstance(definition, str) else json.dumps(definition)

    with pytest.raises(ClientError) as refused:
        own_account.client("stepfunctions").create_state_machine(
            name="bad", definition=text, roleArn=f"arn:aws:iam::{own_account.account}:role/anyone"
        )

    assert refused.value.response["Error"]["Code"] == "InvalidDefinition"
    assert refused.value.response["Error"]["Message"].startswith(PREFIX)
    assert told in refused.value.response["Error"]["Message"]


def test_a_bad_update_leaves_what_was_there(own_account: LocalCloud) -> None:
    client, machine = own_account.client("stepfunctions"), create(own_account, FINE)

    with pytest.raises(ClientError, match="MISSING_TRANSITION_TARGET"):
        client.update_state_machine(stateMachineArn=machine, definition=json.dumps(DANGLING))

    assert json.loads(client.describe_state_machine(stateMachineArn=machine)["definition"]) == FINE


def test_an_update_tells_the_new_revision(own_account: LocalCloud) -> None:
    client, machine = own_account.client("stepfunctions"), create(own_account, FINE)

    updated = client.update_state_machine(stateMachineArn=machine, definition=json.dumps(FINE))

    assert updated["revisionId"] == client.describe_state_machine(stateMachineArn=machine)["revisionId"]


def test_validate_tells_each_fault_as_a_diagnostic(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")

    bad = client.validate_state_machine_definition(definition=json.dumps(DANGLING))
    fine = client.validate_state_machine_definition(definition=json.dumps(FINE))

    assert bad["result"] == "FAIL"
    assert {
        "severity": "ERROR",
        "code": "MISSING_TRANSITION_TARGET",
        "message": "Missing 'Next' target: NOPE",
        "location": "/States/A/Next",
    } in bad["diagnostics"]
    assert (fine["result"], fine["diagnostics"]) == ("OK", [])


WAITING = one_state(
    {
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution.sync",
        "Parameters": {"StateMachineArn": "arn"},
    }
)


def test_an_express_machine_is_refused_what_a_standard_one_may(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    role = client.describe_state_machine(stateMachineArn=create(own_account, WAITING))["roleArn"]
    express = client.create_state_machine(name="express", type="EXPRESS", definition=json.dumps(FINE), roleArn=role)

    with pytest.raises(ClientError, match=r"does not support '\.sync' service integration"):
        client.create_state_machine(name="other", type="EXPRESS", definition=json.dumps(WAITING), roleArn=role)
    with pytest.raises(ClientError, match=r"does not support '\.sync' service integration"):
        client.update_state_machine(stateMachineArn=express["stateMachineArn"], definition=json.dumps(WAITING))
    checked = client.validate_state_machine_definition(definition=json.dumps(WAITING), type="EXPRESS")

    assert [found["location"] for found in checked["diagnostics"]] == ["/States/Only/Resource"]
