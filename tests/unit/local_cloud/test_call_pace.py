"""How long a call takes depends on the service that it is signed for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from workflow_updater.local_cloud.call_pace import CallPace, service_of
from workflow_updater.local_cloud.cloudformation.pace import QUICK, REALISTIC

SIGNED = b"AWS4-HMAC-SHA256 Credential=111122223333/20261121/eu-central-1/s3/aws4_request, SignedHeaders=host"


def scope(authorization: bytes = b"") -> dict[str, Any]:
    return {"type": "http", "headers": [(b"host", b"x"), (b"authorization", authorization)]}


@pytest.mark.parametrize(("authorization", "service"), [(SIGNED, "s3"), (b"", ""), (b"Basic abc", "")])
def test_the_service_is_that_of_the_signature(authorization: bytes, service: str) -> None:
    assert service_of(scope(authorization)) == service


def test_a_call_is_held_back_as_long_as_its_service_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    slept, asked = [], []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["type"])

    monkeypatch.setattr(asyncio, "sleep", sleep)
    door: Any = CallPace(inner, REALISTIC.of_call)
    asyncio.run(door(scope(SIGNED), None, None))
    asyncio.run(door({"type": "lifespan"}, None, None))

    assert slept == [REALISTIC.of_call("s3")]
    assert asked == ["http", "lifespan"]


def test_without_delays_no_call_waits() -> None:
    assert {QUICK.of_call(service) for service in ("s3", "cloudformation", "")} == {0.0}
