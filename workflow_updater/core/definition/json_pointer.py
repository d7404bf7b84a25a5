"""JSON pointers (RFC 6901): the one way in which this tool says where in a document something is."""

from __future__ import annotations

from collections.abc import Iterable

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
