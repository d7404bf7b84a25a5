"""JSON pointers (RFC 6901): the one way in which this tool says where in a document something is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]


def pointer(tokens: Iterable[str | int]) -> str:
    """Return the pointer of *tokens*: `/States/A~1B/Catch/0`; "" is the whole document."""
    return "".join(f"/{escape(token)}" for token in tokens)


def escape(token: str | int) -> str:
    """Return one token as it is written in a pointer."""
    return str(token).replace("~", "~0").replace("/", "~1")


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a pointer; the reverse of `pointer`, with array indices as text."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])


def along(value: object, way: Iterable[str | int]) -> Iterator[object]:
    """Yield *value*, then what each step of *way* leads to, as far as it leads; an index may be text."""
    yield value
    for step in way:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and str(step).isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return
        yield value


def value_at(value: object, way: Sequence[str | int]) -> object:
    """Return what stands at the end of *way* in *value*, None when nothing does."""
    found = [*along(value, way)]
    return found[-1] if len(found) > len(way) else None


def object_at(value: object, way: Sequence[str | int]) -> Mapping[str, Any]:
    """Return the object at the end of *way* in *value*, an empty one when there is none."""
    found = value_at(value, way)
    return found if isinstance(found, dict) else {}
