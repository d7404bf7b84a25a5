"""A definition as it was read: its value, and where in the source each part of it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

MAX_BYTES = (
    1_048_576  # source: botocore stepfunctions model, shape Definition; CloudFormation's S3 file limit is the same
)
MAX_NESTING = 200  # ours: AWS answers TOO_DEEPLY_NESTED somewhere; 200 is some 50 maps in one another


class Place(NamedTuple):
    """
    A place in a source text; both from 1, *column* in characters; (0, 0) is unknown.

    *file* is "" for the file of the definition itself, else the one that an include or a patch took the part from.
    """

    line: int
    column: int
    file: str = ""


class Document:
    """
    A definition that could be read.

    *value* is made of dict, list, str, int, float, bool and None only and nested at most `MAX_NESTING` deep; nobody may
    change it. *locate* returns the place of a JSON pointer: of the key for a member, of the item in an array, and of
    the nearest parent for what is not there. Its first call reads the source again; a document without a finding
    never pays for places.
    """

    __slots__ = ("locate", "source_language", "value")

    def __init__(self, value: Any, source_language: Literal["json", "yaml"], locate: Callable[[str], Place]) -> None:  # noqa: ANN401
        self.value = value
        self.source_language = source_language
        self.locate = locate


def nested_too_deeply(value: object) -> bool:
    """Return whether *value* has more than `MAX_NESTING` containers inside one another; takes no recursion."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(MAX_NESTING):
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
