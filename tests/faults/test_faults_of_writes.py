"""
Every AWS call of the verbs that write meets every kind of fault that lasts, on the way to one goal.

Each try meets one fault at one call; the same command is called again until it ends with exit code 0, and then all must
be as if nothing had happened. So the faults on the way to one goal add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

import pytest

from tests.faults.calls import Call
from tests.faults.found import Told, hold_verb, in_order, told_by
from tests.faults.goals import GitPush, Goal, PublishedTemplate, Reviewed, Rollback, Run, SetUp
from tests.faults.tap import Injection, Tap
from tests.faults.weather import AWAY, LOST, Kind, Passing
from workflow_updater.cli import main

WRITE = attrgetter("is_write")
OPERATION = re.compile(r"\b(cloudformation|s3|states|iam|sts|ssm):[A-Z]\w+")
VERBS = (
    "rollback",
    "hook pre-push",
    "deploy --no-execute",
    "plan --change-set",
    "publish-template",
    "bootstrap",
    "run",
)


@pytest.fixture
def goal(request, monkeypatch) -> Iterator[Goal]:
    """What the verb of the test is to bring about."""
    get = request.getfixturevalue
    match request.param:
        case "rollback":
            yield Rollback(get("unpushed"))
        case "hook pre-push":
            yield GitPush(get("pushing"), monkeypatch)
        case "deploy --no-execute":
            yield Reviewed(get("pushing"), keeps=True)
        case "plan --change-set":
            yield Reviewed(get("pushing"), keeps=False)
        case "publish-template":
            yield PublishedTemplate(get("account"), "faults-template")
        case "run":
            yield Run(get("pushing"))
        case "bootstrap":
            goal = SetUp(get("local_cloud"), monkeypatch, get("tmp_path"))
            yield goal
            goal.close()


@pytest.mark.parametrize("goal", VERBS, indirect=True, ids=lambda verb: verb.replace(" ", "-"))
def test_after_any_fault_the_same_command_again_gets_there(goal, tap, begin, capsys, request):
    trial = Trial(goal, tap, capsys, begin)
    calls = in_order(trial.recorded())
    trial.absorbs(calls)

    endings = {call: {kind.name: trial.meets(kind, call) for kind in goal.kinds} for call in calls}
    for call in filter(WRITE, calls):
        endings[call][LOST.name] = trial.meets(LOST, call)
    trial.gets_there()

    hold_verb(request.node.callspec.params["goal"], endings)


def test_the_hook_makes_the_calls_of_deploy_and_no_other(pushing, tap, begin, capsys, monkeypatch):
    calls = in_order(pushing.recorded())

    hook = Trial(GitPush(pushing, monkeypatch), tap, capsys, begin)

    assert calls == in_order(hook.recorded())


@dataclass
class Trial:
    """Commands that meet a fault on the way to a goal."""

    goal: Goal
    tap: Tap
    capsys: pytest.CaptureFixture[str]
    begin: Callable[[], None]
    calls: list[Call] = field(default_factory=list)  # of the last command that met no fault

    def recorded(self) -> list[Call]:
        """Return the calls on the way to a goal that is not the first, and set another one."""
        for _ in range(2):
            self.gets_there()
            self.goal.renew()
        return self.calls

    def absorbs(self, calls: list[Call]) -> None:
        """Hold that nobody notices when the first attempts of every call fail, some of which AWS has heard."""
        passing = Passing((*AWAY, *LOST.faults))
        assert self._try(passing) == Told(0)
        assert all(map(passing.has_met_all, calls))
        self.goal.is_reached()
        self.goal.renew()

    def gets_there(self) -> None:
        """Hold that the command, without a fault, reaches the goal."""
        assert self._try() == Told(0)
        self.calls = self.tap.calls
        self.goal.is_reached()

    def meets(self, kind: Kind, call: Call) -> str:
        """Return how the command ends that meets *kind* from *call* on, in a few words; it must be told truly."""
        told, has_come = self._met(kind, call)
        if not has_come:  # the try before had got further than it knew, and this one completed it
            assert told == Told(0), (kind.name, call)
            self.goal.is_reached()
            self.goal.renew()
            told, has_come = self._met(kind, call)
        assert has_come, (kind.name, call)
        if told.code == 0:
            self.gets_there()
            self.goal.renew()
            return self.goal.ending(told)
        at = (kind.name, call, told)
        assert told.code == 5, at
        assert OPERATION.search(told.error), at
        assert any(cure in told.hint for cure in kind.cures), at
        self.goal.is_told(told)
        return self.goal.ending(told)

    def _met(self, kind: Kind, call: Call) -> tuple[Told, bool]:
        lasting = kind.at(call)
        return self._try(lasting), lasting.has_come

    def _try(self, injection: Injection | None = None) -> Told:
        self.begin()
        self.tap.begin(self.goal.names)
        self.tap.injection = injection
        if isinstance(self.goal, GitPush):
            self.goal.is_asked()
        self.capsys.readouterr()
        code = main(self.goal.words)
        self.tap.injection = None
        return told_by(code, self.capsys.readouterr().err)
