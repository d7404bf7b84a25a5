"""Versions and an alias: pushed, shifted, aborted, pruned, left behind; from the macro to the last weight."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.alarms import put_alarm
from tests.functional.aliases import alias_arn, published, routes
from tests.functional.pushing import BYE, HELLO, Account
from tests.workflow_stacks import create_stack, eventually
from workflow_updater.cli import main


def pushed(account: Account, stack: str, document: dict[str, Any]) -> None:
    """Create *stack* from *document* and push HELLO into it, which is version 2: version 1 is the placeholder."""
    account.create_stack(stack, document)
    assert account.push(stack, HELLO) == 0


def running(account: Account, stack: str, document: dict[str, Any]) -> None:
    """Create *stack* from *document* with HELLO in it: version 1, without a shift from the placeholder."""
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key="orders/hello.json", Body=json.dumps(HELLO))
    account.create_stack(stack, document, Workflow=f"s3://{account.bucket}/orders/hello.json")


def alarm(account: Account, name: str, state: str) -> None:
    put_alarm(account.cloud.client("cloudwatch"), name, state)


@contextmanager
def meanwhile(account: Account, stack: str, act: Callable[[], None]) -> Iterator[None]:
    """Call *act* as soon as the alias of *stack* is on two versions."""

    def wait_and_act() -> None:
        eventually(lambda: len(routes(account, stack)) == 2 or None)
        act()

    with ThreadPoolExecutor(max_workers=1) as pool:
        acted = pool.submit(wait_and_act)
        yield
        acted.result()


def move_by_hand(account: Account, stack: str, version: str) -> None:
    arn = alias_arn(account, stack)
    route = {"stateMachineVersionArn": f"{arn.rpartition(':')[0]}:{version}", "weight": 100}
    account.cloud.client("stepfunctions").update_state_machine_alias(
        stateMachineAliasArn=arn, routingConfiguration=[route]
    )


def versions(account: Account, stack: str) -> list[str]:
    machine = alias_arn(account, stack).rpartition(":")[0]
    found = account.cloud.client("stepfunctions").list_state_machine_versions(stateMachineArn=machine)
    return [one["stateMachineVersionArn"].rpartition(":")[2] for one in found["stateMachineVersions"]]


def test_the_alias_is_there_before_the_first_push(account: Account):
    account.create_stack("alias-first", published())

    assert routes(account, "alias-first") == {"1": 100}


def test_a_push_makes_a_version_and_moves_the_alias_at_once(account: Account, capsys: pytest.CaptureFixture[str]):
    pushed(account, "alias-all", published())

    assert routes(account, "alias-all") == {"2": 100}
    assert "alias live: all traffic at once" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "options", "seen"),
    [
        ("CANARY", {"Percentage": 10}, ["version 2 10 %, version 1 90 %", "version 2 100 %"]),
        ("LINEAR", {"Percentage": 50}, ["version 2 50 %, version 1 50 %", "version 2 100 %"]),
    ],
)
def test_traffic_shifts_bit_by_bit(
    account: Account, capsys: pytest.CaptureFixture[str], kind: str, options: dict[str, int], seen: list[str]
):
    stack = f"alias-{kind.lower()}"
    running(account, stack, published(kind, DeploymentPreference=options))
    capsys.readouterr()

    assert account.push(stack, BYE) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("alias live: version")]
    assert told == [f"alias live: {one}" for one in seen]
    assert routes(account, stack) == {"2": 100}


def test_an_alarm_aborts_the_shift_and_the_definition_goes_back(account: Account, capsys: pytest.CaptureFixture[str]):
    alarm(account, "OrdersFail", "OK")
    running(account, "alias-alarm", published("CANARY", DeploymentPreference={"Alarms": ["OrdersFail"]}))
    alarm(account, "OrdersFail", "ALARM")
    capsys.readouterr()

    assert account.push("alias-alarm", BYE) == 1
    told = capsys.readouterr().err
    assert "was rolled back" in told
    assert "The following CloudWatch alarms are in an 'ALARM' state: [OrdersFail]." in told
    assert "look at OrdersFail, and at what the executions of the new version did" in told
    assert routes(account, "alias-alarm") == {"1": 100}
    assert account.live("alias-alarm") == HELLO


def test_an_alarm_in_the_middle_of_the_shift_aborts_it_too(account: Account, capsys: pytest.CaptureFixture[str]):
    alarm(account, "OrdersSlow", "OK")
    preference = {"Alarms": ["OrdersSlow"], "Interval": 100}
    running(account, "alias-later", published("CANARY", DeploymentPreference=preference))
    capsys.readouterr()

    with meanwhile(account, "alias-later", lambda: alarm(account, "OrdersSlow", "ALARM")):
        assert account.push("alias-later", BYE) == 1
    told = capsys.readouterr().err
    assert "alias live: version 2 10 %, version 1 90 %" in told
    assert told.rindex("alias live: version 1 100 %") < told.index("was rolled back")
    assert routes(account, "alias-later") == {"1": 100}


def test_who_moves_the_alias_by_hand_aborts_the_shift(account: Account, capsys: pytest.CaptureFixture[str]):
    running(account, "alias-hand", published("CANARY", DeploymentPreference={"Interval": 100}))

    with meanwhile(account, "alias-hand", lambda: move_by_hand(account, "alias-hand", "2")):
        assert account.push("alias-hand", BYE) == 1
    assert "drift detected" in capsys.readouterr().err
    assert routes(account, "alias-hand") == {"1": 100}
    assert account.live("alias-hand") == HELLO


def test_a_deadline_before_the_end_of_the_shift_is_told_before_and_ends_with_7(
    account: Account, capsys: pytest.CaptureFixture[str]
):
    running(account, "alias-late", published("CANARY", DeploymentPreference={"Interval": 40}))
    capsys.readouterr()

    assert account.push("alias-late", BYE, "--timeout", "4") == 7
    told = capsys.readouterr().err
    assert "takes 2,400 to 2,520 s" in told
    assert "(alias live: 10 % to version 2, 90 % to version 1); it goes on by itself" in told
    assert main(["status", "--stack", "alias-late"]) == 0
    assert "alias       live: version 2 10 %, version 1 90 %" in capsys.readouterr().out
    assert account.wait("alias-late") == "UPDATE_COMPLETE"
    assert account.push("alias-late", BYE) == 0
    assert routes(account, "alias-late") == {"2": 100}


def test_versions_beyond_the_limit_are_deleted_after_a_push(account: Account, capsys: pytest.CaptureFixture[str]):
    pushed(account, "alias-prune", published(KeepVersions=2))
    capsys.readouterr()

    assert account.push("alias-prune", BYE) == 0
    assert "deleted 1 of the oldest versions (1); KeepVersions is 2" in capsys.readouterr().err
    assert versions(account, "alias-prune") == ["3", "2"]


def status_code(stack: str) -> int:
    return main(["status", "--stack", stack, "--detailed-exitcode"])


def test_an_alias_that_was_moved_by_hand_is_told_when_nothing_is_to_be_pushed(
    account: Account, capsys: pytest.CaptureFixture[str]
):
    pushed(account, "alias-moved", published())
    move_by_hand(account, "alias-moved", "1")
    capsys.readouterr()

    assert account.push("alias-moved", HELLO) == 0
    assert "was changed past CloudFormation: 100 % to version 1" in capsys.readouterr().err
    assert status_code("alias-moved") == 10
    assert "since release 1: 100 % to version 1, where its stack has 100 % to version 2\n" in capsys.readouterr().out
    move_by_hand(account, "alias-moved", "2")
    assert status_code("alias-moved") == 0


def test_an_alias_that_was_deleted_by_hand_is_told_and_comes_back(account: Account, capsys: pytest.CaptureFixture[str]):
    pushed(account, "alias-gone", published())
    machines, arn = account.cloud.client("stepfunctions"), alias_arn(account, "alias-gone")
    machines.delete_state_machine_alias(stateMachineAliasArn=arn)
    capsys.readouterr()

    assert account.push("alias-gone", BYE) == 2
    assert "`status --stack alias-gone` tells how it is made again" in capsys.readouterr().err
    assert status_code("alias-gone") == 10
    told = capsys.readouterr().out
    assert "create-state-machine-alias --name live --routing-configuration stateMachineVersionArn=" in told
    version = told.partition("stateMachineVersionArn=")[2].partition(",")[0]
    routing = [{"stateMachineVersionArn": version, "weight": 100}]
    machines.create_state_machine_alias(name="live", routingConfiguration=routing)
    assert (status_code("alias-gone"), account.push("alias-gone", BYE)) == (0, 0)


def test_run_starts_what_the_alias_chooses(account: Account, capsys: pytest.CaptureFixture[str]):
    pushed(account, "alias-run", published())
    move_by_hand(account, "alias-run", "1")
    capsys.readouterr()

    assert main(["run", "--stack", "alias-run"]) == 1
    assert "No workflow has been pushed to this state machine yet." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AutoPublishAlias": "other"}, "is not the template"),
        ({"DeploymentPreference": {"Type": "CANARY", "Percentage": 1, "Interval": 1}}, "is not the template"),
    ],
)
def test_a_push_does_not_change_how_traffic_shifts(
    account: Account, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
):
    stack = f"alias-other-{len(change)}-{'Deployment' in next(iter(change))}"
    pushed(account, stack, published())
    (account.folder / "other.json").write_text(json.dumps(published(**change)), "utf-8")

    assert account.push(stack, BYE, "--template", "other.json") == 4
    assert said in capsys.readouterr().err


def test_options_that_aws_would_refuse_later_are_refused_by_the_macro(account: Account):
    document = published("LINEAR", DeploymentPreference={"Percentage": 1, "Interval": 30})
    stacks = account.cloud.client("cloudformation")
    stacks.create_stack(
        StackName="alias-odd", TemplateBody=json.dumps(document), Capabilities=["CAPABILITY_AUTO_EXPAND"]
    )

    assert account.wait("alias-odd") == "ROLLBACK_COMPLETE"
    reason = stacks.describe_stacks(StackName="alias-odd")["Stacks"][0]["StackStatusReason"]
    assert "E918 at /Resources/Orders/Metadata/Workflow/DeploymentPreference: 100 steps take 3,000 minutes" in reason


def test_a_push_that_is_killed_during_the_shift_is_finished_by_cloudformation(account: Account):
    running(account, "alias-killed", published("CANARY", DeploymentPreference={"Interval": 10}))
    command = [sys.executable, "-m", "workflow_updater", "--stack", "alias-killed", "--workflow"]
    with subprocess.Popen([*command, account.write("bye.asl.json", BYE)], stderr=subprocess.DEVNULL) as process:
        eventually(lambda: len(routes(account, "alias-killed")) == 2 or None)
        process.kill()

    assert account.push("alias-killed", BYE) == 0  # waits in line until the shift is over
    assert routes(account, "alias-killed") == {"2": 100}
    assert versions(account, "alias-killed") == ["2", "1"]
    assert account.change_sets("alias-killed") == []


def test_the_shipped_template_shifts_and_goes_back_on_its_alarm(account: Account, capsys: pytest.CaptureFixture[str]):
    outputs = create_stack(account.cloud, "gradual", "gradual_workflow_stack.yaml")
    capsys.readouterr()

    assert account.push("gradual", HELLO) == 0
    assert "CANARY, 10 % for 10 min, then all; alarms: gradual-executions-fail" in capsys.readouterr().err
    account.cloud.client("cloudwatch").set_alarm_state(
        AlarmName="gradual-executions-fail", StateValue="ALARM", StateReason="the test says so"
    )
    assert account.push("gradual", BYE) == 1
    assert "'ALARM' state: [gradual-executions-fail]" in capsys.readouterr().err
    assert account.live("gradual", "StateMachine") == HELLO
    assert outputs["AliasArn"].endswith(":live")
