"""Resources of the stack that name the state machine: a push leaves them alone, and is not refused for them."""

from __future__ import annotations

from tests.functional.pushing import BYE, HELLO, machine, template


def nightly(**properties: object) -> dict:
    target = {"Id": "orders", "Arn": {"Fn::GetAtt": ["Orders", "Arn"]}, "RoleArn": "arn:aws:iam::111122223333:role/r"}
    return {
        "Type": "AWS::Events::Rule",
        "Properties": {"ScheduleExpression": "rate(1 day)", "Targets": [target], **properties},
    }


def test_a_schedule_that_names_the_machine_is_listed_by_cloudformation_and_is_no_reason_to_refuse(account, capsys):
    named = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Nightly", "Arn"]}},
    }
    account.create_stack("scheduled", template(Orders=machine(), Nightly=nightly(), Named=named))

    assert (0, 0) == (account.push("scheduled", HELLO), account.push("scheduled", BYE))

    assert BYE == account.live("scheduled")
    told = capsys.readouterr().err
    assert "UPDATE_COMPLETE Orders" in told
    assert "Nightly" not in told


def test_what_follows_the_machines_revision_does_change_and_is_refused(account, capsys):
    revision = {"Fn::GetAtt": ["Orders", "StateMachineRevisionId"]}
    account.create_stack("revised", template(Orders=machine(), Nightly=nightly(Description=revision)))

    assert account.push("revised", HELLO) == 4

    assert "Nightly (AWS::Events::Rule): would be modified (" in capsys.readouterr().err
    assert [] == account.change_sets("revised")
