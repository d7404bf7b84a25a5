"""boto3 clients, made when first asked for and shared between threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.handlers import json_decode_template_body

from workflow_updater.cloud.aws.client_errors import translate
from workflow_updater.cloud.aws.first_contact import FirstContact
from workflow_updater.errors import DeployError, UsageError

# Standard mode: exponential backoff with jitter up to 20 s, on throttling, 5xx and broken connections only.
ATTEMPTS = 5
CONNECT_TIMEOUT_SECONDS = 5
FIRST = "cloudformation"  # who looks at a stack
NEXT = ("s3", "stepfunctions", "iam")  # goes on with these; each is some 50 ms of work
READ_TIMEOUT_SECONDS = 30  # none of the calls used here works for long: CloudFormation answers and goes on by itself


class Clients:
    """The clients of one session, one per service."""

    def __init__(self, session: boto3.Session, *, endpoint_url: str | None, environ: Mapping[str, str]) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._config = _config(own_endpoint=bool(endpoint_url or _names_endpoint(environ)))
        self._lock = threading.Lock()
        self._clients: dict[str, Any] = {}
        self._contact = FirstContact()

    def get(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes client classes at run time
        """
        Return the client of *service*.

        Raises:
            UsageError: no region, or an endpoint that is no URL.
        """
        made = self._clients.get(service)
        if made is not None:  # and does not wait for the next one to be made
            return made
        with self._lock:  # sessions are not safe to make clients in several threads at once
            if service not in self._clients:
                self._clients[service] = self._create(service)
                if service == FIRST:
                    threading.Thread(target=self._make_ahead, daemon=True).start()
            return self._clients[service]

    def _make_ahead(self) -> None:
        """Make the clients that follow the first one, while that one waits for its first answer."""
        for service in NEXT:
            with suppress(DeployError):  # who asks for it will be told
                self.get(service)

    def _create(self, service: str) -> Any:  # noqa: ANN401
        try:
            client = self._session.client(service, endpoint_url=self._endpoint_url, config=self._config)
        except BotoCoreError as error:
            raise translate(error, operation=f"{service}:*", subject="") from error
        except ValueError as error:  # botocore's way to refuse an endpoint
            raise UsageError(
                str(error), hint="--endpoint-url and AWS_ENDPOINT_URL take a URL like http://127.0.0.1:4566"
            ) from error
        self._contact.watch(client)
        if service == "cloudformation":
            # botocore parses JSON templates on the way in; here the text counts, byte for byte.
            client.meta.events.unregister("after-call.cloudformation.GetTemplate", json_decode_template_body)
        return client

    def close(self) -> None:
        """Close the connections; clients asked for later are new ones."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()


def _names_endpoint(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("AWS_ENDPOINT_URL") or environ.get("AWS_ENDPOINT_URL_S3"))


def _config(*, own_endpoint: bool) -> Config:
    return Config(
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        user_agent_extra="step-functions-workflow-updater",
        # BUCKET.localhost resolves nowhere, so an endpoint of one's own is asked for /BUCKET/KEY.
        s3={"addressing_style": "path"} if own_endpoint else None,
    )
