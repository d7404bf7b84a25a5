"""
The Lambda function behind the macro: `macro.handler.handler`.

Loading this module loads the standard library and the core only, so that a cold start is short; the SDK comes with the
first event that reads from S3. Nothing that could be stale after a SnapStart restore (clients, credentials, random
state) is made before an event.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any

from macro import s3_source
from macro.respond import respond

if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
    import_module("boto3")  # into the snapshot: there its import costs nothing later

_source = cache(s3_source.connect)


def handler(event: object, _context: object) -> dict[str, Any]:
    """Return the answer to CloudFormation's *event*; see `respond`."""
    listed = os.environ.get("WORKFLOW_BUCKETS", "").split(",")
    return respond(event, frozenset(filter(None, map(str.strip, listed))), _source)
