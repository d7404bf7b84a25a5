"""`bootstrap` meets a stack that a change set waits to create: its own, or somebody else's."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.fakes.stacks import Outcome
from tests.unit.commands.called import Called, call
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.commands import bootstrap
from workflow_updater.errors import DeploymentFailed, Refused

OURS = "bootstrap-0123456789ab-workflow-bucket"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def bootstrapped(cloud: FakeCloud) -> Called:
    return call(bootstrap, cloud, "--json", clock=FakeClock())


def under_review(name: str) -> FakeCloud:
    cloud = FakeCloud()
    body = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
    cloud.stacks.create_change_set(ChangeSetRequest("workflow-bucket", name, {}, template_body=body, type="CREATE"))
    return cloud


def test_a_change_set_that_a_killed_bootstrap_left_is_no_hindrance() -> None:
    cloud = under_review(OURS)

    assert "created" == bootstrapped(cloud).value["stacks"]["workflow-bucket"]


def test_a_stack_that_a_killed_bootstrap_left_goes_when_it_cannot_be_created() -> None:
    cloud = under_review(OURS)
    cloud.stacks.next_change_set = Outcome(status="FAILED", reason="Transform failed")

    with pytest.raises(DeploymentFailed, match="Transform failed"):
        bootstrapped(cloud)

    assert {} == cloud.stacks.held


def test_somebody_elses_change_set_is_left_alone_and_told() -> None:
    cloud = under_review("created-by-hand")
    before = list(cloud.writes)

    with pytest.raises(Refused, match="somebody's change set created-by-hand would do so") as refused:
        bootstrapped(cloud)

    assert "delete-stack --stack-name workflow-bucket" in refused.value.hint
    assert before == cloud.writes


def test_an_empty_stack_under_review_stays_when_it_cannot_be_created() -> None:
    cloud = FakeCloud()
    cloud.stacks.add("workflow-bucket", status="REVIEW_IN_PROGRESS")
    cloud.stacks.next_change_set = Outcome(status="FAILED", reason="Transform failed")

    with pytest.raises(DeploymentFailed, match="Transform failed"):
        bootstrapped(cloud)

    assert ["workflow-bucket"] == list(cloud.stacks.held)
