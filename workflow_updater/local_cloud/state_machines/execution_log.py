"""
The log of an execution in CloudWatch Logs, as its LoggingConfiguration asks for.

MiniStack has none, and moto's own session writes into moto's logs; `ExecutionLog` stands in the place of that session
(moto.stepfunctions.parser.asl.eval.event.logging.CloudWatchLoggingSession) and writes into MiniStack's.
"""

from __future__ import annotations

import contextvars
import datetime
import json
from dataclasses import dataclass
from typing import Any

from ministack.services import cloudwatch_logs

from workflow_updater.local_cloud.hooks import private
from workflow_updater.local_cloud.state_machines.starting import Revision

HOOK = "execution logs"


@dataclass(frozen=True)
class Configuration:
    """The part of moto's logging configuration that its event manager reads."""

    include_execution_data: bool


class ExecutionLog:
    """Writes the events of one execution to a log group, those that the level lets through."""

    def __init__(self, execution_arn: str, group: str, level: str, *, include_execution_data: bool) -> None:
        self.execution_arn = execution_arn
        self.configuration = Configuration(include_execution_data)
        self._group = group
        self._level = level
        # moto's threads do not know whose request this is; the log group is the account's.
        self._context = contextvars.copy_context()
        self._stream = f"states/{execution_arn.split(':')[6]}/{datetime.datetime.now(datetime.UTC):%Y-%m-%d-%H-%M}"

    def log_level_filter(self, history_event_type: Any) -> bool:
        """Return whether the level lets an event of *history_event_type* through."""
        from moto.stepfunctions.parser.api import LogLevel
        from moto.stepfunctions.parser.asl.eval.event.logging import is_logging_enabled_for

        return bool(is_logging_enabled_for(LogLevel(self._level), history_event_type))

    def publish_history_log(self, history_log: dict[str, Any]) -> None:
        """Write one event; nothing happens when the log group is not there, as on AWS."""
        happened = datetime.datetime.fromisoformat(history_log["event_timestamp"].replace("Z", "+00:00"))
        milliseconds = int(happened.timestamp() * 1000)
        told = {**history_log, "event_timestamp": str(milliseconds), "redrive_count": "0"}
        event = {"timestamp": milliseconds, "message": json.dumps(told, separators=(",", ":"), default=str)}
        self._context.copy().run(self._write, {**event, "ingestionTime": milliseconds})

    def _write(self, event: dict[str, Any]) -> None:
        groups = private(cloudwatch_logs, "_log_groups", hook=HOOK)
        if self._group not in groups:
            return
        if self._stream not in groups[self._group]["streams"]:
            named = {"logGroupName": self._group, "logStreamName": self._stream}
            private(cloudwatch_logs, "_create_log_stream", hook=HOOK)(named)
        private(cloudwatch_logs, "_append_log_events", hook=HOOK)(groups[self._group]["streams"][self._stream], [event])


def execution_log(revision: Revision, execution_arn: str) -> ExecutionLog | None:
    """Return the log that *revision* asks for, None when it asks for none."""
    level = revision.logging.get("level", "OFF")
    destinations = revision.logging.get("destinations") or [{}]
    arn = destinations[0].get("cloudWatchLogsLogGroup", {}).get("logGroupArn", "")
    if level == "OFF" or ":log-group:" not in arn:
        return None
    group = arn.split(":log-group:")[1].removesuffix(":*")
    include = bool(revision.logging.get("includeExecutionData"))
    return ExecutionLog(execution_arn, group, level, include_execution_data=include)
