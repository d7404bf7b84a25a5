"""W511: an error name that nothing ever reports."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.definition.placeholders import has_placeholder
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


def _check(state: State) -> Iterator[Fault]:
    for handler in handlers(state, *FIELDS):
        for index, error in enumerate(handler.errors):
            if not isinstance(error, str) or error in _NAMES or error.startswith(_FAMILY) or has_placeholder(error):
                continue
            folded = error.strip().casefold()
            prefix = next((prefix for prefix in _PREFIXES if folded.startswith(prefix)), "")
            meant = _BY_FOLDED_NAME.get(folded[len(prefix) :], "")
            if prefix and (meant or error.startswith("States.")):
                yield Fault(
                    state.pointer(handler.field, handler.position, "ErrorEquals", index),
                    f'no error is called "{error}"',
                    f"write {meant}" if meant else "",
                )


RULE = StateRule(
    id="W511",
    title="An error of this name exists",
    description=(
        "Names that begin with “States.” are Step Functions' own, and the case of letters counts: a retrier or "
        "catcher for a name that is not among them never matches."
    ),
    source=_DOCUMENTATION,
    hint="use a name that the developer guide lists, or one of your own without “States.”",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
