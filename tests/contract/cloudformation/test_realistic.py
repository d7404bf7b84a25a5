"""`--realistic`: an operation can be watched, resource by resource, and overtaken."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from tests.contract.cloudformation.deployments import PATIENCE_SECONDS, events, queue, settled
from tests.local_cloud import LocalCloud, serving


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a server whose operations take their time."""
    with serving(tmp_path_factory.mktemp("slow"), realistic=True) as cloud:
        yield cloud


def test_resources_come_one_by_one_and_a_deletion_overtakes_them(slow: LocalCloud) -> None:
    client = slow.client("cloudformation")
    template = {"Resources": {"First": queue("first"), "Second": {**queue("second"), "DependsOn": "First"}}}
    stack = client.create_stack(StackName="s", TemplateBody=json.dumps(template))["StackId"]

    deadline = time.monotonic() + PATIENCE_SECONDS
    while ("First", "CREATE_COMPLETE", "") not in events(slow, stack) and time.monotonic() < deadline:
        time.sleep(0.05)
    told = [(name, status) for name, status, _ in events(slow, stack)]
    client.delete_stack(StackName="s")

    assert ("First", "CREATE_COMPLETE") in told
    assert ("Second", "CREATE_COMPLETE") not in told
    assert settled(slow, stack)["StackStatus"] == "DELETE_COMPLETE"
    time.sleep(2.5)  # the pause that the second queue would have been made after
    assert settled(slow, stack)["StackStatus"] == "DELETE_COMPLETE"
    assert slow.client("sqs").list_queues().get("QueueUrls", []) == []
