"""
`${Name}` placeholders: the infra team's `DefinitionSubstitutions`, which CloudFormation replaces as plain text.

Only names are placeholders: JSONata may write `${"a": b}` (a group-by on the context), and CloudFormation leaves every
`${…}` that has no entry as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import Path

PLACEHOLDER = re.compile(r"\$\{((?:[A-Za-z0-9_.-]|::)+)\}")

_COMPOSED = r"\$\{(?:[A-Za-z0-9_.-]|::)*\$\{(?:[A-Za-z0-9_.-]|::)+\}"


def placeholder_names(text: str) -> tuple[str, ...]:
    """Return the names of all placeholders in *text*, in order, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def is_composed(text: str) -> bool:
    """
    Return whether *text* makes the name of a placeholder out of another one: `${Queue${Stage}}`.

    What CloudFormation makes of that is not known: its handler's source replaces again, observers saw it replace once.
    """
    return re.search(_COMPOSED, text) is not None


def has_placeholder(text: str) -> bool:
    """Return whether *text* holds a placeholder, so that its final value is unknown here."""
    return "${" in text and PLACEHOLDER.search(text) is not None


def without_placeholders(text: str) -> str:
    """Return *text* as it reads when every placeholder is replaced by nothing."""
    return PLACEHOLDER.sub("", text)


def could_become(pattern: str, text: str) -> bool:
    """
    Return whether *pattern* can read *text* once each of its placeholders stands for some text, possibly empty.

    Greedy search of the fixed pieces, left to right: linear, where a regular expression could take exponential time.
    """
    pieces = PLACEHOLDER.split(pattern)[::2]
    if len(pieces) == 1:
        return pattern == text
    first, *middle, last = pieces
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def strings(value: object) -> Iterator[tuple[Path, str]]:
    """Yield path and text of every string of a JSON value, in order; a key has the path of its value."""
    pending: list[tuple[Path, object]] = [((), value)]
    while pending:
        path, found = pending.pop()
        if path and isinstance(path[-1], str):
            yield path, path[-1]
        match found:
            case str():
                yield path, found
            case dict():
                pending.extend(((*path, name), member) for name, member in reversed(found.items()))
            case list():
                pending.extend(((*path, index), found[index]) for index in reversed(range(len(found))))
            case _:
                pass
