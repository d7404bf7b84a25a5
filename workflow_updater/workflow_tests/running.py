"""Cases → results, in this process: the interpreter of the embedded cloud in virtual time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow_updater.errors import DeployError, UsageError
from workflow_updater.workflow_tests.definitions import left_open, runnable, unknown_fields
from workflow_updater.workflow_tests.judging import is_at, judge, path_of
from workflow_updater.workflow_tests.model import Case, Mock, Reply

if TYPE_CHECKING:
    from workflow_updater.local_cloud.simulation.model import Answer, Call, Ended


# What a placeholder that nobody replaced leads to.
OPEN_PLACEHOLDER_ERRORS = {"States.Runtime", "States.IntrinsicFailure", "States.QueryEvaluationError"}


class NotMocked(DeployError):
    """A task is called that no mock answers."""


class Result(NamedTuple):
    """
    How one case went: *failures* is empty when all was as expected.

    *ended* tells error and cause of the execution; *path* is the workflow's own; *elapsed* is in virtual seconds,
    *seconds* are real ones. *visited* states and *taken* ways (state, kind, position) count for coverage.
    """

    case: Case
    failures: tuple[str, ...]
    status: str = ""
    ended: str = ""
    path: tuple[str, ...] = ()
    elapsed: float = 0
    seconds: float = 0
    visited: frozenset[str] = frozenset()
    taken: frozenset[tuple[str, str, int]] = frozenset()


def run_cases(definition: Mapping[str, Any], cases: Iterable[Case]) -> Iterator[Result]:
    """
    Yield the result of each of *cases*, run against *definition*.

    Raises:
        UsageError: the embedded cloud's packages are not those that this was written for.
        ImportError: they are not installed.
    """
    _require_interpreter()
    for case in cases:
        started = time.perf_counter()
        result = _run(definition, case)
        yield result._replace(seconds=time.perf_counter() - started)


def _require_interpreter() -> None:
    from workflow_updater.local_cloud.environment import HINT
    from workflow_updater.local_cloud.hooks import HookMismatch, require_version

    try:
        require_version()
    except HookMismatch as problem:
        raise UsageError(str(problem).partition("; ")[0], hint=HINT) from problem


def _run(definition: Mapping[str, Any], case: Case) -> Result:
    from workflow_updater.local_cloud.simulation.model import Asked
    from workflow_updater.local_cloud.simulation.simulate import CannotRun, simulate

    try:
        text = runnable(definition, case.substitutions)
    except UsageError as problem:
        return Result(case, _told(problem))
    try:
        ended = simulate(Asked(text, case.input, answer=_Answers(case.mocks), context=case.context))
    except CannotRun as problem:
        return Result(case, (*unknown_fields(definition), str(problem), *_open_hint(text)))
    failures = _failures(case, ended)
    if failures and ended.error in OPEN_PLACEHOLDER_ERRORS:
        failures = (*failures, *_open_hint(text))
    return Result(
        case,
        failures,
        status=ended.status,
        ended=": ".join(part for part in (ended.error, ended.cause) if part),
        path=path_of(ended),
        elapsed=ended.elapsed,
        visited=frozenset(visit.state for visit in ended.visits),
        taken=frozenset((branch.state, branch.kind, branch.position) for branch in ended.branches),
    )


def _failures(case: Case, ended: Ended) -> tuple[str, ...]:
    if ended.cut_off is not None:
        return (*_told(ended.cut_off), f"  taken: {' → '.join(path_of(ended)) or 'nothing'}")
    return () if case.expected is None else tuple(judge(case.expected, ended))


def _told(problem: Exception) -> tuple[str, ...]:
    if isinstance(problem, DeployError):
        return (problem.message, f"→ {problem.hint}") if problem.hint else (problem.message,)
    return (str(problem) or type(problem).__name__,)


def _open_hint(text: str) -> list[str]:
    names = left_open(text)
    return [f"→ placeholders without a value: {', '.join(names)}; `substitutions` gives them one"] if names else []


class _Answers:
    """Gives each call the reply that *mocks* has for it."""

    def __init__(self, mocks: Mapping[str, Mock]) -> None:
        self._mocks = mocks

    def __call__(self, call: Call) -> Answer:
        from workflow_updater.local_cloud.simulation.model import Answer

        return Answer(*self._reply(call))

    def _reply(self, call: Call) -> Reply:
        """
        Return the reply to *call*; of several mocks that of the longest address, which says most exactly where.

        Raises:
            NotMocked: there is none.
        """
        addresses = sorted((address for address in self._mocks if is_at(call, address)), key=len)
        where = f" in {call.scope}" if call.scope else ""
        if not addresses:
            raise NotMocked(
                f"state {call.state}{where} is called but not mocked",
                hint=f"say what {call.resource} answers: mocks: {{{call.state}: {{result: …}}}}",
            )
        mock = self._mocks[addresses[-1]]
        if mock.always:
            return mock.replies[0]
        if call.number >= len(mock.replies):
            known = len(mock.replies)
            raise NotMocked(
                f"state {call.state}{where} is called {call.number + 1} times, but mocked for {known} only",
                hint="add an answer for each call; one that is not in a list answers all calls",
            )
        return mock.replies[call.number]
