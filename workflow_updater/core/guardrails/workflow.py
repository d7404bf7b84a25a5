"""A definition as guardrails see it: its states with what is around them, and the calls that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.machine import QueryLanguage, Scope, State, nested_machines, scopes
from workflow_updater.core.services.resource import Resource, parse_resource

_FIELDS = ("Parameters", "Arguments")  # whichever stands there is judged
_COUNTS = {"JSONPath": ("Parameters",), "JSONata": ("Arguments",), "": _FIELDS}


class Call(NamedTuple):
    """
    One `Resource` that a state calls: that of a Task, an ItemReader or a ResultWriter.

    *arguments* are path and value of what is passed to it. *passes_input*: without them the state's input is passed.
    *resource* is None when it is no text.
    """

    path: Path
    resource: Resource | None
    arguments: tuple[tuple[Path, Any], ...]
    passes_input: bool
    query_language: QueryLanguage

    @property
    def is_service(self) -> bool:
        """Whether the resource is `arn:aws:states:::…`: an integration or an SDK action."""
        return self.resource is not None and self.resource.kind in {"integration", "sdk"}

    @property
    def action(self) -> str:
        """What follows `arn:aws:states:::`, less the pattern: `lambda:invoke`, `aws-sdk:s3:getObject`."""
        if self.resource is None:
            return ""
        return f"{'aws-sdk:' if self.resource.kind == 'sdk' else ''}{self.resource.integration}"

    @property
    def called(self) -> str:
        """What follows `arn:aws:states:::`: `lambda:invoke.waitForTaskToken`."""
        pattern = self.resource.pattern if self.resource else ""
        return f"{self.action}.{pattern}" if pattern else self.action

    @property
    def place(self) -> str:
        """The pointer of the `Resource`."""
        return pointer((*self.path, "Resource"))


class Placed(NamedTuple):
    """A state, how many Map and Parallel states are around it, and the Map states among these, the outer first."""

    state: State
    depth: int
    maps: tuple[State, ...]


class Workflow(NamedTuple):
    """A definition, walked."""

    scopes: tuple[Scope, ...]
    states: tuple[Placed, ...]
    calls: tuple[Call, ...]

    @property
    def tasks(self) -> Iterator[State]:
        """Yield every Task state."""
        return (placed.state for placed in self.states if placed.state.type == "Task")


def walk(definition: Mapping[str, Any]) -> Workflow:
    """Return *definition* with all that is nested in it."""
    around: dict[Path, tuple[int, tuple[State, ...]]] = {(): (0, ())}
    all_scopes, placed = [], []
    for scope in scopes(definition):
        depth, maps = around[scope.path]
        all_scopes.append(scope)
        for state in scope.states.values():
            placed.append(Placed(state, depth, maps))
            inner = (*maps, state) if state.type == "Map" else maps
            around |= {path: (depth + 1, inner) for _, path in nested_machines(state)}
    calls = tuple(call for one in placed for call in _calls(one.state))
    return Workflow(tuple(all_scopes), tuple(placed), calls)


def _calls(state: State) -> Iterator[Call]:
    if state.type == "Task":
        yield _call(state, state.body, state.path)
    elif state.type == "Map":
        for field in ("ItemReader", "ResultWriter"):
            found = state.body.get(field)
            if isinstance(found, dict) and "Resource" in found:
                yield _call(state, found, (*state.path, field))


def _call(state: State, body: Mapping[str, Any], path: Path) -> Call:
    written = body.get("Resource")
    resource = parse_resource(written) if isinstance(written, str) else None
    arguments = tuple(((*path, field), body[field]) for field in _FIELDS if field in body)
    passes_input = not all(field in body for field in _COUNTS[state.query_language])
    return Call(path, resource, arguments, passes_input, state.query_language)
