"""What this product relies on: a state machine changed by a macro, and only that, or rolled back."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.cloudformation.deployments import change_set, create_stack, events, execute
from tests.local_cloud import LocalCloud
from tests.trust import MACHINE_TRUST


def definition(comment: str) -> str:
    return json.dumps({"Comment": comment, "StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})


def template(text: str, comment: str = "{}") -> dict[str, Any]:
    """Return a stack whose macro is told the text of the definition, which then no parameter refers to."""
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": MACHINE_TRUST},
    }
    fragment = {
        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "DefinitionString": text,
        "DefinitionSubstitutions": {"Role": {"Fn::GetAtt": ["Role", "Arn"]}},
    }
    call = {"Name": "Probe", "Parameters": {"Do": "return", "Fragment": fragment}}
    return {
        "Parameters": {"Location": {"Type": "String", "Default": comment}},
        "Resources": {"Role": role, "Machine": {
            "Type": "AWS::StepFunctions::StateMachine", "Properties": {"Fn::Transform": call},
        }},
        "Outputs": {"Arn": {"Value": {"Ref": "Machine"}}},
    }  # fmt: skip


def live(cloud: LocalCloud, stack: dict[str, Any]) -> str:
    arn = stack["Outputs"][0]["OutputValue"]
    return str(cloud.client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"])


def test_only_the_definition_of_the_machine_changes(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, template(definition("one")))

    made = change_set(cloud, stack_name, template(definition("two"), "other"))
    stack = execute(cloud, made["ChangeSetId"])

    (change,) = made["Changes"]
    (detail,) = change["ResourceChange"]["Details"]
    assert change["ResourceChange"]["LogicalResourceId"] == "Machine"
    assert (change["ResourceChange"]["Action"], change["ResourceChange"]["Replacement"]) == ("Modify", "False")
    assert (detail["Target"]["Attribute"], detail["Target"]["Name"]) == ("Properties", "DefinitionString")
    # The parameter changed too, but what a macro does with it looks like a direct modification.
    assert (detail["ChangeSource"], detail["Evaluation"]) == ("DirectModification", "Static")
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert json.loads(live(cloud, stack))["Comment"] == "two"


def test_a_definition_that_is_invalid_rolls_back_and_the_old_one_runs_on(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, template(definition("one")))

    broken = json.dumps({"StartAt": "Nowhere", "States": {"A": {"Type": "Pass", "End": True}}})
    made = change_set(cloud, stack_name, template(broken))
    after = execute(cloud, made["ChangeSetId"])

    assert made["Status"] == "CREATE_COMPLETE"
    assert after["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert json.loads(live(cloud, stack))["Comment"] == "one"
    failures = [(name, reason) for name, status, reason in events(cloud, stack_name) if status == "UPDATE_FAILED"]
    assert [name for name, _ in failures] == ["Machine"]
    assert "Nowhere" in failures[0][1]


def test_after_a_rollback_the_next_change_set_compares_with_what_runs(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, template(definition("one")))
    broken = change_set(cloud, stack_name, template('{"StartAt": "A"}'), ChangeSetName="broken")
    execute(cloud, broken["ChangeSetId"])

    same = change_set(cloud, stack_name, template(definition("one")), ChangeSetName="same")
    other = change_set(cloud, stack_name, template(definition("two")), ChangeSetName="other")

    assert same["StatusReason"] == "No updates are to be performed."
    assert execute(cloud, other["ChangeSetId"])["StackStatus"] == "UPDATE_COMPLETE"
