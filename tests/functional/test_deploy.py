from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.functional.pushing import BROKEN, BYE, HELLO, machine, template
from workflow_updater.cli import main
from workflow_updater.commands import deploy
from workflow_updater.plan.progress import ChangeSetCreated, Published, StackMoved


def test_a_definition_goes_from_a_file_to_the_running_state_machine(account, capsys):
    account.create_stack("push", template(), Size="7")

    assert account.push("push", HELLO) == 0

    told = capsys.readouterr()
    assert HELLO == account.live("push")
    assert told.out.startswith("push: Orders runs ")
    assert "published s3://" in told.err
    assert "UPDATE_COMPLETE push" in told.err


def test_pushing_the_same_twice_changes_nothing(account, capsys):
    account.create_stack("twice", template())
    account.push("twice", HELLO)
    events = len(account.cloud.client("cloudformation").describe_stack_events(StackName="twice")["StackEvents"])
    capsys.readouterr()

    assert account.push("twice", HELLO) == 0

    after = account.cloud.client("cloudformation").describe_stack_events(StackName="twice")["StackEvents"]
    assert "no change" in capsys.readouterr().out
    assert events == len(after)


def test_json_is_one_object_on_stdout(account, capsys):
    account.create_stack("one-object", template())

    account.push("one-object", HELLO, "--json", "--run", '{"a": 1}')

    told = json.loads(capsys.readouterr().out)
    ran = told["execution"]
    assert ("updated", "SUCCEEDED", "hello") == (told["ended"], ran["status"], ran["output"])


def test_a_stack_is_taken_back_to_an_earlier_definition_by_pushing_it(account):
    account.create_stack("back", template())

    codes = [account.push("back", definition) for definition in (HELLO, BYE, HELLO)]

    assert [0, 0, 0] == codes
    assert HELLO == account.live("back")


def test_one_of_several_machines_is_pushed_and_the_other_left_alone(account):
    account.create_stack("several", template(Orders=machine(), Returns=machine("Returned")))

    assert account.push("several", HELLO) == 2
    assert account.push("several", HELLO, "--resource", "Orders") == 0

    assert HELLO == account.live("several")
    assert HELLO != account.live("several", "Returns")


def test_an_update_that_fails_is_rolled_back_and_says_why(account, capsys):
    document = template(Orders=machine(DefinitionSubstitutions={"Broken": '" this ends the string'}))
    account.create_stack("fails", document)
    before = account.live("fails")

    assert account.push("fails", BROKEN) == 1

    assert before == account.live("fails")
    assert "rolled back; the definition before still runs" in capsys.readouterr().err


def test_ctrl_c_before_the_update_leaves_no_change_set(account, capsys, monkeypatch):
    account.create_stack("interrupted", template())
    monkeypatch.setattr(deploy, "shown_on", lambda screen: interrupt_at(ChangeSetCreated))

    assert account.push("interrupted", HELLO) == 130

    assert [] == account.change_sets("interrupted")
    assert "the change set is deleted" in capsys.readouterr().err


def test_ctrl_c_during_the_update_does_not_stop_it(account, capsys, monkeypatch):
    account.create_stack("goes-on", template())
    monkeypatch.setattr(deploy, "shown_on", lambda screen: interrupt_at(StackMoved))

    assert account.push("goes-on", HELLO) == 130

    account.wait("goes-on")
    assert HELLO == account.live("goes-on")
    assert "status --stack goes-on" in capsys.readouterr().err


def interrupt_at(kind):
    def show(step):
        if isinstance(step, kind):
            raise KeyboardInterrupt

    return show


def test_an_object_that_is_gone_before_the_macro_reads_it_fails_and_leaves_no_change_set(account, capsys, monkeypatch):
    account.create_stack("gone", template())

    def remove(step):
        if isinstance(step, Published):
            key, _, version_id = step.location.removeprefix(f"s3://{account.bucket}/").partition("?versionId=")
            account.cloud.client("s3").delete_object(Bucket=account.bucket, Key=key, VersionId=version_id)

    monkeypatch.setattr(deploy, "shown_on", lambda screen: remove)

    assert account.push("gone", {**HELLO, "Comment": "gone"}) == 1

    assert [] == account.change_sets("gone")
    assert "the change set failed" in capsys.readouterr().err


def test_a_change_set_can_be_left_for_somebody_else(account, capsys):
    account.create_stack("left", template())

    assert account.push("left", HELLO, "--no-execute") == 0

    assert [account.change_sets("left")[0]["ChangeSetId"]] == [capsys.readouterr().out.split()[-1]]


def test_a_plan_writes_nothing_and_tells_that_it_differs(account, capsys):
    account.create_stack("planned", template())
    file = account.write("planned.asl.json", {**HELLO, "Comment": "only planned"})
    plan = ["plan", "--stack", "planned", "--workflow", file]

    assert main([*plan, "--detailed-exitcode"]) == 10
    assert main(plan) == 0

    stored = account.cloud.client("s3").list_objects_v2(Bucket=account.bucket, Prefix="orders/planned/")
    assert "+ Hello" in capsys.readouterr().out
    assert stored["KeyCount"] == 0


def test_a_plan_with_a_change_set_leaves_none_behind(account):
    account.create_stack("shown", template())
    file = account.write("shown.asl.json", HELLO)

    assert main(["plan", "--stack", "shown", "--workflow", file, "--change-set", "--detailed-exitcode"]) == 10

    assert [] == account.change_sets("shown")


def test_a_template_larger_than_a_call_takes_goes_through_the_bucket(account):
    document = template()
    document["Metadata"] = {"Notes": ["x" * 1000] * 60}
    stacks = account.cloud.client("cloudformation")
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key="large.template", Body=json.dumps(document))
    url = f"https://s3.{account.cloud.region}.amazonaws.com/{account.bucket}/large.template"
    stacks.create_stack(StackName="large", TemplateURL=url, Capabilities=["CAPABILITY_AUTO_EXPAND"])
    account.wait("large")

    assert account.push("large", HELLO) == 0

    assert HELLO == account.live("large")


def seed_template():
    properties = {"RoleArn": "arn:aws:iam::111122223333:role/x", "DefinitionString": json.dumps(BYE)}
    return {
        "Transform": ["StepFunctionWorkflowInjector"],
        "Parameters": {
            "S3Key": {"Type": "String", "Default": ""},
            "SMResource": {"Type": "String", "Default": "MyStateMachine"},
        },
        "Resources": {"MyStateMachine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}},
    }


def test_what_the_infra_team_deployed_already_needs_no_push(account, capsys):
    objects = account.cloud.client("s3")
    objects.put_object(Bucket=account.bucket, Key="deployed.json", Body=json.dumps(HELLO, indent=4))
    account.create_stack("deployed", seed_template(), S3Key=f"s3://{account.bucket}/deployed.json")

    assert account.push("deployed", HELLO, "-b", account.bucket, "-k", "deployed.json") == 0

    versions = objects.list_object_versions(Bucket=account.bucket, Prefix="deployed.json")["Versions"]
    assert "no change" in capsys.readouterr().out
    assert len(versions) == 1


@pytest.mark.parametrize("flag", [[], ["-v2", "MyStateMachine"]])
def test_the_first_versions_call_still_works(account, flag, capsys):
    seed = seed_template()
    stack = f"seed{len(flag)}"
    account.create_stack(stack, seed)
    files = ["-f", account.write("hello.json", HELLO), "-t", account.write("updater.cform", seed)]

    code = main(["-b", account.bucket, "-k", f"{stack}.json", "-s", stack, *files, "-d", "commit 1", *flag])

    assert capsys.readouterr().err
    assert code == 0
    assert HELLO == account.live(stack, "MyStateMachine")


@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM"])
def test_a_process_that_is_told_to_end_says_truly_in_what_state_things_are(account, signal_name):
    stack = f"ended-by-{signal_name.lower()}"
    account.create_stack(stack, template())
    command = [sys.executable, "-m", "workflow_updater", "--stack", stack, "--workflow"]
    command.append(account.write("ended.asl.json", HELLO))

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("change set"):
                process.send_signal(getattr(signal, signal_name))
                break
        told = process.stderr.read()

    assert process.returncode == 130
    account.wait(stack)
    went_on = "goes on by itself" in told
    assert went_on or "the stack is as it was" in told
    assert went_on == (account.live(stack) == HELLO)
    assert [] == account.change_sets(stack)
