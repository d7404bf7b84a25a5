"""`status`: the stack, the machine, its location, and whether the repository's workflow is what runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import call
from workflow_updater.cloud.ports import StackEvent
from workflow_updater.commands import status
from workflow_updater.core.content_address import canonical, digest
from workflow_updater.errors import DefinitionInvalid, UsageError

DEFINITION = {"StartAt": "Wait", "States": {"Wait": {"Type": "Pass", "Result": "${Name}", "End": True}}}
TEMPLATE = {
    "Transform": ["StepFunctionWorkflowInjector"],
    "Parameters": {"Workflow": {"Type": "String", "Default": ""}},
    "Resources": {
        "Orders": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Metadata": {"Workflow": {"Location": "Workflow"}},
            "Properties": {},
        }
    },
}


@pytest.fixture
def cloud() -> FakeCloud:
    made = FakeCloud()
    made.stacks.add("orders", template=json.dumps(TEMPLATE), parameters={"Workflow": "s3://bucket/key"})
    live = json.dumps(DEFINITION).replace("${Name}", "orders")
    made.machines.add(made.stacks.held["orders"].resources["Orders"], live)
    return made


@pytest.fixture
def workflow(tmp_path: Path) -> Path:
    path = tmp_path / "definition.asl.json"
    path.write_text(json.dumps(DEFINITION))
    return path


def failed(number: int, logical_id: str, what: str, reason: str, arn: str) -> StackEvent:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return StackEvent(str(number), at, logical_id, "type", what, reason, physical_id=arn)


def test_the_machine_and_its_location_are_shown(cloud: FakeCloud) -> None:
    value = call(status, cloud, "--stack", "orders", "--json").value

    live = json.loads(json.dumps(DEFINITION).replace("${Name}", "orders"))
    assert "CREATE_COMPLETE" == value["status"]
    assert ("Orders", "Workflow", "s3://bucket/key") == (value["resource"], value["parameter"], value["location"])
    assert (digest(canonical(live)), "") == (value["live_digest"], value["digest"])
    assert value["matches_workflow"] is None


def test_a_workflow_that_runs_is_told_whatever_its_placeholders_became(cloud: FakeCloud, workflow: Path) -> None:
    called = call(status, cloud, "--stack", "orders", "--workflow", str(workflow))

    assert 0 == called.code
    assert "is what runs" in called.out


def test_a_workflow_that_does_not_run_is_told(cloud: FakeCloud, workflow: Path) -> None:
    workflow.write_text(workflow.read_text().replace("Wait", "Other"))

    value = call(status, cloud, "--stack", "orders", "--workflow", str(workflow), "--json").value

    assert value["matches_workflow"] is False


def test_a_workflow_with_errors_runs_nowhere(cloud: FakeCloud, workflow: Path) -> None:
    workflow.write_text('{"StartAt": "Nowhere", "States": {}}')

    with pytest.raises(DefinitionInvalid):
        call(status, cloud, "--stack", "orders", "--workflow", str(workflow))


def test_the_failure_of_the_last_operation_is_shown_and_older_ones_are_not(cloud: FakeCloud) -> None:
    held = cloud.stacks.held["orders"]
    held.events += [
        failed(1, "orders", "UPDATE_IN_PROGRESS", "", held.stack.arn),
        failed(2, "Orders", "UPDATE_FAILED", "long ago", "machine"),
        failed(3, "orders", "UPDATE_IN_PROGRESS", "", held.stack.arn),
        failed(4, "Orders", "UPDATE_FAILED", "bad definition", "machine"),
        failed(5, "orders", "UPDATE_ROLLBACK_COMPLETE", "", held.stack.arn),
    ]

    value = call(status, cloud, "--stack", "orders", "--json").value

    assert ["bad definition"] == [failure["reason"] for failure in value["failures"]]


def test_a_stack_without_machine_is_shown_all_the_same(cloud: FakeCloud) -> None:
    cloud.stacks.add("macro")

    called = call(status, cloud, "--stack", "macro")

    assert "machine     none" in called.out


def test_an_empty_location_says_that_nothing_was_pushed(cloud: FakeCloud) -> None:
    cloud.stacks.add("new", template=json.dumps(TEMPLATE))
    cloud.machines.add(cloud.stacks.held["new"].resources["Orders"])

    assert "no workflow pushed yet" in call(status, cloud, "--stack", "new").out


def test_a_stack_that_is_not_there_is_told(cloud: FakeCloud) -> None:
    with pytest.raises(UsageError, match="there is no stack nowhere"):
        call(status, cloud, "--stack", "nowhere")


def test_what_was_pushed_has_the_digest_that_the_push_told(cloud: FakeCloud) -> None:
    pushed = digest(canonical(DEFINITION))
    location = f"s3://bucket/orders/{pushed}.asl.json?versionId=1"
    held = cloud.stacks.held["orders"]
    held.stack = replace(held.stack, parameters={"Workflow": location})

    told = call(status, cloud, "--stack", "orders")

    assert f"pushed      {pushed[:12]}" in told.out
    assert pushed == call(status, cloud, "--stack", "orders", "--json").value["digest"]


def test_the_stack_of_a_workflow_can_stand_in_workflows_toml(
    cloud: FakeCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "workflows" / "orders"
    folder.mkdir(parents=True)
    (folder / "definition.asl.json").write_text(json.dumps(DEFINITION))
    (tmp_path / "workflows.toml").write_text('[workflows.orders]\nstack = "orders"')

    assert "is what runs" in call(status, cloud, "-f", "orders").out


def test_without_a_stack_the_flag_is_named(cloud: FakeCloud) -> None:
    with pytest.raises(UsageError, match="--stack is missing"):
        call(status, cloud)


def test_the_weights_of_the_alias_are_shown(cloud: FakeCloud) -> None:
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Orders"]["Metadata"]["Workflow"]["AutoPublishAlias"] = "live"
    cloud.stacks.held["orders"].template = json.dumps(template)
    machine = cloud.stacks.held["orders"].resources["Orders"]
    cloud.machines.route(f"{machine}:live", {f"{machine}:9": 90, f"{machine}:10": 10})

    shown = call(status, cloud, "--stack", "orders", "--json")

    assert shown.value["aliases"] == {"live": {"9": 90, "10": 10}}
    assert "alias       live: version 10 10 %, version 9 90 %" in call(status, cloud, "--stack", "orders").out


def test_without_an_alias_there_are_no_weights(cloud: FakeCloud) -> None:
    assert call(status, cloud, "--stack", "orders", "--json").value["aliases"] == {}
