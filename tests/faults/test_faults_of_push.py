"""Each kind of fault at each AWS call of a push, once and for good; then the push again, without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.faults.calls import Call
from tests.faults.found import Told, general, hold, in_order, told_by
from tests.faults.kinds import FAULTS, Fault
from tests.faults.outage import Endless, Outage
from tests.faults.pushing import Pushing
from tests.faults.tap import Once, Staying

OPERATION = re.compile(r"\b(cloudformation|s3|states|iam|sts):[A-Z]\w+")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_at_any_call_is_survived_or_told_and_the_next_push_puts_all_right(fault, pushing, capsys):
    trial = Trial(pushing, fault, capsys)
    calls = in_order(pushing.recorded())
    once = (
        trial.absorbed(calls) if fault.retried else {call: trial.met(Once(fault, frozenset({call}))) for call in calls}
    )
    stays = {call: trial.met(Endless(fault, call) if is_followed(call) else Staying(fault, call)) for call in calls}

    name = fault.name.replace(" ", "_")
    hold(f"push/{name}", [(call.after, call.name, once[call].ending, *stays[call].row) for call in calls])
    says = next(stays[call].told for call in calls if call.operation == "PutObject")
    hold(f"told/{name}", [(general(says.error),), (general(says.hint),)])


def test_aws_away_while_an_update_is_followed_is_waited_out(pushing, capsys):
    following = frozenset(filter(is_followed, pushing.recorded()))
    found = []
    for fault in [fault for fault in FAULTS if fault.retried]:
        definition, outage = pushing.next_definition(), Outage(fault, following)
        pushing.tap.begin(pushing.names)
        pushing.tap.injection = outage
        capsys.readouterr()

        assert pushing.push(definition) == 0
        pushing.tap.injection = None
        assert outage.is_over
        pushing.check_settled(definition)
        told = capsys.readouterr().err.splitlines()
        assert told.count("note: AWS answers again") == len(following)
        away = [line for line in told if line.endswith("and this keeps asking")]
        assert len(away) == len(following)
        assert told_events(told) == ["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"]
        found.append((fault.name, general(away[0])))

    hold("told/away", found)


def told_events(lines: Sequence[str]) -> list[str]:
    """Return the statuses of the machine, in the order in which they were told."""
    return [line.split()[1] for line in lines if line.endswith(" Orders") and line[2] == ":"]


def is_followed(call: Call) -> bool:
    """Return whether it is made after the update has begun: then AWS is asked on, up to the deadline."""
    return call.after == "cloudformation:ExecuteChangeSet"


@dataclass(frozen=True)
class Met:
    """How a push ended that met a fault, and what the next one without it had to do."""

    told: Told
    again: str

    @property
    def ending(self) -> str:
        return self.told.ending

    @property
    def row(self) -> tuple[str, str]:
        return self.told.ending, self.again


class Trial:
    """Pushes that meet one kind of fault."""

    def __init__(self, pushing: Pushing, fault: Fault, capsys: pytest.CaptureFixture[str]) -> None:
        self._pushing = pushing
        self._fault = fault
        self._capsys = capsys

    def absorbed(self, calls: Sequence[Call]) -> dict[Call, Told]:
        """
        Hold that nobody notices one fault: at each write alone, and at the first attempt of every read of one push.

        Reads are taken together because one cannot hide another: each must have met the fault.
        """
        reads = frozenset(call for call in calls if not call.is_write)
        for together in [reads, *(frozenset({call}) for call in calls if call.is_write)]:
            definition = self._pushing.next_definition()
            told = self._push(definition, Once(self._fault, together))
            assert told == Told(0), together
            self._pushing.check_settled(definition)
        return dict.fromkeys(calls, Told(0))

    def met(self, injection: Once | Staying) -> Met:
        """
        Return how a push ends that meets *injection*, and the next one, after which all must be as it should be.

        After one that has not come to a write the next is like the first of all, and left out.
        """
        definition = self._pushing.next_definition()
        (call,) = injection.calls if isinstance(injection, Once) else (injection.call,)
        told = self._push(definition, injection)
        check_told(told, call, self._fault)
        if not any(made.is_write for made in self._pushing.tap.calls):
            return Met(told, "updated")
        return Met(told, self._pushing.push_again(definition))

    def _push(self, definition: object, injection: Once | Staying) -> Told:
        pushing = self._pushing
        pushing.tap.begin(pushing.names)
        pushing.tap.injection = injection
        self._capsys.readouterr()
        code = pushing.push(definition)
        pushing.tap.injection = None
        wanted = injection.calls if isinstance(injection, Once) else {injection.call}
        assert wanted <= injection.met, f"not made: {wanted - injection.met}"
        told = told_by(code, self._capsys.readouterr().err)
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
    if told.code and "is being executed is not known" not in told.error:
        assert told.tells_of_an_update == has_started, told


def is_dispensable(call: Call) -> bool:
    """Return whether a push goes on without it: the role, a template store that is not there, its own record."""
    return call.service == "iam" or call.about.endswith(".template") or "/releases/" in call.about
