"""What of a definition a test can name and cover: its states, and the ways out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.handlers import errors_text
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import CATCHING_TYPES, State, scopes

_INDEX = re.compile(r"\[\d+\](?=\.|$)")
_ANY = "[\0]"  # stands for every index; nobody can type it


class Way(NamedTuple):
    """A way out of *state* beside its Next: *kind* is Choices, Default, Catch or Retry; *position* counts from 0."""

    state: str
    kind: str
    position: int
    told: str  # for a person: which errors, whereto


class Outline(NamedTuple):
    """
    The *states* of a workflow and of everything nested in it, by name, and all their *ways*.

    *scopes* are the insides of each Map or Parallel, seen from the workflow; *addresses* are the states, each alone and
    behind some or all of the scopes that it is in. Both are kept with a mark for every index.
    """

    states: Mapping[str, State]
    ways: tuple[Way, ...]
    scopes: frozenset[str]
    addresses: frozenset[str]

    def is_scope(self, text: str) -> bool:
        """Return whether *text* is like `Items[2]` or `Both[0].Items[2]`."""
        return _INDEX.sub(_ANY, text) in self.scopes

    def is_address(self, text: str) -> bool:
        """Return whether *text* is a state, or one behind scopes: `Items[2].Reserve`."""
        return text in self.states or _INDEX.sub(_ANY, text) in self.addresses

    def examples(self) -> list[str]:
        """Return all scopes and addresses, with 0 for each index."""
        return sorted(text.replace(_ANY, "[0]") for text in self.addresses | self.scopes)


def outline(definition: Mapping[str, Any]) -> Outline:
    """Return the outline of *definition*, which is valid."""
    states = {name: state for scope in scopes(definition) for name, state in scope.states.items()}
    ways = tuple(way for state in states.values() for way in _ways(state))
    around = {name: _containers(state.path) for name, state in states.items()}
    addresses = (
        ".".join((*(f"{outer}{_ANY}" for outer in outers[first:]), name))
        for name, outers in around.items()
        for first in range(len(outers) + 1)
    )
    insides = (".".join(f"{outer}{_ANY}" for outer in outers) for outers in around.values() if outers)
    return Outline(states, ways, frozenset(insides), frozenset(addresses))


def _containers(path: Path) -> tuple[str, ...]:
    """Return the names of the states around the one at *path*, the outermost first."""
    names: list[str] = []
    at = 0
    while at < len(path):  # "States", NAME, and for what is inside it "Branches", INDEX or "ItemProcessor"
        names.append(str(path[at + 1]))
        at += 4 if path[at + 2 : at + 3] == ("Branches",) else 3
    return tuple(names[:-1])


def _ways(state: State) -> Iterator[Way]:
    body = state.body
    if state.type == "Choice":
        for index, choice in enumerate(body.get("Choices", ())):
            yield Way(state.name, "Choices", index, f"→ {choice.get('Next')}")
        if "Default" in body:
            yield Way(state.name, "Default", 0, f"→ {body['Default']}")
    if state.type in CATCHING_TYPES:
        for index, catcher in enumerate(body.get("Catch", ())):
            yield Way(state.name, "Catch", index, f"({errors_text(catcher)}) → {catcher.get('Next')}")
        for index, retrier in enumerate(body.get("Retry", ())):
            if retrier.get("MaxAttempts") != 0:  # it says that there is no retry
                yield Way(state.name, "Retry", index, f"({errors_text(retrier)})")
