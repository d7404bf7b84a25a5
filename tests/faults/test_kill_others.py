"""SIGKILL before and after every write of the other commands that change something."""

from __future__ import annotations

import pytest

from tests.faults.calls import Call
from tests.faults.killed import Moment, kill
from tests.faults.pushing import Pushing
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main

STACKS = ("workflow-bucket", "workflow-macro")


def writes(calls: list[Call]) -> list[Moment]:
    """Return the moments before and after each write."""
    return [Moment(call, after=after) for call in calls if call.is_write for after in (False, True)]


def test_a_killed_rollback_is_completed_by_the_next_one(pushing: Pushing) -> None:
    first, second = pushing.next_definition(), pushing.next_definition()
    for definition in (first, second):
        assert pushing.push(definition) == 0
        pushing.check_settled(definition)
    back = ["rollback", "--stack", pushing.stack, "--yes"]
    pushing.tap.begin(pushing.names)
    assert main([*back, "--to", "1"]) == 0
    pushing.check_settled(first)

    for moment in writes(pushing.tap.calls):
        target, goal = ("2", second) if pushing.account.live(pushing.stack) == first else ("1", first)
        kill(
            pushing.account.folder, [*back, "--to", target], pushing.names, moment, pushing.account.cloud.environment()
        )
        pushing.tap.begin(pushing.names)
        assert main([*back, "--to", target]) == 0, moment.name
        pushing.check_settled(goal)


@pytest.fixture
def recorded_bootstrap(empty_account: Account, tap) -> list[Moment]:
    tap.begin({empty_account.cloud.account: "ACCOUNT"})
    assert main(["bootstrap"]) == 0
    return writes(tap.calls)


def test_a_killed_bootstrap_is_completed_by_the_next_one(
    recorded_bootstrap, local_cloud: LocalCloud, tap, monkeypatch, tmp_path
):
    for moment in recorded_bootstrap:
        cloud = local_cloud.in_account(new_account())
        for name, value in cloud.environment().items():
            monkeypatch.setenv(name, value)
        names = {cloud.account: "ACCOUNT"}
        kill(tmp_path, ["bootstrap"], names, moment, cloud.environment())

        tap.begin(names)
        assert main(["bootstrap"]) == 0, moment.name

        described = cloud.client("cloudformation").describe_stacks()["Stacks"]
        assert {stack["StackName"]: stack["StackStatus"] for stack in described} == dict.fromkeys(
            STACKS, "CREATE_COMPLETE"
        )
        cloud.close()
