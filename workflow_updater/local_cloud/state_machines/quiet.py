"""
No log of what fails: the history says it better.

Replaces two methods of moto's `EvalComponent`, which write the whole program for each component around a failure, and
put it together even when nobody reads that log.
"""

from __future__ import annotations

import logging
from typing import Any

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

from workflow_updater.local_cloud.hooks import replace

HOOK = "the interpreter's log"


def install() -> None:
    """Keep the interpreter quiet."""

    def say_nothing(self: Any, **_: Any) -> None:
        del self

    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)
    for name in ("_log_failure_event_exception", "_log_exception"):
        replace(EvalComponent, name, say_nothing, hook=HOOK)
