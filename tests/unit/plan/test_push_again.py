"""A push that finds somebody else in its way: it waits in line, plans again, and asks again for another plan."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.stacks import Outcome as NextChangeSet
from tests.unit.plan.pushing import BYE, HELLO, MACHINE, attempt, cloud_with, wanted
from tests.unit.plan.pushing import push as push_once
from workflow_updater.cloud.ports import StackEvent
from workflow_updater.core.content_address import canonical, digest
from workflow_updater.core.lineage import Commit, Lost
from workflow_updater.core.release import Provenance
from workflow_updater.errors import CloudUnavailable, DeploymentFailed, Interrupted, Refused, StackBusy, UsageError
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import ChangeSetCreated, InLine, Planned, Published, StackMoved, Waiting, watch
from workflow_updater.plan.push import Terms, push
from workflow_updater.report.deployment import progress_line

THEIRS = "workflow-0123456789ab-00000000"  # the token of somebody else's push


class Asking:
    """Says yes to each plan, or no to the one of that number; keeps what it was asked."""

    def __init__(self, *, no_to=0):
        self.plans = []
        self._no_to = no_to

    def __call__(self, plan):
        self.plans.append(plan)
        if len(self.plans) == self._no_to:
            raise Refused("not approved")


def pushed(cloud, *, show=None, asking=None, wait=600.0, until=1800.0, **asked):
    """Push, and return how it ended with the steps that were told."""
    steps = []

    def tell(step):
        steps.append(step)
        if show:
            show(step)

    terms = Terms(FakeClock(), until, wait)
    ended = watch(push(wanted(**asked), cloud.ports, terms, approve=asking or Asking()), tell)
    return ended, steps


def busy(cloud, *, polls, token=THEIRS, status="UPDATE_IN_PROGRESS", ends="UPDATE_COMPLETE"):
    """Let somebody else's operation hold the stack for that many *polls*."""
    held = cloud.stacks.held["orders"]
    held.token = token
    held.stack = replace(held.stack, status=status)
    began = datetime(2026, 1, 1, 12, tzinfo=UTC)
    held.events.append(
        StackEvent("begin", began, "orders", "AWS::CloudFormation::Stack", status, "", held.stack.arn, token)
    )
    held.pending = [("Other", "UPDATE_IN_PROGRESS", "")] * polls + [("orders", ends, "")]


def once(kind, change):
    """Return what makes the *change* at the first step of that *kind*."""
    left = [change]

    def show(step):
        if isinstance(step, kind) and left:
            left.pop()()

    return show


def of(kind, steps):
    return [step for step in steps if isinstance(step, kind)]


def test_a_push_waits_in_line_for_the_operation_that_holds_the_stack():
    cloud = cloud_with()
    busy(cloud, polls=5)

    (_, outcome), steps = pushed(cloud)

    assert outcome.ended == "updated"
    assert steps[0] == Waiting("reading orders")
    (told,) = of(InLine, steps)
    assert "a push of 0123456789ab is under way since" in told.why
    assert "UPDATE_IN_PROGRESS" in progress_line(told)


def under_way(cloud, definition, **asked):
    """Let somebody else's push of the *definition* begin, and leave it there."""
    plan = prepare(wanted(definition, **asked), cloud.ports)
    for step in carry_out(plan, cloud.ports, attempt(THEIRS)):
        if isinstance(step, StackMoved):
            break
    cloud.stacks.held["orders"].pending[1:1] = [("Other", "UPDATE_IN_PROGRESS", "")] * 5


@pytest.mark.parametrize(
    ("provenance", "told"),
    [
        (
            Provenance("a" * 40, False, "Ada <ada@example.org>", "say bye"),
            "aaaaaaaaaaaa by Ada <ada@example.org>, 'say bye'",
        ),
        (Provenance(), f"a push of {digest(canonical(BYE))[:12]} to Orders"),
    ],
)
def test_who_pushes_is_told_by_commit_and_author(provenance, told):
    cloud = cloud_with()
    under_way(cloud, BYE, provenance=provenance)

    _, steps = pushed(cloud)

    assert told in of(InLine, steps)[0].why


def test_an_operation_that_goes_on_is_told_once_and_another_anew():
    cloud = cloud_with()
    busy(cloud, polls=3)
    stack = ("orders", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "")
    cloud.stacks.held["orders"].pending[-1:] = [
        stack,
        *[("Other", "DELETE_COMPLETE", "")] * 3,
        ("orders", "UPDATE_ROLLBACK_IN_PROGRESS", "somebody cancelled it"),
        *[("Other", "UPDATE_COMPLETE", "")] * 3,
        ("orders", "UPDATE_ROLLBACK_COMPLETE", ""),
    ]

    _, steps = pushed(cloud)

    told = [step.why.rpartition(" ")[2] for step in of(InLine, steps)]
    assert ["(UPDATE_IN_PROGRESS)", "(UPDATE_ROLLBACK_IN_PROGRESS)"] == told


def test_who_may_not_read_the_change_set_is_told_by_its_token():
    cloud = cloud_with()
    under_way(cloud, BYE)
    cloud.stacks.fail("change_set", CloudUnavailable("denied"))

    _, steps = pushed(cloud)

    assert "a push of 0123456789ab is under way" in of(InLine, steps)[0].why


def test_an_operation_that_is_no_push_is_told_as_such():
    cloud = cloud_with()
    busy(cloud, polls=5, token="")

    _, steps = pushed(cloud)

    assert "an operation that is no push is under way since" in of(InLine, steps)[0].why


def test_an_operation_without_events_is_told_by_its_status():
    cloud = cloud_with()
    busy(cloud, polls=5)
    cloud.stacks.held["orders"].events.clear()
    cloud.stacks.held["orders"].pending = []
    clock = FakeClock()
    held = cloud.stacks.held["orders"]

    def show(step):
        if isinstance(step, InLine):
            held.stack = replace(held.stack, status="UPDATE_COMPLETE")
            assert "it is being updated (UPDATE_IN_PROGRESS)" in step.why

    pushed_ = watch(push(wanted(), cloud.ports, Terms(clock, 1800.0), approve=Asking()), show)

    assert pushed_.outcome.ended == "updated"


def test_without_waiting_a_busy_stack_ends_the_push_at_once_and_says_how_to_wait():
    cloud = cloud_with()
    busy(cloud, polls=5)

    with pytest.raises(StackBusy, match="UPDATE_IN_PROGRESS") as error:
        pushed(cloud, wait=0)

    assert "--wait" in error.value.hint
    assert [] == cloud.writes


@pytest.mark.parametrize(("wait", "until"), [(30.0, 1800.0), (600.0, 30.0)])
def test_the_line_has_an_end(wait, until):
    cloud = cloud_with()
    busy(cloud, polls=10_000)

    with pytest.raises(StackBusy, match="UPDATE_IN_PROGRESS"):
        pushed(cloud, wait=wait, until=until)

    assert [] == cloud.writes


def test_ctrl_c_in_line_leaves_the_stack_as_it_is():
    cloud = cloud_with()
    busy(cloud, polls=50)

    with pytest.raises(Interrupted, match="the stack is as it was"):
        pushed(cloud, show=once(InLine, interrupt))

    assert [] == cloud.writes


def test_ctrl_c_while_somebody_is_asked_leaves_the_stack_as_it_is():
    cloud = cloud_with()

    with pytest.raises(Interrupted, match="the stack is as it was"):
        pushed(cloud, asking=lambda plan: interrupt())

    assert [] == cloud.writes


def interrupt():
    raise KeyboardInterrupt


def test_a_stack_that_ends_badly_while_one_waits_is_told_with_its_cure():
    cloud = cloud_with()
    busy(cloud, polls=3, status="UPDATE_ROLLBACK_IN_PROGRESS", ends="UPDATE_ROLLBACK_FAILED")

    with pytest.raises(DeploymentFailed, match="could not be rolled back"):
        pushed(cloud)


def test_a_stack_that_is_deleted_while_one_waits_is_not_there_any_more():
    cloud = cloud_with()
    busy(cloud, polls=50, status="DELETE_IN_PROGRESS")

    with pytest.raises(UsageError, match="there is no stack orders"):
        pushed(cloud, show=once(InLine, cloud.stacks.held.clear))


def push_theirs(cloud, definition):
    def change():
        push_once(cloud, definition)

    return change


def test_a_push_that_was_overtaken_is_planned_again_on_top_and_asks_again():
    cloud = cloud_with()
    asking = Asking()

    (plan, outcome), steps = pushed(cloud, show=once(Published, push_theirs(cloud, BYE)), asking=asking)

    assert outcome.ended == "updated"
    assert HELLO == json.loads(cloud.machines.machines[MACHINE].definition)
    assert [False, True] == [step.again for step in of(Planned, steps)]
    assert [plan] == asking.plans[1:]
    assert json.loads(plan.live) == BYE
    assert "planned again" in progress_line(of(Planned, steps)[1])


def test_a_push_that_was_overtaken_by_a_commit_which_it_does_not_have_is_refused():
    cloud = cloud_with()
    theirs = Provenance("b" * 40, False, "Ben <ben@example.org>", "say bye")
    mine = {"provenance": Provenance("a" * 40, False, "Ada <ada@example.org>", "say hello")}
    lacking = Lost((Commit(theirs.commit, theirs.author, theirs.subject),), 1)

    def come_first():
        push_once(cloud, BYE, provenance=theirs)

    with pytest.raises(Refused, match="say bye"):
        pushed(cloud, show=once(Published, come_first), lost=lambda commit: lacking, **mine)

    assert BYE == json.loads(cloud.machines.machines[MACHINE].definition)
    assert {} == cloud.stacks.sets


def test_a_push_that_is_not_approved_again_changes_nothing_and_leaves_no_change_set():
    cloud = cloud_with()

    with pytest.raises(Refused, match="not approved"):
        pushed(cloud, show=once(Published, push_theirs(cloud, BYE)), asking=Asking(no_to=2))

    assert BYE == json.loads(cloud.machines.machines[MACHINE].definition)
    assert {} == cloud.stacks.sets


def test_a_push_that_was_overtaken_by_the_same_definition_is_no_change():
    cloud = cloud_with()
    asking = Asking()

    (_, outcome), _ = pushed(cloud, show=once(Published, push_theirs(cloud, HELLO)), asking=asking)

    assert outcome.ended == "unchanged"
    assert len(asking.plans) == 1
    assert {} == cloud.stacks.sets


@pytest.mark.parametrize(
    "overtaken",
    [NextChangeSet(status="DELETE_COMPLETE"), NextChangeSet(status="DELETE_IN_PROGRESS")],
    ids=["deleted", "being deleted"],
)
def test_a_change_set_that_is_deleted_is_made_anew_without_another_question(overtaken):
    cloud = cloud_with()
    cloud.stacks.next_change_set = overtaken
    asking = Asking()

    (_, outcome), steps = pushed(cloud, asking=asking)

    assert outcome.ended == "updated"
    assert (1, 2) == (len(asking.plans), len(of(ChangeSetCreated, steps)))
    assert len({step.name for step in of(ChangeSetCreated, steps)}) == 2


def test_an_obsolete_change_set_is_made_anew(monkeypatch):
    cloud = cloud_with()
    read = cloud.stacks.change_set
    obsolete = iter([True])

    def first_obsolete(arn):
        found = read(arn)
        if found.status == "CREATE_COMPLETE" and next(obsolete, False):
            return replace(found, execution_status="OBSOLETE")
        return found

    monkeypatch.setattr(cloud.stacks, "change_set", first_obsolete)

    (_, outcome), steps = pushed(cloud)

    assert outcome.ended == "updated"
    assert len(of(ChangeSetCreated, steps)) == 2
    assert {} == cloud.stacks.sets


@pytest.mark.parametrize("verb", ["create_change_set", "change_set", "processed_template", "execute"])
def test_whatever_call_is_refused_because_somebody_else_came_first_is_made_again(verb):
    cloud = cloud_with()
    cloud.stacks.fail(verb, StackBusy("another change came first", hint="try again"))

    (_, outcome), steps = pushed(cloud)

    assert outcome.ended == "updated"
    assert "another change came first" in of(InLine, steps)[0].why
    assert {} == cloud.stacks.sets


def test_who_was_overtaken_does_not_try_again_at_the_same_moment():
    cloud, clock, tried = cloud_with(), FakeClock(), []
    cloud.stacks.fail("create_change_set", StackBusy("another change came first"))

    def show(step):
        if step == Waiting("reading orders"):
            tried.append(clock.now)

    watch(push(wanted(), cloud.ports, Terms(clock, 1800.0), approve=Asking()), show)

    assert len(tried) == 2
    assert tried[1] > tried[0]


def test_who_is_overtaken_again_and_again_gives_up_in_the_end():
    cloud = cloud_with()
    count = iter(range(10_000))

    def overtake(step):
        if isinstance(step, Published):
            push_once(cloud, {**BYE, "Comment": str(next(count))})

    with pytest.raises(StackBusy, match="changed by somebody else"):
        pushed(cloud, show=overtake, wait=5.0)

    assert {} == cloud.stacks.sets


def test_a_change_set_that_fails_on_a_stack_that_moved_is_made_anew():
    cloud = cloud_with()

    def change():
        push_theirs(cloud, BYE)()
        cloud.stacks.next_change_set = NextChangeSet(status="FAILED", reason="Transform failed with: G003")

    (_, outcome), _ = pushed(cloud, show=once(Published, change))

    assert outcome.ended == "updated"


def test_a_push_that_changes_nothing_asks_nobody():
    cloud = cloud_with()
    push_once(cloud)
    asking = Asking()
    before = list(cloud.writes)

    (_, outcome), _ = pushed(cloud, asking=asking)

    assert outcome.ended == "unchanged"
    assert [] == asking.plans
    assert before == cloud.writes
