"""
A definition seen as scopes and states: the machine, and every machine inside its Map and Parallel states.

Only these places are followed. Keys are never searched for by name: a state may be called `States` or `Iterator`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.placeholders import has_placeholder

TERMINAL_TYPES = frozenset({"Succeed", "Fail"})
STATE_TYPES = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")  # AWS's own order
CONTINUING_TYPES = frozenset({"Task", "Wait", "Pass", "Parallel", "Map"})  # those that take Next or End
CATCHING_TYPES = frozenset({"Task", "Parallel", "Map"})
NESTING_TYPES = frozenset({"Parallel", "Map"})

QueryLanguage = Literal["JSONPath", "JSONata", ""]
QUERY_LANGUAGES = ("JSONPath", "JSONata")
MachineType = Literal["STANDARD", "EXPRESS", ""]
ScopeKind = Literal["machine", "branch", "processor"]


class State:
    """
    One state: *body* is its object; *type* is "" when it has none that is text.

    *query_language* is the one in force: its own, else the whole machine's; "" when a placeholder leaves it open.
    *machine_type* is "" when it is not known. *found* is the memory of `expressions.reading`, which looks once,
    *ways* that of `transitions`.
    """

    __slots__ = ("body", "found", "machine_type", "name", "path", "query_language", "type", "ways")

    def __init__(
        self,
        name: str,
        body: Mapping[str, Any],
        path: Path,
        *,
        query_language: QueryLanguage = "JSONPath",
        machine_type: MachineType = "",
    ) -> None:
        kind, language = body.get("Type"), body.get("QueryLanguage")
        self.name = name
        self.body = body
        self.path = path
        self.type: str = kind if isinstance(kind, str) else ""
        self.query_language = query_language if language is None else _query_language(language, query_language)
        self.machine_type = machine_type
        self.found: object = None
        self.ways: tuple[Transition, ...] | None = None

    def pointer(self, *below: str | int) -> str:
        """Return the JSON pointer of the state, or of what is *below* it."""
        return pointer((*self.path, *below))


class Transition(NamedTuple):
    """One way out of a state: *target* stands at *path*, and is whatever was written there."""

    path: Path
    target: Any


class Scope(NamedTuple):
    """
    One machine: the whole definition, a branch, or an item processor. Transitions stay inside it.

    *names* are those of all its states, *open_names* those with a placeholder; *states* has those that are objects,
    *odd* names the others. *query_language* is that of the whole machine: a nested one cannot have its own.
    """

    body: Mapping[str, Any]
    path: Path
    kind: ScopeKind
    query_language: QueryLanguage
    machine_type: MachineType
    names: Collection[str]
    open_names: tuple[str, ...]
    states: Mapping[str, State]
    odd: tuple[str, ...]

    def pointer(self, *below: str | int) -> str:
        """Return the JSON pointer of the scope, or of what is *below* it."""
        return pointer((*self.path, *below))


def scopes(definition: Mapping[str, Any], machine_type: MachineType = "") -> Iterator[Scope]:
    """Yield the machine and every machine nested in it, the outer before the inner, in the order of the text."""
    default = _query_language(definition.get("QueryLanguage"), "JSONPath")
    pending: list[tuple[Mapping[str, Any], Path]] = [(definition, ())]
    while pending:
        body, path = pending.pop()
        scope = _scope(body, path, default, machine_type)
        yield scope
        inner = [
            nested
            for state in scope.states.values()
            if state.type in NESTING_TYPES
            for nested in nested_machines(state)
        ]
        pending.extend(reversed(inner))


def nested_machines(state: State) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield body and path of each machine directly inside *state*."""
    if state.type == "Map":
        for field in ("ItemProcessor", "Iterator"):
            body = state.body.get(field)
            if isinstance(body, dict):
                yield body, (*state.path, field)
    elif state.type == "Parallel":
        for index, body in objects_in(state.body, "Branches"):
            yield body, (*state.path, "Branches", index)


def objects_in(body: Mapping[str, Any], field: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield index and body of each object in the array that *body* has in *field*; what is none is left out."""
    listed = body.get(field)
    for index, found in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(found, dict):
            yield index, found


def transitions(state: State) -> tuple[Transition, ...]:
    """
    Return every transition of *state* that its type may have, in the order in which AWS would try them.

    When the type is not known, be it wrong or a placeholder, these are all that are written there.
    """
    if state.ways is None:
        state.ways = tuple(_transitions(state))
    return state.ways


def _transitions(state: State) -> Iterator[Transition]:
    body, kind = state.body, state.type
    unknown = kind not in STATE_TYPES
    if kind == "Choice" or unknown:
        for index, choice in objects_in(body, "Choices"):
            if "Next" in choice:
                yield Transition((*state.path, "Choices", index, "Next"), choice["Next"])
        if "Default" in body:
            yield Transition((*state.path, "Default"), body["Default"])
    if "Next" in body and (kind in CONTINUING_TYPES or unknown):
        yield Transition((*state.path, "Next"), body["Next"])
    if kind in CATCHING_TYPES or unknown:
        for index, catcher in objects_in(body, "Catch"):
            if "Next" in catcher:
                yield Transition((*state.path, "Catch", index, "Next"), catcher["Next"])


def _scope(body: Mapping[str, Any], path: Path, language: QueryLanguage, machine_type: MachineType) -> Scope:
    listed = body.get("States")
    found = listed if isinstance(listed, dict) else {}
    states = {
        name: State(name, state, (*path, "States", name), query_language=language, machine_type=machine_type)
        for name, state in found.items()
        if isinstance(state, dict)
    }
    return Scope(
        body,
        path,
        _kind(path),
        language,
        machine_type,
        found.keys(),
        tuple(filter(has_placeholder, found)),
        states,
        () if len(states) == len(found) else tuple(name for name in found if name not in states),
    )


def _query_language(written: object, default: QueryLanguage) -> QueryLanguage:
    """Return the language that *written* names, "" for a placeholder, *default* for what is no language."""
    if written in ("JSONPath", "JSONata"):
        return written
    return "" if isinstance(written, str) and has_placeholder(written) else default


def _kind(path: Path) -> ScopeKind:
    if not path:
        return "machine"
    return "branch" if isinstance(path[-1], int) else "processor"
