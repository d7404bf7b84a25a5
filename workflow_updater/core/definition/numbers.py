"""The fields of a definition that hold numbers, and which numbers AWS takes there."""

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


_MOST = 99_999_999
# Measured with ValidateStateMachineDefinition: https://github.com/badmintoncryer/cdk-preflight; that TimeoutSeconds of
# a machine, Seconds and IntervalSeconds may be 0, too.
OF_MACHINES = {"TimeoutSeconds": Range(0)}
OF_STATES = {
    "TimeoutSeconds": Range(1, _MOST),
    "HeartbeatSeconds": Range(1, _MOST),
    "Seconds": Range(0, _MOST),
    "MaxConcurrency": Range(0),
    "ToleratedFailureCount": Range(0),
    "ToleratedFailurePercentage": Range(0, 100, broken=True),
}
OF_RETRIERS = {
    "IntervalSeconds": Range(0, _MOST),
    "MaxAttempts": Range(0, _MOST),
    "BackoffRate": Range(1, broken=True),
    "MaxDelaySeconds": Range(1, 31_622_400),
}
# By the way that leads to them from a Map state. AWS's own answers: https://github.com/floci-io/floci/issues/3733
OF_MAPS = {
    ("ItemReader", "ReaderConfig"): {"MaxItems": Range(0, 100_000_000)},
    ("ItemBatcher",): {"MaxItemsPerBatch": Range(0), "MaxInputBytesPerBatch": Range(0)},
}
