"""W511: an error name that nothing ever reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State, nested_machines
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule

_DOCUMENTATION = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
_NAMES = (  # source: _DOCUMENTATION, “Error names”
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
)
_FAMILY = "States.Http.StatusCode."  # followed by the code
_BY_FOLDED_NAME = {name.removeprefix("States.").casefold(): name for name in _NAMES}
_PREFIXES = ("states.", "state.")
_ANY = "*"  # a name that is read when it runs


def _check(state: State) -> Iterator[Fault]:
    raised: frozenset[str] | None = None
    for handler in handlers(state, *FIELDS):
        for index, error in enumerate(handler.errors):
            if not isinstance(error, str) or error in _NAMES or error.startswith(_FAMILY) or has_placeholder(error):
                continue
            folded = error.strip().casefold()
            prefix = next((prefix for prefix in _PREFIXES if folded.startswith(prefix)), "")
            meant = _BY_FOLDED_NAME.get(folded[len(prefix) :], "")
            if prefix and (meant or error.startswith("States.")):
                raised = _raised_inside(state) if raised is None else raised
                if raised.isdisjoint((error, _ANY)):
                    where = state.pointer(handler.field, handler.position, "ErrorEquals", index)
                    yield Fault(where, f'no error is called "{error}"', f"write {meant}" if meant else "")


def _raised_inside(state: State) -> frozenset[str]:
    """Return what the Fail states in the branches or the item processor of *state* call their errors."""
    found, pending = set(), [state]
    while pending:
        for machine, path in nested_machines(pending.pop()):
            for body in _states_of(machine):
                inner = State("", body, path)
                if inner.type == "Fail":
                    error = body.get("Error", _ANY if "ErrorPath" in body else "")
                    found.add(error if isinstance(error, str) and "{%" not in error and not is_open(error) else _ANY)
                pending.append(inner)
    return frozenset(found)


def _states_of(machine: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    states = machine.get("States")
    return (body for body in (states.values() if isinstance(states, dict) else ()) if isinstance(body, dict))


RULE = StateRule(
    id="W511",
    title="An error of this name exists",
    description=(
        "Names that begin with “States.” are Step Functions' own, and the case of letters counts: a retrier or "
        "catcher for a name that is not among them never matches, unless a Fail state inside it calls its error so."
    ),
    source=_DOCUMENTATION,
    hint="use a name that the developer guide lists, or one of your own without “States.”",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
