"""
What an execution does, noted while it runs: the states it enters and the ways it takes out of them.

Wraps `_eval_body` of moto's states, choice rules, catchers and retriers, `_eval_state` of its Choice and `eval` of its
Program, which runs the workflow, each branch and each item. All of it only in a simulation.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from moto.stepfunctions.parser.asl.component.common.catch.catcher_decl import CatcherDecl
from moto.stepfunctions.parser.asl.component.common.catch.catcher_outcome import CatcherOutcomeCaught
from moto.stepfunctions.parser.asl.component.common.retry.retrier_decl import RetrierDecl
from moto.stepfunctions.parser.asl.component.common.retry.retrier_outcome import RetrierOutcome
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state.choice.choice_rule import ChoiceRule
from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.simulation.model import Answer, Branch, Call, Scope, Visit
from workflow_updater.local_cloud.simulation.virtual_time import VirtualTime, place_here, set_place_here, time_here

HOOK = "watching executions"
MOST_VISITS = 25_000  # AWS's history has 25,000 events (Step Functions quotas); a state makes two at least


class Endless(RuntimeError):
    """The execution did not come to an end within what AWS allows."""


class Place(NamedTuple):
    """Where a thread is: in *state* (moto's component) of *scope*."""

    notes: Notes
    scope: Scope
    state: Any


class Notes:
    """What was seen of one execution that began at *started*, and what its tasks are answered."""

    def __init__(self, time: VirtualTime, started: datetime, answer: Callable[[Call], Answer]) -> None:
        self.time = time
        self.started = started
        self.visits: list[Visit] = []
        self.branches: set[Branch] = set()
        self.calls: list[Call] = []
        self.pending: dict[int, Answer] = {}  # of tasks that wait for what comes of their call
        self.taken = 0
        self.identifiers = 0
        self._answer = answer
        self._numbers: Counter[tuple[Scope, str]] = Counter()

    def ask(self, resource: str, given: Any) -> Answer:
        """
        Return the answer to a call with *given* by the task that this thread is in.

        Raises:
            Stopped: there is none.
        """
        here: Place = place_here()
        name = here.state.name
        call = Call(here.scope, name, self._numbers[here.scope, name], copy.deepcopy(given), resource)
        self._numbers[here.scope, name] += 1
        self.calls.append(call)
        try:
            return self._answer(call)
        except Exception as problem:  # the caller's, who shall see it
            raise self.time.end(problem) from problem

    def enter(self, scope: Scope, state: Any) -> None:
        """
        Note that *state* was entered.

        Raises:
            Stopped: too many were.
        """
        self.visits.append(Visit(scope, state.name, self.time.now))
        if len(self.visits) > MOST_VISITS:
            raise self.time.end(Endless(f"more than {MOST_VISITS:,} states were entered: it seems to run in circles"))
        set_place_here(Place(self, scope, state))

    def take(self, kind: str, arrayed: list[Any], one: Any) -> None:
        """Note that *one* of *arrayed* is the way out of the state that this thread is in, if it is one of them."""
        index = next((index for index, other in enumerate(arrayed) if other is one), None)
        if index is not None:
            self.branches.add(Branch(place_here().state.name, kind, index))
            self.taken += 1


def install() -> None:
    """Watch every execution that is simulated."""
    _watch_states()
    _watch_scopes()
    _watch_choices()
    _watch_errors()


def _watch_states() -> None:
    def body(self: Any, env: Any) -> None:
        if time_here() is not None:
            here: Place = place_here()
            here.notes.enter(here.scope, self)
        plain(self, env)

    plain = replace(CommonStateField, "_eval_body", body, hook=HOOK)


def _watch_scopes() -> None:
    def evaluate(self: Any, env: Any) -> None:
        outer: Place | None = place_here() if time_here() is not None else None
        if outer is None or outer.state is None:
            plain(self, env)
            return
        index = _branch_index(outer.state, self)
        if index is None:
            index = env.states.context_object.context_object_data["Map"]["Item"]["Index"]
        scope = f"{outer.scope}.{outer.state.name}[{index}]" if outer.scope else f"{outer.state.name}[{index}]"
        set_place_here(outer._replace(scope=scope))
        try:
            plain(self, env)
        finally:
            set_place_here(outer)

    plain = replace(Program, "eval", evaluate, hook=HOOK)


def _branch_index(state: Any, program: Any) -> int | None:
    branches = getattr(state, "branches", None)
    programs = branches.programs if branches is not None else ()
    return next((index for index, branch in enumerate(programs) if branch is program), None)


def _watch_choices() -> None:
    def rule(self: Any, env: Any) -> None:
        plain_rule(self, env)
        if time_here() is not None and env.stack[-1] is True:  # rules within And, Or and Not are rules too
            here: Place = place_here()
            here.notes.take("Choices", here.state.choices_decl.rules, self)

    def choose(self: Any, env: Any) -> None:
        notes: Notes | None = place_here().notes if time_here() is not None else None
        taken = notes.taken if notes is not None else 0
        plain_choose(self, env)
        if notes is not None and notes.taken == taken:
            notes.branches.add(Branch(self.name, "Default"))

    plain_rule = replace(ChoiceRule, "_eval_body", rule, hook=HOOK)
    plain_choose = replace(StateChoice, "_eval_state", choose, hook=HOOK)


def _watch_errors() -> None:
    def catch(self: Any, env: Any) -> None:
        plain_catch(self, env)
        if time_here() is not None and isinstance(env.stack[-1], CatcherOutcomeCaught):
            here: Place = place_here()
            here.notes.take("Catch", here.state.catch.catchers, self)

    def retry(self: Any, env: Any) -> None:
        plain_retry(self, env)
        if time_here() is not None and env.stack[-1] is RetrierOutcome.Executed:
            here: Place = place_here()
            here.notes.take("Retry", here.state.retry.retriers, self)

    plain_catch = replace(CatcherDecl, "_eval_body", catch, hook=HOOK)
    plain_retry = replace(RetrierDecl, "_eval_body", retry, hook=HOOK)
