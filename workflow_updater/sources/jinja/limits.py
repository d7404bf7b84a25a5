"""How much a template may do: far more than a definition needs, and little enough to end soon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from workflow_updater.core.definition.document import MAX_BYTES

MAX_CHARACTERS = 8 * MAX_BYTES  # of all texts that are put anywhere; ours: macros may put theirs together several times
MAX_STEPS = 1_000_000  # of all loops together; ours: some seconds
_WIDE = re.compile(r"%[-+ #0.\d]*\d{7}|\{[^{}]*:[^{}]*\d{7}")  # of a format: `%9999999d` or `{:9999999}`
_MAX_BITS = 4096  # of a number that is computed; ours: JSON has 64 at most

_WIDTH_OF_A_VALUE = re.compile(r"%[-+ #0.\d]*\*|\{[^{}]*:[^{}]*\{")  # `%*d` or `{:{}}`


class LimitReached(Exception):
    """The template asks for more than it may."""


class Limits:
    """Counts what one rendering has used up."""

    def __init__(self) -> None:
        self._characters = MAX_CHARACTERS
        self._steps = MAX_STEPS

    def text(self, text: str) -> None:
        """Count a piece of text. Raises LimitReached."""
        self._characters -= len(text)
        if self._characters < 0:
            raise LimitReached(f"the template puts more than {MAX_CHARACTERS:,} characters")
        self.step()

    def step(self) -> None:
        """Count one step. Raises LimitReached."""
        self._steps -= 1
        if self._steps < 0:
            raise LimitReached(f"the template takes more than {MAX_STEPS:,} steps")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Return *items*, each counted as one step when it is taken."""
        return self._counting(iter(items))

    def _counting(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item


def check_product(left: object, right: object) -> None:
    """Raise LimitReached when `left * right` is too large to be meant."""
    match left, right:
        case (str() | list() | tuple(), int()) if len(left) * right > MAX_CHARACTERS:
            raise LimitReached("a text or list is repeated too often")
        case (int(), str() | list() | tuple()):
            check_product(right, left)
        case (int(), int()) if left.bit_length() + right.bit_length() > _MAX_BITS:
            raise LimitReached("a product is too large a number")
        case _:
            pass


def check_widths(*arguments: object) -> None:
    """Raise LimitReached when a number among *arguments* is too large for a width or a count."""
    for argument in arguments:
        if isinstance(argument, int) and argument > MAX_CHARACTERS:
            raise LimitReached(f"{argument} is too large for a width or a count")


def check_format(template: object, values: object = ()) -> None:
    """Raise LimitReached when `template % values` or `template.format(*values)` asks for too wide a text."""
    if not isinstance(template, str):
        return
    if _WIDE.search(template):
        raise LimitReached("a format asks for too wide a text")
    if _WIDTH_OF_A_VALUE.search(template):
        check_widths(*(values if isinstance(values, tuple) else ()))


def check_power(left: object, right: object) -> None:
    """Raise LimitReached when `left ** right` is too large to be meant."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > _MAX_BITS:
        raise LimitReached("a power is too large a number")
