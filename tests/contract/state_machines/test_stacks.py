"""State machines, versions and aliases as resources of a stack."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.cloudformation.deployments import create_stack, events, settled
from tests.contract.functions.deployed import role_arn
from tests.contract.state_machines.machines import ended, one_state, start
from tests.local_cloud import LocalCloud

DANGLING = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "NOPE"}}}


def machine(cloud: LocalCloud, definition: Any, **properties: Any) -> dict[str, Any]:
    told = {"DefinitionString": definition if isinstance(definition, str) else json.dumps(definition)}
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"RoleArn": role_arn(cloud), **told, **properties},
    }


def says(word: str) -> dict[str, Any]:
    return one_state({"Type": "Pass", "Result": word})


def template(**resources: Any) -> dict[str, Any]:
    return {"Resources": resources, "Outputs": {"Machine": {"Value": {"Ref": "Machine"}}}}


def update(cloud: LocalCloud, stack: str, body: dict[str, Any]) -> dict[str, Any]:
    cloud.client("cloudformation").update_stack(StackName=stack, TemplateBody=json.dumps(body))
    return settled(cloud, stack)


def machine_arn(stack: dict[str, Any]) -> str:
    return str(stack["Outputs"][0]["OutputValue"])


def definition(cloud: LocalCloud, arn: str) -> Any:
    return json.loads(cloud.client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"])


def test_a_bad_definition_fails_the_update_and_really_rolls_back(own_account: LocalCloud) -> None:
    stack = create_stack(own_account, "orders", template(Machine=machine(own_account, says("old"))))

    after = update(own_account, "orders", template(Machine=machine(own_account, DANGLING)))

    assert after["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert definition(own_account, machine_arn(stack)) == says("old")
    assert ended(own_account, start(own_account, machine_arn(stack)))["output"] == '"old"'
    (reason,) = [
        why for name, status, why in events(own_account, "orders") if (name, status) == ("Machine", "UPDATE_FAILED")
    ]
    assert reason.startswith(
        "Resource handler returned message: \"Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: "
        "Missing 'Next' target: NOPE at /States/A/Next"
    )
    assert "(Service: Sfn, Status Code: 400, Request ID: " in reason
    assert "HandlerErrorCode: InvalidRequest)" in reason


def test_a_bad_definition_fails_the_creation(own_account: LocalCloud) -> None:
    stack = create_stack(own_account, "orders", {"Resources": {"Machine": machine(own_account, DANGLING)}})

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert own_account.client("stepfunctions").list_state_machines()["stateMachines"] == []


def test_what_an_express_machine_cannot_run_fails_its_creation(own_account: LocalCloud) -> None:
    waits = {"Type": "Task", "Resource": "arn:aws:states:eu-central-1:111122223333:activity:approve"}
    express = machine(own_account, one_state(waits), StateMachineType="EXPRESS")

    create_stack(own_account, "orders", template(Machine=express))

    reasons = " ".join(why or "" for _, _, why in events(own_account, "orders"))
    assert "Express state machine does not support Activity ARN at /States/Only/Resource" in reasons


def test_substitutions_are_text_and_are_repeated(own_account: LocalCloud) -> None:
    text = '{"StartAt": "${Name}", "States": {"${Name}": {"Type": "Pass", "Result": ${Value}, "End": true}}}'
    values = {"Name": "A", "Value": '"${Name} and ${Unknown}"'}

    stack = create_stack(
        own_account, "orders", template(Machine=machine(own_account, text, DefinitionSubstitutions=values))
    )

    state = definition(own_account, machine_arn(stack))["States"]["A"]
    assert state["Result"] == "A and ${Unknown}"


def test_a_machine_without_a_definition_is_refused_as_aws_refuses_it(own_account: LocalCloud) -> None:
    bare = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": role_arn(own_account)}}

    create_stack(own_account, "orders", {"Resources": {"Machine": bare}})

    reasons = " ".join(reason for _, _, reason in events(own_account, "orders"))
    assert "Required key [DefinitionS3Location], [DefinitionString] or [Definition] not found." in reasons


def test_the_logging_configuration_is_the_apis(own_account: LocalCloud) -> None:
    logging = {
        "Level": "ALL",
        "IncludeExecutionData": True,
        "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["Log", "Arn"]}}}],
    }
    log = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/states/orders"}}
    stack = create_stack(
        own_account, "orders", template(Log=log, Machine=machine(own_account, says("x"), LoggingConfiguration=logging))
    )

    ended(own_account, start(own_account, machine_arn(stack)))

    described = own_account.client("stepfunctions").describe_state_machine(stateMachineArn=machine_arn(stack))
    assert described["loggingConfiguration"]["level"] == "ALL"
    written = own_account.client("logs").filter_log_events(logGroupName="/states/orders")["events"]
    assert len(written) == 4


def versioned(cloud: LocalCloud, word: str) -> dict[str, Any]:
    revision = {"Fn::GetAtt": ["Machine", "StateMachineRevisionId"]}
    return template(
        Machine=machine(cloud, says(word)),
        Version={
            "Type": "AWS::StepFunctions::StateMachineVersion",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"StateMachineArn": {"Ref": "Machine"}, "StateMachineRevisionId": revision},
        },
        Alias={
            "Type": "AWS::StepFunctions::StateMachineAlias",
            "Properties": {
                "Name": "live",
                "DeploymentPreference": {"Type": "ALL_AT_ONCE", "StateMachineVersionArn": {"Ref": "Version"}},
            },
        },
    )


def test_an_update_publishes_a_version_and_moves_the_alias(own_account: LocalCloud) -> None:
    stack = create_stack(own_account, "orders", versioned(own_account, "one"))
    arn = machine_arn(stack)
    first = ended(own_account, start(own_account, f"{arn}:live"))

    after = update(own_account, "orders", versioned(own_account, "two"))

    assert after["StackStatus"] == "UPDATE_COMPLETE"
    second = ended(own_account, start(own_account, f"{arn}:live"))
    assert [one["output"] for one in (first, second)] == ['"one"', '"two"']
    assert [one["stateMachineVersionArn"] for one in (first, second)] == [f"{arn}:1", f"{arn}:2"]
    assert ended(own_account, start(own_account, f"{arn}:1"))["output"] == '"one"'
