"""`run`: an execution is followed to its end, and its end is the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.fakes.machines import Outcome
from tests.unit.commands.called import Called, call
from workflow_updater.commands import run
from workflow_updater.errors import CloudAway, CloudUnavailable, Interrupted, StillRunning, UsageError

MACHINE = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {}}


def cloud_with(*machines: str, taking: tuple[str, ...] = ()) -> FakeCloud:
    resources = {
        name: MACHINE | ({"Metadata": {"Workflow": {"Location": "Workflow"}}} if name in taking else {})
        for name in machines
    }
    template = {"Transform": ["StepFunctionWorkflowInjector"], "Resources": resources} | {
        "Parameters": {"Workflow": {"Type": "String", "Default": ""}}
    }
    cloud = FakeCloud()
    cloud.stacks.add("orders", template=json.dumps(template))
    for arn in cloud.stacks.held["orders"].resources.values():
        cloud.machines.add(arn)
    return cloud


def ran(cloud: FakeCloud, *arguments: str) -> Called:
    return call(run, cloud, "--stack", "orders", *arguments, clock=FakeClock())


def test_the_output_is_the_result_and_the_states_are_the_progress() -> None:
    cloud = cloud_with("Orders")
    cloud.machines.outcome = Outcome(states=("Reserve", "Charge"), output='{"paid": true}')

    called = ran(cloud, "--input", '{"order": 1}', "--name", "first")

    assert (0, '{"paid": true}\n') == (called.code, called.out)
    assert ["  Reserve", "  Charge", "SUCCEEDED"] == called.err.splitlines()[1:]
    assert ("start", cloud.stacks.held["orders"].resources["Orders"], '{"order": 1}', "first") in cloud.machines.calls


def test_json_tells_all_of_it_in_one_object() -> None:
    cloud = cloud_with("Orders")
    cloud.machines.outcome = Outcome(output="[1]")

    value = ran(cloud, "--json").value["execution"]

    assert ("SUCCEEDED", [1], "", "") == (value["status"], value["output"], value["error"], value["cause"])


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_failure_is_exit_code_1_with_error_and_cause(status: str) -> None:
    cloud = cloud_with("Orders")
    cloud.machines.outcome = Outcome(status=status, error="NoStock", cause="nothing left")

    called = ran(cloud)

    assert 1 == called.code
    assert f"ended {status}" in called.err
    assert "NoStock: nothing left" in called.err


def test_the_input_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "input.json").write_text('{"order": 2}')
    cloud = cloud_with("Orders")

    ran(cloud, "--input", f"@{tmp_path / 'input.json'}")

    assert '{"order": 2}' == next(given for verb, _, given, _ in cloud.machines.writes if verb == "start")


@pytest.mark.parametrize("given", ["{", "@nowhere.json"])
def test_an_input_that_is_none_is_refused_before_aws_is_asked(given: str) -> None:
    cloud = cloud_with("Orders")

    with pytest.raises(UsageError, match="input") as caught:
        ran(cloud, "--input", given)
    assert "Errno" not in caught.value.message
    assert "@FILE" in caught.value.hint
    assert [] == cloud.machines.calls


def test_at_the_deadline_it_is_told_how_to_follow_further() -> None:
    cloud = cloud_with("Orders")
    cloud.machines.outcome = Outcome(endless=True)

    with pytest.raises(StillRunning) as caught:
        ran(cloud, "--timeout", "5")
    assert "run --attach arn:aws:states:" in caught.value.hint


def test_an_execution_can_be_followed_again() -> None:
    cloud = cloud_with("Orders")
    arn = cloud.machines.start(cloud.stacks.held["orders"].resources["Orders"], input_json="{}", name="first")

    called = call(run, cloud, "--attach", arn, clock=FakeClock())

    assert 0 == called.code
    assert 1 == len(cloud.machines.writes)


def test_ctrl_c_leaves_the_execution_alone_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with("Orders")

    def interrupted(arn: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cloud.machines, "execution", interrupted)

    with pytest.raises(Interrupted, match="goes on by itself"):
        ran(cloud)


def test_an_outage_of_aws_is_waited_out_and_each_state_told_once() -> None:
    cloud = cloud_with("Orders")
    cloud.machines.outcome = Outcome(states=("Reserve", "Charge"))
    for verb in ("execution", "history"):
        for _ in range(3):
            cloud.machines.fail(verb, CloudAway(f"no answer to {verb}"))

    called = ran(cloud)

    assert 0 == called.code
    assert [
        "note: no answer to execution; the execution goes on by itself, and this keeps asking",
        "note: AWS answers again",
        "note: no answer to history; the execution goes on by itself, and this keeps asking",
        "note: AWS answers again",
        "  Reserve",
        "  Charge",
        "SUCCEEDED",
    ] == called.err.splitlines()[1:]


def test_an_execution_that_is_lost_sight_of_can_be_followed_further() -> None:
    cloud = cloud_with("Orders")
    for _ in range(1000):
        cloud.machines.fail("execution", CloudAway("no answer", hint="check the network"))

    with pytest.raises(CloudUnavailable, match=r"how arn:aws:states:.* ended is not known: no answer") as lost:
        ran(cloud, "--timeout", "60")
    assert lost.value.hint.startswith("check the network; `run --attach arn:aws:states:")


def test_a_start_that_nobody_answers_is_told_with_the_way_to_find_out() -> None:
    cloud = cloud_with("Orders")
    cloud.machines.fail("start", CloudAway("no answer to it", hint="check the network"))

    with pytest.raises(CloudUnavailable, match="no answer to it; whether the execution began is not known") as lost:
        ran(cloud, "--name", "first")
    arn = cloud.stacks.held["orders"].resources["Orders"].replace("stateMachine", "execution")
    assert lost.value.hint == f"check the network; then `run --attach {arn}:first` follows it, if it did"


def test_ctrl_c_while_nobody_answers_a_start_is_told_with_the_way_to_find_out(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with("Orders")

    def interrupted(arn: str, **_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(cloud.machines, "start", interrupted)

    with pytest.raises(Interrupted, match="whether the execution began is not known") as told:
        ran(cloud, "--name", "first")
    arn = cloud.stacks.held["orders"].resources["Orders"].replace("stateMachine", "execution")
    assert told.value.hint == f"`run --attach {arn}:first` follows it, if it did"


def test_an_execution_without_a_name_gets_a_new_one() -> None:
    cloud = cloud_with("Orders")

    for _ in range(2):
        ran(cloud)

    (*_, first), (*_, second) = cloud.machines.writes
    assert len({first, second, ""}) == 3


def test_a_stack_without_machine_has_nothing_to_run() -> None:
    with pytest.raises(UsageError, match="orders has no state machine"):
        ran(cloud_with())


def test_of_several_machines_one_must_be_named() -> None:
    cloud = cloud_with("Orders", "Refunds", taking=("Orders", "Refunds"))

    with pytest.raises(UsageError, match="several") as caught:
        ran(cloud)
    assert "name one with --resource: Orders, Refunds" == caught.value.hint
    assert 0 == ran(cloud, "--resource", "Refunds").code


def test_of_several_machines_the_only_one_that_takes_a_workflow_is_meant() -> None:
    cloud = cloud_with("Orders", "Nightly", taking=("Orders",))

    ran(cloud)

    assert cloud.stacks.held["orders"].resources["Orders"] == cloud.machines.writes[0][1]


def test_a_resource_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="no state machine Typo") as caught:
        ran(cloud_with("Orders"), "--resource", "Typo")
    assert "Orders" in caught.value.hint


def test_stack_and_attach_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="--attach names an execution already"):
        ran(cloud_with("Orders"), "--attach", "arn")


def test_an_execution_starts_on_the_alias_as_everybody_elses_does() -> None:
    machine, alias = MACHINE, {"Type": "AWS::StepFunctions::StateMachineAlias", "Properties": {"Name": "live"}}
    cloud = FakeCloud()
    template = json.dumps({"Resources": {"Orders": machine, "OrdersAlias": alias}})
    cloud.stacks.add("orders", template=template, resources={"OrdersAlias": "arn:live"})
    cloud.machines.add(cloud.stacks.held["orders"].resources["Orders"])

    ran(cloud)

    assert [call[:2] for call in cloud.machines.writes] == [("start", "arn:live")]
