"""How much a template may do: far more than a definition needs, and little enough to end soon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from workflow_updater.core.definition.document import MAX_BYTES

MAX_CHARACTERS = 8 * MAX_BYTES  # of all texts that are put anywhere; ours: macros may put theirs together several times
MAX_STEPS = 1_000_000  # of all loops together; ours: some seconds
MAX_WORK = 64 * MAX_BYTES  # characters and items that all calls and sums take and give; ours: a second or two
_MAX_PRODUCT = 2**29  # of the two longest values of one call, since texts are replaced, joined and formatted; ours
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
        self._work = MAX_WORK

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

    def work(self, *values: object) -> None:
        """Count the texts and lists that a call takes or gives. Raises LimitReached."""
        self._work -= sum(_size(value) for value in values)
        if self._work < 0:
            raise LimitReached(f"the template works on more than {MAX_WORK:,} characters")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Return *items*, each counted as one step when it is taken."""
        return self._counting(iter(items))

    def _counting(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item


def _size(value: object) -> int:
    """Return how long a text is, or a list with the texts in it; 0 for all else."""
    match value:
        case str():
            return len(value)
        case dict():
            return _size([*value, *value.values()])
        case list() | tuple():
            return len(value) + sum(len(one) for one in value if isinstance(one, str))
    return 0


def check_growth(*values: object) -> None:
    """Raise LimitReached when a call with *values* could make a text that is too large of them."""
    *_, second, first = sorted([0, 0, *map(_size, values)])
    if first * second > _MAX_PRODUCT:
        raise LimitReached("the texts are too long to be put together")


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
    check_growth(template, values)


def check_power(left: object, right: object) -> None:
    """Raise LimitReached when `left ** right` is too large to be meant."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > _MAX_BITS:
        raise LimitReached("a power is too large a number")
