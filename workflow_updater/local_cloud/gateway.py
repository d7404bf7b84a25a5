"""
The door of the local cloud: an ASGI application before MiniStack's.

MiniStack answers every request with CORS `*` and reads unsigned ones, so any page in a browser could call it. The door
turns away what a web page sends (an Origin, or a Sec-Fetch-Site that names another site) and what DNS rebinding sends
(a foreign Host). Clients of AWS send neither.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTROL_PATH = "/_local_cloud"
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
REFUSAL = b"The embedded cloud answers local programs only: no web pages, no foreign Host header.\n"


class Gateway:
    """Passes local clients on to *inner*, turns others away with 403, and answers the paths of *told* itself."""

    def __init__(self, inner: Application, *, told: Mapping[str, Callable[[], Any]], stop: Callable[[], None]) -> None:
        self._inner = inner
        self._told = told
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        elif not is_local(scope):
            await _refuse(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._told:
            await self._control(scope, send)
        else:
            await self._inner(scope, receive, send)

    async def _control(self, scope: Scope, send: Send) -> None:
        """Tell what the path is for (GET), or end the server (DELETE): no signal of Windows could be outlived."""
        await _answer(send, 200, json.dumps(self._told[scope["path"]]()).encode(), b"application/json")
        if scope["method"] == "DELETE" and scope["path"] == CONTROL_PATH:
            self._stop()


def is_local(scope: Scope) -> bool:
    """Return whether a request comes from a program on this machine rather than from a web page."""
    headers = {name.lower(): value.decode("latin-1").lower() for name, value in scope.get("headers", [])}
    if b"origin" in headers or headers.get(b"sec-fetch-site", "none") not in ("none", "same-origin"):
        return False
    host = headers.get(b"host", "").removesuffix(".")
    name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
    return name in LOCAL_HOSTS or name.endswith(".localhost")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # before the handshake ends: HTTP 403
        return
    await _answer(send, 403, REFUSAL, b"text/plain")


async def _answer(send: Send, status: int, body: bytes, content_type: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
