"""
JSONPaths, parsed once.

Replaces `parse` in the two modules of moto that parse a path each time it is read: most of the time of an execution
without waiting went there, as jsonpath-ng makes a new parser for each path.
"""

from __future__ import annotations

from functools import lru_cache

from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.utils import json_path

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "JSONPath"


def install() -> None:
    """Remember parsed paths."""
    for module in (json_path, result_path):
        replace(module, "parse", lru_cache(maxsize=4096)(private(module, "parse", hook=HOOK)), hook=HOOK)
