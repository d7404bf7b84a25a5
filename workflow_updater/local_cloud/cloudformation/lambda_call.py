"""Invoking a macro's function through the Lambda API, as the caller of CloudFormation."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

TIMEOUT_SECONDS = 905  # the longest that a function may run (900 s, botocore lambda model), and the way there


@dataclass(frozen=True)
class Credentials:
    """Whom CloudFormation acts as while it runs a macro, and where."""

    account: str
    region: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None


@dataclass(frozen=True)
class Answer:
    """What an invocation gave: the payload's bytes, and whether the function raised or could not be called."""

    payload: bytes
    raised: bool
    refusal: str | None


def invoke(endpoint: str, credentials: Credentials, function: str, event: dict[str, Any]) -> Answer:
    """Return what *function* (name or ARN, alias and version included) answers to *event*; blocks."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials as Keys

    path = f"/2015-03-31/functions/{quote(function, safe='')}/invocations"
    body = json.dumps(event).encode()
    request = AWSRequest("POST", endpoint + path, headers={"Content-Type": "application/json"}, data=body)
    keys = Keys(credentials.access_key_id, credentials.secret_access_key, credentials.session_token)
    SigV4Auth(keys, "lambda", credentials.region).add_auth(request)
    connection = http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", path, body=body, headers=dict(request.headers.items()))
        response = connection.getresponse()
        payload = response.read()
        refusal = _message(payload) if response.status >= 400 else None
        return Answer(payload, response.headers.get("X-Amz-Function-Error") is not None, refusal)
    finally:
        connection.close()


def _message(payload: bytes) -> str:
    try:
        error = json.loads(payload)
        return str(error.get("Message") or error.get("message") or error)
    except (ValueError, AttributeError):
        return payload.decode(errors="replace")
