"""A stack that is busy because an alias shifts: told with its end, and with the flags that wait long enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import tzset
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import MACHINE, cloud_with, machine, template
from tests.unit.plan.test_push_again import Asking, busy, of, pushed
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.core.aliases.resources import ALIAS
from workflow_updater.core.release_note import ReleaseNote, description_of
from workflow_updater.errors import AccessDenied, Refused, StackBusy
from workflow_updater.plan.progress import InLine, Progress, watch
from workflow_updater.plan.waiting.in_line import Operation, shift_in_the_way, under_way, wait_in_line

LINEAR = {"Type": "LINEAR", "Percentage": 20, "Interval": 10}
TOLD = "alias live: LINEAR, 20 % more every 10 min, 40 min in all; it ends between 12:40 and 12:45"
ENOUGH = "--wait 2700 --timeout 5400 waits for it"


@pytest.fixture(autouse=True)
def _greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        tzset()
        yield
    tzset()


def aliased(preference: dict[str, Any]) -> FakeCloud:
    resource = machine()
    resource["Metadata"]["Workflow"] |= {"AutoPublishAlias": "live", "DeploymentPreference": preference}
    cloud: FakeCloud = cloud_with(template(Orders=resource))
    cloud.machines.route(f"{MACHINE}:live", {cloud.machines.publish(MACHINE): 100})
    return cloud


def shifting(preference: dict[str, Any] = LINEAR, *statuses: str, polls: int = 5, hour: int = 12) -> FakeCloud:
    """Return a cloud that is busy with an update whose alias went through *statuses*, at *hour*."""
    cloud = aliased(preference)
    busy(cloud, polls=polls)
    events = cloud.stacks.held["orders"].events
    for number, status in enumerate(statuses or ("UPDATE_IN_PROGRESS",)):
        alias = {"logical_id": "OrdersAlias", "physical_id": f"{MACHINE}:live", "type": ALIAS}
        events.append(replace(events[0], id=f"{number}", status=status, **alias))
    events[:] = [replace(one, at=one.at.replace(hour=hour)) for one in events]
    return cloud


def operation(cloud: FakeCloud) -> Operation:
    held = cloud.stacks.held["orders"]
    return under_way(held.stack, held.events, cloud.stacks)


def line_of(cloud: FakeCloud, **terms: float) -> str:
    """Return what a push tells of the line, which ends before it is approved."""
    steps: list[Progress] = []
    with pytest.raises(Refused, match="not approved"):
        pushed(cloud, show=steps.append, asking=Asking(no_to=1), **terms)
    (told,) = of(InLine, steps)
    return str(told.why)


def test_the_line_tells_the_shift_its_end_and_the_flags_that_wait_for_it():
    began = "a push of 0123456789ab is under way since 12:00:00 (UPDATE_IN_PROGRESS)"

    assert line_of(shifting(), wait=600.0) == f"{began}; {TOLD}; {ENOUGH}"


@pytest.mark.parametrize(
    ("preference", "hour", "end"),
    [
        ({"Type": "CANARY", "Percentage": 10, "Interval": 5}, 12, "it ends between 12:05 and 12:07"),
        (LINEAR, 23, "it ends between 23:40 and 23:45"),
        ({"Type": "LINEAR", "Percentage": 20, "Interval": 100}, 23, "between 2026-01-02 05:40 and 2026-01-02 05:45"),
    ],
)
def test_the_end_is_a_time_of_day_or_a_date(preference: dict[str, Any], hour: int, end: str):
    assert str(operation(shifting(preference, hour=hour))).endswith(end)


def test_a_line_that_is_long_enough_needs_no_flags():
    assert line_of(shifting(), wait=2700.0, until=6000.0).endswith(TOLD)


@pytest.mark.parametrize(("wait", "until"), [(30.0, 1800.0), (7200.0, 30.0)])
def test_who_waited_in_vain_is_told_for_how_long_and_what_would_do(wait: float, until: float):
    with pytest.raises(StackBusy) as error:
        pushed(shifting(polls=10_000), wait=wait, until=until)

    assert error.value.message.endswith(f"; {TOLD}; it was no better after 30 s")
    assert error.value.hint.endswith(f"; {ENOUGH}")


@pytest.mark.parametrize(("polls", "is_there"), [(2, False), (10_000, True)])
def test_a_shift_that_is_over_is_not_in_the_way_any_more(polls: int, is_there: bool):  # noqa: FBT001
    steps: list[Progress] = []

    left = watch(
        wait_in_line(shifting(polls=polls).stacks, "orders", "moved", clock=FakeClock(), until=60.0), steps.append
    )

    assert TOLD in of(InLine, steps)[0].why
    assert (left is not None) == is_there


def test_without_waiting_the_shift_is_told_too():
    with pytest.raises(StackBusy) as error:
        pushed(shifting(), wait=0, until=9000.0)

    assert error.value.message.endswith(f"it is being updated; {TOLD}")
    assert error.value.hint.endswith("; --wait 2700 waits for it")


@pytest.mark.parametrize(
    "cloud",
    [
        shifting({"Type": "ALL_AT_ONCE"}),
        shifting(LINEAR, "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"),
        shifting(LINEAR, "UPDATE_IN_PROGRESS", "UPDATE_FAILED"),
    ],
    ids=["all at once", "over", "stopped"],
)
def test_nothing_is_told_of_a_shift_where_none_is_to_be_waited_for(cloud: FakeCloud):
    assert operation(cloud).shift is None
    with pytest.raises(StackBusy) as error:
        pushed(cloud, wait=0)
    assert error.value.hint.endswith("--wait SECONDS waits in line")


def test_a_push_that_has_not_come_to_its_alias_yet_is_told_with_its_shift():
    cloud = shifting()
    held = cloud.stacks.held["orders"]
    held.events[:] = [one for one in held.events if one.type != ALIAS]
    assert operation(cloud).shift is None

    announce(cloud, "Orders")

    assert str(operation(cloud)).endswith(f"to Orders is under way since 12:00:00 (UPDATE_IN_PROGRESS); {TOLD}")


def announce(cloud: FakeCloud, resource: str) -> None:
    """Let the operation be that of a change set which says that it is a push to *resource*."""
    held = cloud.stacks.held["orders"]
    status, held.stack = held.stack.status, replace(held.stack, status="UPDATE_COMPLETE")
    arn = cloud.stacks.create_change_set(ChangeSetRequest("orders", "theirs", {}, template_body=held.template))
    entry = cloud.stacks.sets[arn]
    said = description_of(ReleaseNote("push", resource, "a" * 64))
    entry.set = replace(entry.set, description=said, execution_status="EXECUTE_IN_PROGRESS")
    held.stack = replace(held.stack, status=status, change_set=arn)


@pytest.mark.parametrize("verb", ["describe", "recent_events"])
def test_what_may_not_be_read_is_no_shift(verb: str):
    cloud = shifting()
    cloud.stacks.fail(verb, AccessDenied("you may not"))

    assert shift_in_the_way(cloud.stacks, "orders") is None
    assert shift_in_the_way(cloud.stacks, "no such stack") is None


def test_a_template_that_may_not_be_read_leaves_the_rest_of_what_is_told():
    cloud = shifting()
    cloud.stacks.fail("original_template", AccessDenied("you may not"))

    assert str(operation(cloud)) == "a push of 0123456789ab is under way since 12:00:00 (UPDATE_IN_PROGRESS)"
