"""The retriers and catchers of a state, as far as they have the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.definition.machine import State, objects_in

Field = Literal["Retry", "Catch"]
FIELDS: tuple[Field, ...] = ("Retry", "Catch")


class Handler(NamedTuple):
    """One retrier or catcher: *body* stands at *position* of *field*."""

    field: Field
    position: int
    body: Mapping[str, Any]

    @property
    def errors(self) -> list[Any]:
        """What stands in ErrorEquals, text or not; [] when that is no array."""
        listed = self.body.get("ErrorEquals")
        return listed if isinstance(listed, list) else []

    @property
    def kind(self) -> str:
        """What a reader calls it."""
        return "retrier" if self.field == "Retry" else "catcher"


def handlers(state: State, *fields: Field) -> Iterator[Handler]:
    """Yield the handlers of *state* in *fields*, in their order."""
    for field in fields:
        for position, body in objects_in(state.body, field):
            yield Handler(field, position, body)


def errors_text(handler: Mapping[str, Any]) -> str:
    """Return the errors that a retrier or a catcher takes, for a person: `States.Timeout, NoAgent`."""
    errors = handler.get("ErrorEquals")
    return ", ".join(map(str, errors)) if isinstance(errors, list) else "?"
