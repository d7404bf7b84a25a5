"""Many pushes at once, each with connections of its own, on one server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.functional.pushing import BYE, HELLO, machine, template
from workflow_updater.clock import SystemClock
from workflow_updater.cloud.aws.connect import connect
from workflow_updater.commands import deploy
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.progress import ChangeSetCreated, Published, Reviewed, watch
from workflow_updater.plan.push import Terms, push
from workflow_updater.settings import Settings

PUSHERS = 8


def definition(number):
    return {**HELLO, "Comment": f"of pusher {number}"}


def push_at_once(wanted):
    """Push all that is *wanted* at the same moment, each from a thread with a cloud of its own; return the outcomes."""
    start = Barrier(len(wanted))

    def one(asked):
        cloud, clock = connect(Settings()), SystemClock()
        start.wait()
        terms = Terms(clock, clock.monotonic() + 120, 100)
        return watch(push(asked, cloud, terms, approve=lambda plan: None), lambda step: None)

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(one, wanted))


def updates(account, stack):
    """Return how often the operation of each token ended as it should."""
    stacks = account.cloud.client("cloudformation")
    pages = stacks.get_paginator("describe_stack_events").paginate(StackName=stack)
    events = [event for page in pages for event in page["StackEvents"]]
    return Counter(
        event["ClientRequestToken"]
        for event in events
        if event["ResourceStatus"] == "UPDATE_COMPLETE" and event["PhysicalResourceId"] == event["StackId"]
    )


def records(account, stack):
    """Return the releases on record, the oldest first."""
    objects = account.cloud.client("s3")
    prefix = f"orders/releases/{stack}/"
    keys = [one["Key"] for one in objects.list_objects_v2(Bucket=account.bucket, Prefix=prefix).get("Contents", [])]
    return [json.loads(objects.get_object(Bucket=account.bucket, Key=key)["Body"].read()) for key in sorted(keys)]


def test_of_many_pushes_at_once_each_lands_in_its_turn(account):
    account.create_stack("crowd", template())
    wanted = [Wanted(definition(number), "hello.json", "crowd") for number in range(PUSHERS)]

    outcomes = push_at_once(wanted)

    assert ["updated"] * PUSHERS == [outcome.ended for _, outcome in outcomes]
    assert len(updates(account, "crowd")) == PUSHERS
    assert {1} == set(updates(account, "crowd").values())
    assert account.live("crowd") in [one.definition for one in wanted]
    released = records(account, "crowd")
    assert list(range(1, PUSHERS + 1)) == [one["sequence"] for one in released]
    assert {outcome.change_set for _, outcome in outcomes} == {one["change_set"] for one in released}
    assert ["", *(one["digest"] for one in released[:-1])] == [one["parent_digest"] for one in released]
    assert [] == account.change_sets("crowd")


def test_many_pushes_of_the_same_definition_are_one_update(account):
    account.create_stack("chorus", template())

    outcomes = push_at_once([Wanted(HELLO, "hello.json", "chorus")] * PUSHERS)

    assert Counter(updated=1, unchanged=PUSHERS - 1) == Counter(outcome.ended for _, outcome in outcomes)
    assert len(updates(account, "chorus")) == len(records(account, "chorus")) == 1
    assert HELLO == account.live("chorus")
    assert [] == account.change_sets("chorus")


def test_pushes_to_two_machines_of_one_stack_both_land(account):
    account.create_stack("pair", template(Orders=machine(), Returns=machine("Returned")))
    wanted = [
        Wanted(HELLO, "hello.json", "pair", resource="Orders"),
        Wanted(BYE, "bye.json", "pair", resource="Returns"),
    ]

    outcomes = push_at_once(wanted)

    assert ["updated", "updated"] == [outcome.ended for _, outcome in outcomes]
    assert (HELLO, BYE) == (account.live("pair"), account.live("pair", "Returns"))
    assert [] == account.change_sets("pair")


def test_processes_stand_in_line_like_threads(account):
    account.create_stack("processes", template())
    files = [account.write(f"{number}.asl.json", definition(number)) for number in range(3)]
    command = [sys.executable, "-m", "workflow_updater", "deploy", "--json", "--stack", "processes", "--workflow"]

    running = [subprocess.Popen([*command, file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for file in files]
    told = [json.loads(process.communicate()[0]) for process in running]

    assert [0, 0, 0] == [process.returncode for process in running]
    assert ["updated"] * 3 == [one["ended"] for one in told]
    assert [] == account.change_sets("processes")


def test_who_does_not_want_to_wait_is_told_at_once_that_somebody_came_first(account, capsys, monkeypatch):
    account.create_stack("hurry", template())
    plain, left = deploy.shown_on, [True]

    def shown_on(screen):
        def show(step):
            if isinstance(step, ChangeSetCreated) and left.pop():
                monkeypatch.setattr(deploy, "shown_on", plain)
                assert account.push("hurry", BYE) == 0

        return show

    monkeypatch.setattr(deploy, "shown_on", shown_on)

    assert account.push("hurry", HELLO, "--wait", "0") == 6
    assert BYE == account.live("hurry")
    assert [] == account.change_sets("hurry")
    assert "--wait SECONDS waits in line" in capsys.readouterr().err


def test_a_change_set_that_was_left_is_executed_with_the_command_that_was_told(account, capsys):
    account.create_stack("left-behind", template())
    assert account.push("left-behind", HELLO, "--no-execute") == 0
    told = next(line for line in capsys.readouterr().err.splitlines() if "execute-change-set" in line)
    arn = told.split("--change-set-name ")[1].split()[0]

    account.cloud.client("cloudformation").execute_change_set(ChangeSetName=arn, DisableRollback=False)

    account.wait("left-behind")
    assert HELLO == account.live("left-behind")
    assert account.push("left-behind", HELLO) == 0
    assert "no change" in capsys.readouterr().out


def test_a_change_set_that_was_left_goes_with_the_next_push(account):
    account.create_stack("left-alone", template())
    account.push("left-alone", HELLO, "--no-execute")
    assert len(account.change_sets("left-alone")) == 1

    assert account.push("left-alone", BYE) == 0

    assert [] == account.change_sets("left-alone")


@pytest.mark.parametrize("kind", [Published, ChangeSetCreated, Reviewed])
def test_an_update_of_the_infra_team_at_any_moment_before_the_execution_stays(account, monkeypatch, kind):
    name = f"infra-{kind.__name__}"
    account.create_stack(name, template())
    plain, left = deploy.shown_on, [True]

    def update():
        document = {**template(), "Outputs": {"New": {"Value": "1"}}}
        account.cloud.client("cloudformation").update_stack(
            StackName=name, TemplateBody=json.dumps(document), Capabilities=["CAPABILITY_AUTO_EXPAND"]
        )
        account.wait(name)

    def shown_on(screen):
        tell = plain(screen)

        def show(step):
            tell(step)
            if isinstance(step, kind) and left:
                left.clear()
                update()

        return show

    monkeypatch.setattr(deploy, "shown_on", shown_on)

    assert account.push(name, HELLO) == 0
    assert HELLO == account.live(name)
    stack = account.cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    assert ["New"] == [one["OutputKey"] for one in stack["Outputs"]]
    assert [] == [one for one in account.change_sets(name) if one["ExecutionStatus"] == "AVAILABLE"]
