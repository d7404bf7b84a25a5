"""`bootstrap`: bucket, macro and stacks come there once, and stay as they are the second time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.fakes.stacks import Outcome
from tests.unit.commands.called import Called, call
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.commands import bootstrap
from workflow_updater.errors import (
    AccessDenied,
    CloudAway,
    CloudUnavailable,
    DeployError,
    DeploymentFailed,
    Interrupted,
    StackBusy,
    StillRunning,
    UsageError,
)

BUCKET = "workflows-111122223333-eu-central-1"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The call is made in a folder that has nothing of the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bootstrapped(cloud: FakeCloud, *arguments: str) -> Called:
    return call(bootstrap, cloud, *arguments, clock=FakeClock())


def test_an_empty_account_gets_bucket_macro_and_stack() -> None:
    cloud = FakeCloud()

    called = bootstrapped(cloud, "--stack", "call_center", "--json")

    ends = {"workflow-bucket": "created", "workflow-macro": "created", "call-center": "created"}
    assert {"bucket": BUCKET, "macro": "StepFunctionWorkflowInjector", "stacks": ends} == called.value
    assert {"CodeBucket", "CodeKey"} < cloud.stacks.held["call-center"].stack.parameters.keys()
    assert "" == cloud.stacks.held["call-center"].stack.parameters["Workflow"]


def test_the_macro_comes_as_a_zip_that_its_key_names() -> None:
    cloud = FakeCloud()
    bootstrapped(cloud)

    parameters = cloud.stacks.held["workflow-macro"].stack.parameters
    body = cloud.objects.body(BUCKET, parameters["CodeKey"])

    assert body is not None
    assert "macro/handler.py" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert BUCKET == parameters["WorkflowBuckets"]


def test_the_second_time_nothing_is_written() -> None:
    cloud = FakeCloud()
    bootstrapped(cloud, "--stack", "hello", "--stack", "call-center")
    before = len(cloud.writes)

    again = bootstrapped(cloud, "--stack", "hello", "--stack", "call-center", "--json")

    assert {"unchanged"} == set(again.value["stacks"].values())
    assert before == len(cloud.writes)


def test_a_workflow_that_was_pushed_stays_when_the_template_is_updated(elsewhere: Path) -> None:
    cloud = FakeCloud()
    bootstrapped(cloud, "--stack", "hello")
    pushed = cloud.objects.put_new(BUCKET, "workflows/hello.json", b'{"StartAt":"Pushed"}')
    location = f"s3://{BUCKET}/{pushed.key}?versionId={pushed.version_id}"
    held = cloud.stacks.held["hello"]
    arn = cloud.stacks.create_change_set(
        ChangeSetRequest("hello", "push", {"Workflow": location}, template_body=held.template)
    )
    cloud.stacks.change_set(arn)
    cloud.stacks.change_set(arn)
    cloud.stacks.execute(arn, token="push")
    for _ in range(9):
        cloud.stacks.describe("hello")
    (elsewhere / "templates").mkdir()
    (elsewhere / "templates" / "hello.yaml").write_text(held.template.replace("Enabled: true", "Enabled: false"))

    again = bootstrapped(cloud, "--stack", "hello", "--json")

    assert "updated" == again.value["stacks"]["hello"]
    assert location == cloud.stacks.held["hello"].stack.parameters["Workflow"]
    assert '{"StartAt":"Pushed"}' == cloud.machines.machines[held.resources["StateMachine"]].definition


def test_another_bucket_may_be_named() -> None:
    called = bootstrapped(FakeCloud(), "--bucket", "orders-workflows", "--json")

    assert "orders-workflows" == called.value["bucket"]
    assert "created" == called.value["stacks"]["workflow-bucket"]


def test_a_bucket_that_is_there_is_used_and_left_as_it_is() -> None:
    cloud = FakeCloud("orders-workflows")

    called = bootstrapped(cloud, "--bucket", "orders-workflows", "--json")

    assert ["workflow-macro"] == list(called.value["stacks"])


def test_a_second_bucket_is_added_to_those_that_the_macro_reads() -> None:
    cloud = FakeCloud("orders-workflows")
    bootstrapped(cloud)

    bootstrapped(cloud, "--bucket", "orders-workflows")

    assert f"{BUCKET},orders-workflows" == cloud.stacks.held["workflow-macro"].stack.parameters["WorkflowBuckets"]
    asked = [call[1:] for call in cloud.objects.calls if call[0] == "bucket_exists"]
    assert ("orders-workflows", "111122223333") in asked  # of nobody else: it will hold the macro's own code


@pytest.mark.parametrize("name", ["short", "w" * 63])
def test_more_buckets_than_the_macro_can_read_are_refused_before_its_stack_is_touched(name: str) -> None:
    cloud = FakeCloud(*(f"{name[:-1]}{number}" for number in range(6)))

    with pytest.raises(UsageError, match="cannot read that many buckets"):
        for bucket in list(cloud.objects.buckets):
            bootstrapped(cloud, "--bucket", bucket)

    buckets = cloud.stacks.held["workflow-macro"].stack.parameters["WorkflowBuckets"].split(",")
    assert len(buckets) == (4 if name == "short" else 2)


def test_the_bucket_stack_is_never_turned_to_another_bucket() -> None:
    cloud = FakeCloud()
    bootstrapped(cloud)

    with pytest.raises(UsageError, match=f"workflow-bucket holds bucket {BUCKET}"):
        bootstrapped(cloud, "--bucket", "orders-workflows")


def test_an_unknown_workflow_is_refused_before_anything_is_made() -> None:
    cloud = FakeCloud()

    with pytest.raises(UsageError, match="no workflow nowhere") as caught:
        bootstrapped(cloud, "--stack", "nowhere")
    assert "call-center" in caught.value.hint
    assert [] == cloud.writes


@pytest.mark.parametrize(
    ("status", "kind", "cure"),
    [
        ("ROLLBACK_COMPLETE", DeploymentFailed, "delete-stack --stack-name workflow-macro"),
        ("CREATE_FAILED", DeploymentFailed, "delete-stack"),
        ("UPDATE_ROLLBACK_FAILED", DeploymentFailed, "continue-update-rollback"),
        ("UPDATE_IN_PROGRESS", StackBusy, "try again when it is done"),
    ],
)
def test_a_stack_that_takes_no_update_is_told_with_its_cure(status: str, kind: type[DeployError], cure: str) -> None:
    cloud = FakeCloud()
    cloud.stacks.add("workflow-macro", status=status)

    with pytest.raises(kind, match=status) as caught:
        bootstrapped(cloud)
    assert cure in caught.value.hint


def test_a_stack_left_in_review_by_a_broken_call_is_created() -> None:
    cloud = FakeCloud()
    cloud.stacks.add("workflow-macro", status="REVIEW_IN_PROGRESS")

    assert "created" == bootstrapped(cloud, "--json").value["stacks"]["workflow-macro"]


def test_a_failure_names_its_root_and_ends_the_call() -> None:
    cloud = FakeCloud()
    cloud.stacks.next_failure = ("Bucket", "the name is taken")

    with pytest.raises(DeploymentFailed, match=r"workflow-bucket ended in ROLLBACK_COMPLETE\n  Bucket .*name is taken"):
        bootstrapped(cloud)
    assert "workflow-macro" not in cloud.stacks.held


def test_ctrl_c_before_the_creation_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = FakeCloud()
    asked = cloud.stacks.change_set
    interrupted: list[str] = []

    def once_interrupted(arn: str) -> object:
        if not interrupted:
            interrupted.append(arn)
            raise KeyboardInterrupt
        return asked(arn)

    monkeypatch.setattr(cloud.stacks, "change_set", once_interrupted)

    with pytest.raises(Interrupted, match="workflow-bucket is as it was"):
        bootstrapped(cloud)
    assert {} == cloud.stacks.sets
    assert {} == cloud.stacks.held


def test_a_change_set_that_fails_leaves_no_empty_stack_behind() -> None:
    cloud = FakeCloud()
    cloud.stacks.next_change_set = Outcome(status="FAILED", reason="Template format error: unsupported structure.")

    with pytest.raises(DeploymentFailed, match="workflow-bucket: the change set failed: Template format error"):
        bootstrapped(cloud)
    assert {} == cloud.stacks.held


def test_an_empty_stack_that_cannot_be_deleted_hides_no_cause_and_is_taken_by_the_next_call() -> None:
    cloud = FakeCloud()
    cloud.stacks.next_change_set = Outcome(status="FAILED", reason="Template format error: unsupported structure.")
    cloud.stacks.fail("delete", AccessDenied("you may not cloudformation:DeleteStack on workflow-bucket"))

    with pytest.raises(DeploymentFailed, match="workflow-bucket: the change set failed: Template format error"):
        bootstrapped(cloud)
    assert ["REVIEW_IN_PROGRESS"] == [held.stack.status for held in cloud.stacks.held.values()]
    assert bootstrapped(cloud).code == 0


def test_at_the_deadline_the_stack_goes_on_and_the_call_says_how_to_pick_up(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = FakeCloud()
    monkeypatch.setattr(cloud.stacks, "events", lambda *_, **__: [])

    with pytest.raises(StillRunning) as caught:
        bootstrapped(cloud, "--timeout", "3")
    assert "run `bootstrap` again" in caught.value.hint


def test_an_outage_while_a_stack_is_made_is_waited_out_and_at_the_deadline_it_is_told_how_to_pick_up() -> None:
    cloud = FakeCloud()
    cloud.stacks.fail("events", CloudAway("no answer"))

    assert bootstrapped(cloud).code == 0

    cloud = FakeCloud()
    for _ in range(100):
        cloud.stacks.fail("events", CloudAway("no answer", hint="check the network"))
    with pytest.raises(
        CloudUnavailable, match="workflow-bucket: the operation had started, and how it ended is not"
    ) as lost:
        bootstrapped(cloud, "--timeout", "3")
    assert lost.value.hint == "check the network; then run `bootstrap` again; it picks up there"
