"""Which state of one definition is which of another: by name, then by content, then anywhere else in the definition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workflow_updater.core.change.parts import Part, Room, parts_of
from workflow_updater.core.definition.json_pointer import Path


class Pairs(NamedTuple):
    """Way in the new definition → what it was in the old one, for *states* and for the machines that hold them."""

    states: dict[Path, Part]
    rooms: dict[Path, Room]


_ALIKE = 0.5  # share of what both say that both say alike, from which a state without a namesake counts as renamed
_ALIKE_ELSEWHERE = 0.8  # the same across scopes, where a name alone says less
_MOST_COMPARED = 40_000  # pairs of states, some seconds; beyond that only states that are wholly alike are found
_SAYS_NOTHING = frozenset({"Type", "End", "Next", "QueryLanguage"})

_Leaf = tuple[str, str]


def pair(old: Room, new: Room) -> Pairs:
    """Return what each state of *new* was in *old*, perhaps under another name or elsewhere; new ones are left out."""
    pairing = _Pairing()
    pairing.rooms(old, new)
    gone = [part for part in parts_of(old) if part.way not in pairing.taken]
    come = [part for part in parts_of(new) if part.way not in pairing.found.states]
    for part, was in _alike(gone, come, _ALIKE_ELSEWHERE):
        pairing.states(was, part)
    return pairing.found


class _Pairing:
    """What is paired so far; *taken* are the ways of the old states among it. A state is paired once."""

    def __init__(self) -> None:
        self.found = Pairs({}, {})
        self.taken: set[Path] = set()

    def rooms(self, old: Room, new: Room) -> None:
        """Pair the states of two machines that are one: namesakes, then those that are alike, then by their place."""
        self.found.rooms[new.way] = old
        gone = [part for name, part in old.parts.items() if name not in new.parts and part.way not in self.taken]
        come = [part for name, part in new.parts.items() if name not in old.parts]
        renamed = {part.name: was for part, was in _alike(gone, come, _ALIKE)}
        renamed |= _by_place(gone, come, renamed, old, new)
        for name, part in new.parts.items():
            was = old.parts.get(name) or renamed.get(name)
            if was is not None:
                self.states(was, part)

    def states(self, was: Part, part: Part) -> None:
        """Pair two states, and the machines inside: the branch with most names in common, else that in its place."""
        if part.way in self.found.states or was.way in self.taken:
            return
        self.found.states[part.way] = was
        self.taken.add(was.way)
        for room, old in _same_rooms(part.rooms, was.rooms):
            self.rooms(old, room)


def _same_rooms(new: Sequence[Room], old: Sequence[Room]) -> Iterator[tuple[Room, Room]]:
    """Yield the machines of two states that are one: those with most names in common first, then those in one place."""
    scores = sorted(
        (-len(one.parts.keys() & other.parts.keys()), abs(index - place), index, place)
        for index, one in enumerate(new)
        for place, other in enumerate(old)
    )
    found: dict[int, int] = {}
    for _, _, index, place in scores:
        if index not in found and place not in found.values():
            found[index] = place
    yield from ((new[index], old[place]) for index, place in sorted(found.items()))


def _alike(gone: Sequence[Part], come: Sequence[Part], threshold: float) -> Iterator[tuple[Part, Part]]:
    """Yield the new and the old one of states that say the same or nearly so, the most alike first."""
    old_leaves, new_leaves = list(map(_leaves, gone)), list(map(_leaves, come))
    if len(gone) * len(come) > _MOST_COMPARED:
        places = {leaves: index for index, leaves in reversed(list(enumerate(old_leaves)))}
        scores = [(-1.0, index, places[leaves]) for index, leaves in enumerate(new_leaves) if leaves in places]
    else:
        scores = [
            (-score, new_index, old_index)
            for new_index, one in enumerate(new_leaves)
            for old_index, other in enumerate(old_leaves)
            if come[new_index].type == gone[old_index].type and (score := _likeness(one, other)) >= threshold
        ]
    new_taken: set[int] = set()
    old_taken: set[int] = set()
    for _, new_index, old_index in sorted(scores):
        if new_index not in new_taken and old_index not in old_taken:
            new_taken.add(new_index)
            old_taken.add(old_index)
            yield come[new_index], gone[old_index]


def _likeness(one: frozenset[_Leaf], other: frozenset[_Leaf]) -> float:
    """Return the share of leaves that both have, 0 when nothing of it tells more than that it is a state."""
    common = one & other
    if all(place in _SAYS_NOTHING for place, _ in common):
        return 0.0
    return 2 * len(common) / (len(one) + len(other))


def _by_place(
    gone: Sequence[Part], come: Sequence[Part], renamed: Mapping[str, Part], old: Room, new: Room
) -> dict[str, Part]:
    """Return states that say next to nothing (`Succeed`) but are what the same states lead to, and no other."""
    taken = {part.way for part in renamed.values()}
    before = _placed((part for part in gone if part.way not in taken), old)
    after = _placed((part for part in come if part.name not in renamed), new)
    return {
        ones[0].name: before[place][0]
        for place, ones in after.items()
        if place[1] and len(ones) == 1 == len(before.get(place, ())) and _is_silent(ones[0])
    }


def _placed(parts: Iterable[Part], room: Room) -> dict[tuple[str, frozenset[_Leaf]], list[Part]]:
    """Return *parts* by their type and by which states of *room* lead to them, and how."""
    led_from: dict[str, set[_Leaf]] = {}
    for part in room.parts.values():
        for place, value in _leaves(part):
            if place.rpartition(".")[2] in ("Next", "Default"):
                led_from.setdefault(value, set()).add((part.name, place))
    found: dict[tuple[str, frozenset[_Leaf]], list[Part]] = {}
    for part in parts:
        where = (part.type, frozenset(led_from.get(json.dumps(part.name), ())))
        found.setdefault(where, []).append(part)
    return found


def _is_silent(part: Part) -> bool:
    return all(field in _SAYS_NOTHING for field, _ in _leaves(part))


def _leaves(part: Part) -> frozenset[_Leaf]:
    """Return the innermost places of a state with what stands there; of states inside it their names and types."""
    leaves: set[_Leaf] = set()
    pending: list[tuple[str, object]] = list(part.fields.items())
    while pending:
        place, value = pending.pop()
        if isinstance(value, dict) and value:
            pending += [(f"{place}.{key}", inner) for key, inner in value.items()]
        elif isinstance(value, list) and value:
            pending += [(f"{place}[{index}]", inner) for index, inner in enumerate(value)]
        else:
            leaves.add((place, json.dumps(value)))
    leaves |= {
        (f"{room.field}.States", f"{inner.name} {inner.type}") for room in part.rooms for inner in parts_of(room)
    }
    return frozenset(leaves)
