"""The retriers and catchers of a state, as far as they have the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.definition.machine import State

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
        listed = state.body.get(field)
        for position, body in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(body, dict):
                yield Handler(field, position, body)
