"""Clients whose answers are written down by the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.stub import Stubber

from workflow_updater.cloud.aws.clients import Clients


@contextmanager
def stubbed(service: str) -> Iterator[tuple[Clients, Stubber]]:
    """Yield clients and the stubber of *service*; every answer that was added must have been asked for."""
    session = boto3.Session("key", "secret", region_name="eu-central-1")
    clients = Clients(session, endpoint_url="http://127.0.0.1:9", environ={})
    client: Any = clients.get(service)
    with Stubber(client) as stubber:
        yield clients, stubber
        stubber.assert_no_pending_responses()
    clients.close()
