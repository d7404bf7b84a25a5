"""
A Distributed Map that fails when more of its items fail than it tolerates.

Wraps `_map_run` of moto's `DistributedIterationComponent`, which succeeds however many items have failed.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType, MapRunFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from workflow_updater.local_cloud.hooks import replace

HOOK = "map runs"
ERROR = "States.ExceedToleratedFailureThreshold"
CAUSE = "The specified tolerated failure threshold was exceeded"


def install() -> None:
    """Hold every Distributed Map to its thresholds."""

    def run(self: Any, env: Any, eval_input: Any) -> None:
        plain(self, env, eval_input)
        counter = eval_input.map_run_record.item_counter
        failed = sum(count.get() for count in (counter.failed, counter.timed_out, counter.aborted))
        count, percentage = eval_input.tolerated_failure_count, eval_input.tolerated_failure_percentage
        if exceeds(failed, counter.total.get(), count, percentage):
            raise FailureEventException(
                FailureEvent(
                    env=env,
                    error_name=StatesErrorName(StatesErrorNameType.StatesExceedToleratedFailureThreshold),
                    event_type=HistoryEventType.MapRunFailed,
                    event_details=EventDetails(
                        mapRunFailedEventDetails=MapRunFailedEventDetails(error=ERROR, cause=CAUSE)
                    ),
                )
            )

    plain = replace(DistributedIterationComponent, "_map_run", run, hook=HOOK)


def exceeds(failed: int, total: int, tolerated_count: int, tolerated_percentage: float) -> bool:
    """Return whether *failed* of *total* items are too many; 0 stands for a threshold that is not given."""
    if not tolerated_count and not tolerated_percentage:
        return failed > 0
    too_many = bool(tolerated_count) and failed > tolerated_count
    too_large_a_share = bool(tolerated_percentage) and failed * 100 > tolerated_percentage * total
    return too_many or too_large_a_share
