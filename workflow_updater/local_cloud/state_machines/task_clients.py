"""
The boto3 clients by which tasks call services: at the local cloud, with the session of the state machine's role.

Replaces `boto_client_for` in every module of moto's interpreter that has imported it by name, and the pause between two
looks at a nested execution.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

from botocore.config import Config
from ministack.core.lambda_runtime import execution_credentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback

from workflow_updater.local_cloud.hooks import HookMismatch, replace
from workflow_updater.local_cloud.state_machines.service_models import session
from workflow_updater.local_cloud.state_machines.task_names import boto3_service

HOOK = "task clients"
NESTED_POLL_SECONDS = 0.05  # moto's half a second is most of the time that a nested execution takes here
LONGEST_CALL_SECONDS = 900 + 60  # Lambda's longest timeout and some


class TaskClients:
    """Clients by region, service and role; making one costs as much as ten calls."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str, str], Any] = {}

    def client(self, region: str, service: str, state_credentials: Any = None) -> Any:
        """Return a client of *service* (as a task's ARN names it) acting as the role in *state_credentials*."""
        role = _role_session(getattr(state_credentials, "role_arn", None) or "", region)
        key = (region, service, role["aws_access_key_id"])
        with self._lock:  # boto3 must not make two clients of a session at once
            if key not in self._clients:
                self._clients[key] = self._make(region, boto3_service(service), role)
            return self._clients[key]

    def _make(self, region: str, service: str, role: dict[str, str]) -> Any:
        config = Config(
            parameter_validation=False,  # the service refuses, as on AWS
            inject_host_prefix=False,  # sync-states.127.0.0.1 does not resolve
            read_timeout=LONGEST_CALL_SECONDS,
            retries={"max_attempts": 0},  # Retry is the state's business
            max_pool_connections=100,
        )
        client = session().create_client(
            service, region_name=region, endpoint_url=self._endpoint, config=config, **role
        )
        client.meta.events.register("after-call", _with_request_id)
        return client


def install(endpoint: str) -> None:
    """Give moto's interpreter clients of the services at *endpoint*."""
    clients = TaskClients(endpoint)
    users = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("moto.stepfunctions.parser") and hasattr(module, "boto_client_for")
    ]
    if not users:
        raise HookMismatch("no module of moto's Step Functions interpreter uses boto_client_for any more")
    for module in users:
        replace(module, "boto_client_for", clients.client, hook=HOOK)
    replace(state_task_service_callback, "_DELAY_SECONDS_SYNC_CONDITION_CHECK", NESTED_POLL_SECONDS, hook=HOOK)


def _role_session(role_arn: str, region: str) -> dict[str, str]:
    """Return the credentials of *role_arn*, as boto3.client takes them; the account's root with IAM switched off."""
    account = role_arn.split(":")[4] if role_arn.count(":") >= 5 else "000000000000"
    given = execution_credentials(
        {
            "Role": role_arn,
            "FunctionName": "states",
            "FunctionArn": f"arn:aws:lambda:{region}:{account}:function:states",
        }
    )
    role = {
        "aws_access_key_id": given["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": given["AWS_SECRET_ACCESS_KEY"],
    }
    if given["AWS_SESSION_TOKEN"]:
        role["aws_session_token"] = given["AWS_SESSION_TOKEN"]
    return role


def _with_request_id(parsed: dict[str, Any] | None, **_: Any) -> None:
    """Fill in what moto's error texts quote and not every emulated service sends."""
    if parsed is not None:
        parsed.setdefault("ResponseMetadata", {}).setdefault("RequestId", "-")
