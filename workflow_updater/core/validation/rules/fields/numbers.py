"""Numbers that a field may hold, and what is wrong with one that it may not."""

from __future__ import annotations

from typing import NamedTuple

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.validation.literals import is_number, is_open


class Range(NamedTuple):
    """The numbers from *least* to *most*, without end when that is None; only whole ones, unless *broken*."""

    least: int
    most: int | None = None
    broken: bool = False

    def fault(self, value: object, *, expressions: bool) -> str:
        """
        Return why *value* is no number of this range, "" when it is one or may become one.

        A placeholder leaves it open, and with *expressions* JSONata does; whether that is one, other rules say.
        """
        if is_open(value) or (expressions and has_fence(value)):
            return ""
        if not is_number(value):
            return "is not a number"
        if not self.broken and value != int(value):
            return "is not a whole number"
        if value < self.least:
            return f"is less than {self.least}"
        if self.most is not None and value > self.most:
            return f"is more than {self.most}"
        return ""
