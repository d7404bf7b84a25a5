"""The time that a call takes to AWS and back, before the service is asked: a step of the way that all calls share."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextvars import ContextVar

from workflow_updater.local_cloud.gateway import Application, Receive, Scope, Send

# The service of a signature's scope: …Credential=KEY/20260101/eu-central-1/s3/aws4_request, …
SIGNED_FOR = re.compile(rb"Credential=[^/]+/\d+/[^/]+/([a-z0-9-]+)/aws4_request")

_RECEIVED: ContextVar[float] = ContextVar("when the request that is being handled came in")


def received() -> float:
    """Return when the request that is being handled came in, as `time.monotonic()` tells it."""
    return _RECEIVED.get(time.monotonic())


class CallPace:
    """Passes requests on to *inner* after the seconds that *of_call* tells for the service they are signed for."""

    def __init__(self, inner: Application, of_call: Callable[[str], float]) -> None:
        self._inner = inner
        self._of_call = of_call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "http":
            _RECEIVED.set(time.monotonic())
            if seconds := self._of_call(service_of(scope)):
                await asyncio.sleep(seconds)
        await self._inner(scope, receive, send)


def service_of(scope: Scope) -> str:
    """Return the service that a request is signed for, "" when it is not signed."""
    headers = dict(scope.get("headers", []))
    found = SIGNED_FOR.search(headers.get(b"authorization", b""))
    return found[1].decode() if found else ""
