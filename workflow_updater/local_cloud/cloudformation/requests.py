"""Reading CloudFormation's requests and answering them in its Query protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

Params = Mapping[str, Any]
Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[Params], Response]


def value(params: Params, name: str, default: str = "") -> str:
    """Return the first value of a request's parameter *name*."""
    found = params.get(name, default)
    return str(found[0] if isinstance(found, list) and found else found)


def is_true(params: Params, name: str) -> bool:
    """Return whether a request sets the boolean *name*."""
    return value(params, name).lower() == "true"


def error(message: str, code: str = "ValidationError", status: int = 400) -> Response:
    """Return an error response."""
    from ministack.services.cloudformation import helpers

    response: Response = helpers._error(code, message, status)
    return response


def answer(action: str, result: str) -> Response:
    """Return the response of an *action* whose result is the XML *result*."""
    from ministack.services.cloudformation import helpers

    response: Response = helpers._xml(200, f"{action}Response", f"<{action}Result>{result}</{action}Result>")
    return response


def message_of(response: Response) -> str:
    """Return the message of an error *response*."""
    found = re.search(rb"<Message>(.*?)</Message>", response[2], re.DOTALL)
    return unescape(found.group(1).decode()) if found else response[2].decode(errors="replace")


def field(response: Response, name: str) -> str:
    """Return the text of the first element *name* of a *response*, empty if there is none."""
    found = re.search(rf"<{name}>(.*?)</{name}>".encode(), response[2], re.DOTALL)
    return unescape(found.group(1).decode()) if found else ""
