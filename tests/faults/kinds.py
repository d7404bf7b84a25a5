"""
What can go wrong between this program and AWS, as it arrives at the client: an answer, or an exception.

Codes and forms: botocore's service models (protocol, error shapes) and AWS's "Common errors" of each service.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import urllib3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

QUERY = {"cloudformation", "iam", "sts"}
JSON = {"stepfunctions", "ssm"}
Reach = Literal["this call", "every call"]


@dataclass(frozen=True)
class Fault:
    """
    One kind of fault.

    *answer* gives what the client receives: an answer, or an exception to raise. With *delivered* the request reaches
    AWS before. *reach*: whom a fault that stays hits, the one call or everything from there on. *retried*: whether the
    SDK asks again, so that one occurrence must not be noticed. *cure*: what the hint must name, one of these.
    """

    name: str
    answer: Callable[[str, AWSPreparedRequest], AWSResponse | Exception]
    reach: Reach
    retried: bool
    cure: str
    delivered: bool = False


class _Body:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._content


class _SilentBody:
    def read(self, *_: Any) -> bytes:
        raise urllib3.exceptions.ReadTimeoutError(None, None, "Read timed out.")

    def close(self) -> None:
        pass


def _refusal(
    status: int, message: str, *, s3_status: int = 0, **codes: str
) -> Callable[[str, AWSPreparedRequest], AWSResponse]:
    """Return what makes the answer with the code of the service, or of `other`, in the service's own form."""

    def answer(service: str, request: AWSPreparedRequest) -> AWSResponse:
        code = codes.get("stepfunctions" if service in JSON else service, codes["other"])
        if service in QUERY:
            body = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        elif service == "s3":
            body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        else:
            body = json.dumps({"__type": code, "message": message})
        content = b"" if request.method == "HEAD" else body.encode()
        told = s3_status if service == "s3" and s3_status else status
        return AWSResponse(request.url, told, {"content-length": str(len(content))}, _Body(content))

    return answer


def _reset(service: str, request: AWSPreparedRequest) -> Exception:
    return ConnectionClosedError(endpoint_url=f"https://{service}.example")


def _timed_out(service: str, request: AWSPreparedRequest) -> AWSResponse | Exception:
    """Return a timeout, which a body that is streamed meets only while it is read, past the SDK's own retries."""
    if request.stream_output:
        return AWSResponse(request.url, 200, {"content-length": "1000"}, _SilentBody())
    return ReadTimeoutError(endpoint_url=f"https://{service}.example")


_STALE = "Signature expired: 20260101T000000Z is now earlier than 20260101T003000Z (20260101T004500Z - 15 min.)"

FAULTS = (
    Fault(
        "throttled",
        _refusal(
            400, "Rate exceeded", s3_status=503, s3="SlowDown", stepfunctions="ThrottlingException", other="Throttling"
        ),
        "this call",
        retried=True,
        cure="try again in a minute",
    ),
    Fault(
        "500",
        _refusal(500, "We encountered an internal error.", s3="InternalError", other="InternalFailure"),
        "this call",
        retried=True,
        cure="try again in a minute",
    ),
    Fault(
        "503",
        _refusal(503, "Service is unable to handle request.", other="ServiceUnavailable"),
        "every call",
        retried=True,
        cure="try again in a minute",
    ),
    Fault("connection reset", _reset, "every call", retried=True, cure="check the network"),
    Fault("answer lost", _reset, "every call", retried=True, cure="check the network", delivered=True),
    Fault("answer late", _timed_out, "this call", retried=True, cure="check the network", delivered=True),
    Fault(
        "clock skewed",
        _refusal(
            403,
            _STALE,
            s3="RequestTimeTooSkewed",
            stepfunctions="InvalidSignatureException",
            other="SignatureDoesNotMatch",
        ),
        "every call",
        retried=False,
        cure="set this machine's clock",
    ),
    Fault(
        "credentials expired",
        _refusal(
            403,
            "The security token included in the request is expired",
            s3_status=400,
            s3="ExpiredToken",
            stepfunctions="ExpiredTokenException",
            other="ExpiredToken",
        ),
        "every call",
        retried=False,
        cure="aws sso login",
    ),
    Fault(
        "denied",
        _refusal(403, "You are not allowed to do this", stepfunctions="AccessDeniedException", other="AccessDenied"),
        "this call",
        retried=False,
        cure="ask the infra team",
    ),
)
