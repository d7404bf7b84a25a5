"""Each kind of fault at each AWS call of a push, once and for good; then the push again, without it."""

from __future__ import annotations

import re

import pytest

from tests.faults.calls import Call
from tests.faults.found import Told, general, hold, in_order, told_by
from tests.faults.kinds import FAULTS, Fault
from tests.faults.pushing import Pushing
from tests.faults.tap import Injection

OPERATION = re.compile(r"\b(cloudformation|s3|states|iam|sts):[A-Z]\w+")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_at_any_call_is_survived_or_told_and_the_next_push_puts_all_right(fault, pushing, capsys):
    found = [tried(pushing, call, fault, capsys) for call in in_order(pushing.recorded())]

    hold(
        f"push/{fault.name.replace(' ', '_')}",
        [(call.after, call.name, once.ending, stays.ending, again) for call, once, stays, again in found],
    )
    says = next(stays for call, _, stays, _ in found if call.operation == "PutObject")
    hold(f"told/{fault.name.replace(' ', '_')}", [(general(says.error),), (says.hint,)])


def tried(
    pushing: Pushing, call: Call, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> tuple[Call, Told, Told, str]:
    """Return how a push ends with *fault* at *call* once, and for good, and how the push after the latter ends."""
    definition = pushing.next_definition()
    once = faulted(pushing, definition, call, fault, capsys, stays=False)
    if fault.retried:
        assert once == Told(0), f"one {fault.name} at {call} is not absorbed"
        pushing.check_settled(definition)
    else:
        check_told(once, call, fault)
        pushing.push_again(definition)
    definition = pushing.next_definition()
    stays = faulted(pushing, definition, call, fault, capsys, stays=True)
    check_told(stays, call, fault)
    return call, once, stays, pushing.push_again(definition)


def faulted(
    pushing: Pushing, definition: object, call: Call, fault: Fault, capsys: pytest.CaptureFixture[str], *, stays: bool
) -> Told:
    """Return how a push ends with *fault* at *call*."""
    pushing.tap.begin(pushing.names)
    pushing.tap.injection = injection = Injection(call, fault, stays)
    capsys.readouterr()
    code = pushing.push(definition)
    pushing.tap.injection = None
    assert injection.hits, f"{call} was not made"
    told = told_by(code, capsys.readouterr().err)
    check_true(told, has_started=pushing.has_started())
    return told


def check_told(told: Told, call: Call, fault: Fault) -> None:
    """Hold that the fault is told with where and cure; a push goes on without what it need not know."""
    if told.code == 0 and (is_dispensable(call) or (fault.delivered and call.is_write)):
        return
    assert told.code == 5, (call, told)
    assert OPERATION.search(told.error), (call, told)
    assert fault.cure in told.hint, (call, told)


def check_true(told: Told, *, has_started: bool) -> None:
    """Hold that what is told of the update is so."""
    if "the update had started" in told.error:
        assert has_started, told
    if has_started and told.code:
        assert "update had started" in told.error or "whether its update has started is not known" in told.error, told


def is_dispensable(call: Call) -> bool:
    """Return whether a push goes on without the answer: the role's policies; a template store that may not be read."""
    return call.service == "iam" or call.about.endswith(".template")
