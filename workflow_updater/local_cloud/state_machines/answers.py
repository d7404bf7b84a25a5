"""Answers of MiniStack's Step Functions API: (HTTP status, headers, JSON body)."""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import error_response_json, json_response

Answer = tuple[int, dict[str, str], bytes]


def refusal(code: str, message: str) -> Answer:
    """Return the answer to a request that is refused with *code*."""
    answer: Answer = error_response_json(code, message, 400)
    return answer


def fields(values: dict[str, Any]) -> Answer:
    """Return the answer that carries *values*."""
    answer: Answer = json_response(values)
    return answer


def content(answer: Answer) -> dict[str, Any]:
    """Return the fields that *answer* carries; none when it is a refusal."""
    status, _, body = answer
    return dict(json.loads(body)) if status == 200 else {}
