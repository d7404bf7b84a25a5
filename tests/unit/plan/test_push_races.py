"""A push among others: the stack moves meanwhile, answers are lost, somebody else was there first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.fakes.changes import definition_change
from tests.fakes.stacks import NO_CHANGES
from tests.fakes.stacks import Outcome as NextChangeSet
from tests.unit.plan.pushing import HELLO, MACHINE, cloud_with, machine, push, template
from workflow_updater.cloud.ports import StoredObject
from workflow_updater.errors import CloudUnavailable, Refused, StackBusy
from workflow_updater.plan.progress import ChangeSetCreated, StackMoved
from workflow_updater.plan.templates.url import address


def changed_by_somebody_else(cloud, change):
    """Return what shows steps, and makes the *change* when the change set was asked for."""

    def show(step):
        if isinstance(step, ChangeSetCreated):
            held = cloud.stacks.held["orders"]
            change(held)

    return show


def new_output(held):
    document = json.loads(held.template)
    held.template = json.dumps({**document, "Outputs": {"Size": {"Value": "1"}}})


def new_location(held):
    held.stack = replace(held.stack, parameters={**held.stack.parameters, "Workflow": "s3://bucket/theirs"})


def new_stack(held):
    held.stack = replace(held.stack, arn=held.stack.arn + "-again")


@pytest.mark.parametrize("change", [new_output, new_location, new_stack])
def test_a_stack_that_somebody_changed_since_the_plan_is_left_to_them(change):
    cloud = cloud_with()

    with pytest.raises(StackBusy, match="changed by somebody else") as busy:
        push(cloud, show=changed_by_somebody_else(cloud, change))

    assert "push again" in busy.value.hint
    assert "execute" not in [call[0] for call in cloud.stacks.calls]
    assert {} == cloud.stacks.sets


def test_a_change_set_of_another_stack_is_not_executed(monkeypatch):
    cloud = cloud_with()
    read = cloud.stacks.change_set
    monkeypatch.setattr(cloud.stacks, "change_set", lambda arn: replace(read(arn), stack_arn="arn:another"))

    with pytest.raises(StackBusy):
        push(cloud)


def test_another_push_of_the_same_definition_meanwhile_is_no_failure():
    cloud = cloud_with()

    def show(step):
        if isinstance(step, ChangeSetCreated):
            cloud.machines.set_definition(MACHINE, json.dumps(HELLO))
            cloud.machines.stale_reads = 2

    cloud.stacks.next_change_set = NextChangeSet(status="FAILED", reason=NO_CHANGES)
    _, outcome, _ = push(cloud, show=show)

    assert outcome.ended == "unchanged"


def test_a_literal_that_becomes_a_placeholder_is_deployed_though_it_reads_the_same():
    cloud = cloud_with(template(Orders=machine(DefinitionSubstitutions={"Say": "hello"})))
    literal, placeholder = (
        {"StartAt": "A", "States": {"A": {"Type": "Fail", "Cause": it}}} for it in ("hello", "${Say}")
    )
    push(cloud, literal)

    plan, outcome, _ = push(cloud, placeholder)

    assert outcome.ended == "updated"
    assert 'Cause: "hello" → "${Say}"' in "".join(line for one in plan.differences for line in one.describe)
    assert push(cloud, placeholder)[1].ended == "unchanged"


@pytest.mark.parametrize(
    "injected", ['{"StartAt":"Hello","States":{"Hello":{"Type":"Fail","Type":"Succeed"}}}', "not JSON", ""]
)
def test_an_injected_text_that_only_reads_like_the_definition_is_refused(injected):
    cloud = cloud_with()
    processed = {"Resources": {"Orders": {**machine(DefinitionString=injected)}}}
    cloud.stacks.next_change_set = NextChangeSet(changes=(definition_change("Orders"),), processed=processed)

    with pytest.raises(Refused, match="another definition"):
        push(cloud)


@pytest.mark.parametrize("error", [CloudUnavailable("connection lost"), StackBusy("cannot be executed any more")])
def test_an_update_whose_answer_was_lost_is_followed_to_its_end(monkeypatch, error):
    cloud = cloud_with()
    execute = cloud.stacks.execute

    def execute_and_lose_the_answer(arn, *, token):
        entry = cloud.stacks.sets[arn]
        execute(arn, token=token)
        entry.set = replace(entry.set, execution_status="EXECUTE_IN_PROGRESS")
        cloud.stacks.sets[arn] = entry
        raise error

    monkeypatch.setattr(cloud.stacks, "execute", execute_and_lose_the_answer)

    assert push(cloud)[1].ended == "updated"
    assert HELLO == json.loads(cloud.machines.machines[MACHINE].definition)


def test_losing_sight_of_an_update_does_not_say_that_nothing_happened():
    cloud = cloud_with()

    def show(step):
        if isinstance(step, StackMoved):
            cloud.stacks.fail("events", CloudUnavailable("the credentials have expired", hint="log in again"))

    with pytest.raises(CloudUnavailable, match=r"the update had started.*the credentials have expired") as lost:
        push(cloud, show=show)

    assert "log in again; `status --stack orders`" in lost.value.hint


def test_losing_sight_before_the_update_says_only_that():
    cloud = cloud_with()
    cloud.stacks.fail("processed_template", CloudUnavailable("denied"))

    with pytest.raises(CloudUnavailable, match=r"^denied$"):
        push(cloud)

    assert {} == cloud.stacks.sets


@pytest.mark.parametrize(
    ("region", "stored", "expected"),
    [
        ("cn-north-1", StoredObject("b", "k", "", ""), "https://s3.cn-north-1.amazonaws.com.cn/b/k"),
        ("us-gov-west-1", StoredObject("b", "k", "", ""), "https://s3.us-gov-west-1.amazonaws.com/b/k"),
        (
            "eu-west-1",
            StoredObject("b", "a b/ö+%?#", "x&y", ""),
            "https://s3.eu-west-1.amazonaws.com/b/a%20b/%C3%B6%2B%25%3F%23?versionId=x%26y",
        ),
    ],
)
def test_the_address_of_a_template_is_right_in_every_partition_and_for_every_key(region, stored, expected):
    assert expected == address(region, stored)
