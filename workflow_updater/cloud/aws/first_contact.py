"""
Whether anybody has answered yet: an endpoint that is not there is told in a second or two, a lost one is tried again.

Five attempts with their pauses are right in the midst of a deployment. Before the first answer, nothing that listens,
or no such name, is a wrong address or no network, and a dozen seconds of silence help nobody.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError

MOST_ATTEMPTS = 2  # one more, for a connection that was lost on its way


class FirstContact:
    """Watches the clients of one session; `watch` each of them once."""

    def __init__(self) -> None:
        self._is_made = False

    def watch(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes client classes at run time
        """Let *client* give up early until one of those watched had an answer."""
        client.meta.events.register_first("needs-retry", self._give_up_early)

    def _give_up_early(
        self,
        attempts: int,
        response: object = None,
        caught_exception: Exception | None = None,
        **_: object,
    ) -> None:
        """Raise what was caught instead of leaving it to botocore's own retries."""
        if response is not None:
            self._is_made = True
        is_nobody = isinstance(caught_exception, EndpointConnectionError | ConnectTimeoutError)
        if caught_exception and is_nobody and not self._is_made and attempts >= MOST_ATTEMPTS:
            raise caught_exception
