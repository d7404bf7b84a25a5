"""One object of S3, read to its end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from itertools import count
from typing import Any

from botocore.exceptions import HTTPClientError, IncompleteReadError

ATTEMPTS = 3


def read_whole(
    client: Any,  # noqa: ANN401 - boto3 makes client classes at run time
    *,
    max_bytes: int,
    **which: str,
) -> tuple[Mapping[str, Any], bytes | None]:
    """
    Return GetObject's answer and the bytes; None for the bytes of an object with more than *max_bytes*.

    A body that breaks off is asked for again: the SDK itself does that only until the body begins. source: botocore's
    StreamingBody, which reads past the retries of its client.

    Raises:
        ClientError, BotoCoreError: as the client raises them.
    """
    for attempt in count(1):
        answer = client.get_object(**which)
        with closing(answer["Body"]) as stream:  # entered itself, a StreamingBody gives the bare stream, unchecked
            if answer.get("ContentLength", 0) > max_bytes:
                return answer, None
            try:
                return answer, bytes(stream.read())
            except (HTTPClientError, IncompleteReadError):
                if attempt == ATTEMPTS:
                    raise
    raise AssertionError("the attempts are counted above")
