"""Versions and the alias around a push: what is proven before it, verified after it and tidied up at the end."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import HELLO, MACHINE, cloud_with, machine, template, wanted
from workflow_updater.core.aliases.resources import publishing_resources
from workflow_updater.errors import AccessDenied, CloudUnavailable, DeploymentFailed, UsageError
from workflow_updater.plan.aliases.around_push import alias_drift, alters_publishing, await_alias, outlasts, prune
from workflow_updater.plan.aliases.shifting import AliasWatch
from workflow_updater.plan.model import Plan
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import AliasMoved

LIVE = f"{MACHINE}:live"
CANARY = {"Type": "CANARY", "Percentage": 10, "Interval": 5, "Alarms": ["Failing", {"Ref": "Slow"}]}


def published_cloud(**options: Any) -> FakeCloud:
    """Return a cloud whose machine has the alias `live` on version 1."""
    resource = machine()
    resource["Metadata"]["Workflow"] |= {"AutoPublishAlias": "live", **options}
    cloud: FakeCloud = cloud_with(template(Orders=resource))
    cloud.machines.route(LIVE, {cloud.machines.publish(MACHINE): 100})
    return cloud


def planned(cloud: FakeCloud) -> Plan:
    return prepare(wanted(), cloud.ports)


def with_hello(cloud: FakeCloud) -> str:
    """Let the machine run HELLO, and return the version of that."""
    cloud.machines.set_definition(MACHINE, json.dumps(HELLO))
    return cloud.machines.publish(MACHINE)


def processed(plan: Plan) -> dict[str, Any]:
    assert plan.publishing
    return {"Resources": {"Orders": {}, **publishing_resources("Orders", plan.publishing, {})}}


def test_the_plan_tells_alias_and_shift():
    plan = planned(published_cloud(DeploymentPreference=CANARY))

    assert plan.alias_arn == LIVE
    assert plan.weights == {"1": 100}
    assert any("alias live: CANARY, 10 % for 5 min, then all; alarms: Failing, Slow" in step for step in plan.steps)


def test_an_alias_that_is_gone_is_told_before_anything_is_sent():
    cloud = published_cloud()
    del cloud.machines.aliases[LIVE]

    with pytest.raises(UsageError, match="no alias live"):
        planned(cloud)


def test_an_alias_that_may_not_be_read_is_told_before_anything_is_sent():
    cloud = published_cloud()
    cloud.machines.fail("alias", AccessDenied("you may not states:DescribeStateMachineAlias"))

    with pytest.raises(AccessDenied):
        planned(cloud)
    assert cloud.writes == []


@pytest.mark.parametrize(("seconds", "told"), [(-1, "0 s: this will"), (300, "will"), (301, "may"), (420, "may")])
def test_a_shift_that_takes_longer_than_the_push_has_is_told(seconds: float, told: str):
    note = outlasts(planned(published_cloud(DeploymentPreference=CANARY)), seconds)

    assert note.startswith("the shift to the new version takes 300 to 420 s, and --timeout leaves ")
    assert f"{told} end with exit code 7, and the shift goes on by itself; --timeout 480 sees its end" in note


def test_a_shift_that_the_push_has_time_for_is_not_told():
    assert outlasts(planned(published_cloud(DeploymentPreference=CANARY)), 421) == ""


def test_what_was_spent_in_line_counts_in_the_deadline_that_would_do():
    plan = planned(published_cloud(DeploymentPreference=CANARY))

    assert "--timeout leaves 100 s" in outlasts(plan, 100, spent=1700)
    assert "--timeout 2160 sees its end" in outlasts(plan, 100, spent=1700)


def test_nothing_shifts_where_nothing_is_to_be_pushed():
    plan = planned(published_cloud(DeploymentPreference=CANARY))

    assert outlasts(replace(plan, is_unchanged=True), 1) == ""


def test_what_moves_at_once_outlasts_nothing():
    assert outlasts(planned(published_cloud()), 0.5) == ""
    assert outlasts(planned(cloud_with()), 0) == ""


def test_version_and_alias_in_the_change_set_are_those_of_the_template():
    plan = planned(published_cloud(DeploymentPreference=CANARY))

    assert not alters_publishing(plan, processed(plan))


@pytest.mark.parametrize(
    ("resource", "change"),
    [
        ("OrdersAlias", {"Properties": {"Name": "live", "RoutingConfiguration": []}}),
        ("OrdersAlias", {"DeletionPolicy": "Retain"}),
        ("OrdersAlias", {"Properties": {"Name": "live", "DeploymentPreference": {**CANARY, "Alarms": []}}}),
        ("OrdersVersion", {"DeletionPolicy": "Delete"}),
        ("OrdersVersion", {"Properties": {"StateMachineArn": {"Ref": "Refunds"}}}),
    ],
)
def test_another_version_or_alias_than_the_template_asks_for_is_seen(resource: str, change: dict[str, Any]):
    plan = planned(published_cloud(DeploymentPreference=CANARY))
    altered = processed(plan)
    altered["Resources"][resource] |= change

    assert alters_publishing(plan, altered)


def test_an_alarm_that_is_no_name_may_be_written_in_another_form():
    plan = planned(published_cloud(DeploymentPreference=CANARY))
    template = processed(plan)
    template["Resources"]["OrdersAlias"]["Properties"]["DeploymentPreference"]["Alarms"][1] = {"Fn::Sub": "${Slow}"}

    assert not alters_publishing(plan, template)


def test_a_version_that_the_macro_left_out_is_seen():
    assert alters_publishing(planned(published_cloud()), {"Resources": {"Orders": {}}})


def test_the_alias_is_verified_by_the_definition_of_its_version():
    cloud = published_cloud()
    plan = planned(cloud)
    cloud.machines.route(LIVE, {with_hello(cloud): 100})
    clock = FakeClock()

    await_alias(plan, cloud.machines, clock=clock)

    assert ("alias", LIVE) in cloud.machines.calls
    assert clock.slept == []


def test_a_read_that_is_late_is_repeated():
    cloud = published_cloud()
    plan = planned(cloud)
    version = with_hello(cloud)
    cloud.machines.shifting[LIVE] = [{f"{MACHINE}:1": 100}, {version: 90, f"{MACHINE}:1": 10}, {version: 100}]
    clock = FakeClock()

    await_alias(plan, cloud.machines, clock=clock)

    assert len(clock.slept) == 2


def test_an_alias_on_another_version_is_no_success():
    cloud = published_cloud()
    plan = planned(cloud)
    with_hello(cloud)

    with pytest.raises(DeploymentFailed, match="does not send all executions to what was pushed"):
        await_alias(plan, cloud.machines, clock=FakeClock())


def test_an_alias_on_two_versions_is_no_success():
    cloud = published_cloud()
    plan = planned(cloud)
    cloud.machines.route(LIVE, {with_hello(cloud): 99, f"{MACHINE}:1": 1})

    with pytest.raises(DeploymentFailed):
        await_alias(plan, cloud.machines, clock=FakeClock())


def test_an_alias_that_was_moved_by_hand_is_told_where_nothing_is_to_be_pushed():
    cloud = published_cloud()
    plan = planned(cloud)

    (note,) = alias_drift(plan, cloud.machines)
    assert "alias live was changed past CloudFormation: 100 % to version 1" in note.text
    cloud.machines.route(LIVE, {with_hello(cloud): 100})
    assert list(alias_drift(plan, cloud.machines)) == []


def test_versions_beyond_the_limit_are_deleted_oldest_first():
    cloud = published_cloud(KeepVersions=2)
    plan = planned(cloud)
    for _ in range(4):
        newest = cloud.machines.publish(MACHINE)
    cloud.machines.route(LIVE, {newest: 100})

    (note,) = prune(plan, cloud.machines)
    assert cloud.machines.versions(MACHINE) == [f"{MACHINE}:5", f"{MACHINE}:4"]
    assert [call[1][-1] for call in cloud.machines.writes] == ["1", "2", "3"]
    assert note.text == "deleted 3 of the oldest versions (1, 2, 3); KeepVersions is 2"


def test_a_version_that_any_alias_names_is_kept():
    cloud = published_cloud(KeepVersions=1)
    plan = planned(cloud)
    for _ in range(3):
        newest = cloud.machines.publish(MACHINE)
    cloud.machines.route(LIVE, {newest: 100})
    cloud.machines.route(f"{MACHINE}:old", {f"{MACHINE}:2": 100})

    (note,) = prune(plan, cloud.machines)
    assert cloud.machines.versions(MACHINE) == [f"{MACHINE}:4", f"{MACHINE}:2"]
    assert "(1, 3)" in note.text


def test_no_more_versions_than_there_may_be_means_no_write():
    cloud = published_cloud()

    assert list(prune(planned(cloud), cloud.machines)) == []
    assert cloud.machines.writes == []


@pytest.mark.parametrize("verb", ["versions", "delete_version"])
def test_who_may_not_delete_versions_is_told_so_and_has_pushed_all_the_same(verb: str):
    cloud = published_cloud(KeepVersions=1)
    plan = planned(cloud)
    with_hello(cloud)
    cloud.machines.route(LIVE, {})
    cloud.machines.fail(verb, AccessDenied("you may not"))

    assert [note.text for note in prune(plan, cloud.machines)] == [
        "old versions were not deleted: you may not; KeepVersions is 1"
    ]


def test_each_change_of_the_weights_is_told_once():
    cloud = published_cloud()
    first, second = {f"{MACHINE}:1": 100}, {f"{MACHINE}:2": 10, f"{MACHINE}:1": 90}
    cloud.machines.shifting[LIVE] = [first, first, second, second, {f"{MACHINE}:2": 100}]
    watch = AliasWatch(cloud.machines, LIVE, {"1": 100})

    told = [list(watch.look()) for _ in range(5)]
    assert told == [[], [], [AliasMoved("live", {"2": 10, "1": 90})], [], [AliasMoved("live", {"2": 100})]]
    assert watch.text == " (alias live: 100 % to version 2)"


def test_a_look_that_aws_does_not_answer_is_left_out():
    cloud = published_cloud()
    cloud.machines.fail("alias", CloudUnavailable("no answer"))
    watch = AliasWatch(cloud.machines, LIVE, {})

    assert list(watch.look()) == []
    assert watch.text == ""


def test_without_an_alias_nobody_is_asked():
    cloud = cloud_with()

    assert list(AliasWatch(cloud.machines, "", {}).look()) == []
    assert cloud.machines.calls == []
