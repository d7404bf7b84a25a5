"""
What a stop of the server leaves of an execution under way: FAILED with States.ServiceRestart, and a history that ends.

Wraps `load_persisted_state` of `ministack.services.stepfunctions`, which sets the status but adds no last event:
whoever follows the history would wait for one for ever.
"""

from __future__ import annotations

from typing import Any

from ministack.services import stepfunctions

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "restarts"


def install() -> None:
    """End the history of every execution that the restart has ended."""

    def load(data: Any) -> Any:
        result = plain(data)
        for execution in private(stepfunctions, "_executions", hook=HOOK).all_values():
            events = execution["events"]
            if execution.get("error") == "States.ServiceRestart" and events[-1]["type"] != "ExecutionFailed":
                execution["events"] = [*events, _end(execution, events)]
        return result

    plain = replace(stepfunctions, "load_persisted_state", load, hook=HOOK)


def _end(execution: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": len(events) + 1,
        "previousEventId": len(events),
        "type": "ExecutionFailed",
        "timestamp": execution["stopDate"],
        "executionFailedEventDetails": {"error": execution["error"], "cause": execution["cause"]},
    }
