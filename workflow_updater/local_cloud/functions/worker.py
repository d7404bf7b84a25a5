"""
One execution environment of a function whose runtime AWS manages: a runtime client on MiniStack's Runtime API.

Replaces `ministack.core.lambda_runtime._worker_class_for` and `ministack.services.lambda_svc._execute_function_warm`:
MiniStack runs Python and Node by a protocol of its own, which loses the name of the exception, so that no
`Catch: ["CaseNotFound"]` would ever match. The Runtime API that it has for custom runtimes keeps the answer as it is.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from workflow_updater.local_cloud.functions.output_pump import OutputPump
from workflow_updater.local_cloud.functions.task_folder import managed
from workflow_updater.local_cloud.hooks import private, replace


class ManagedWorker(private(lambda_runtime, "ProvidedWorker")):  # type: ignore[misc]  # MiniStack has no types
    """MiniStack's Runtime API environment with our task folder, AWS's error texts and no wait for silent functions."""

    def __init__(self, func_name: str, config: dict[str, Any], code_zip: bytes) -> None:
        super().__init__(func_name, config, managed(code_zip, config))
        self._pump = OutputPump()

    def invoke(self, event: Any, request_id: str, **circumstances: Any) -> dict[str, Any]:
        """Return MiniStack's result of one invocation: `status`, `result` or `error_payload`, `cold_start`, `log`."""
        try:
            result: dict[str, Any] = super().invoke(event, request_id, **circumstances)
        except RuntimeError as failure:
            result = {"status": "error", "error_payload": self._init_failure(failure), "log": self._drain_stderr()}
        payload = result.get("error_payload")
        if isinstance(payload, dict):
            result = {**result, "error_payload": self._as_aws_says(payload, request_id)}
            if payload.get("errorType") == "Sandbox.Timedout":
                now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                result["log"] += f"\n{now} {request_id} {payload['errorMessage']}\n"
        return result

    def _init_failure(self, failure: RuntimeError) -> dict[str, Any]:
        reported = self._init_error
        if isinstance(reported, dict):
            return reported
        if isinstance(failure, lambda_runtime.ProvidedInitTimeout):
            timeout = self.config.get("Timeout", 3)
            return {"errorType": "Sandbox.Timedout", "errorMessage": f"Task timed out after {timeout}.00 seconds"}
        return {"errorType": getattr(failure, "error_type", "Runtime.ExitError"), "errorMessage": str(failure)}

    def _as_aws_says(self, payload: dict[str, Any], request_id: str) -> dict[str, Any]:
        match payload.get("errorType"):
            case "Sandbox.Timedout":
                message = payload["errorMessage"]
            case "Runtime.ExitError":
                message = "Runtime exited without providing a reason"
            case _:
                return payload
        return {**payload, "errorMessage": f"RequestId: {request_id} Error: {message}"}

    def _build_handler_class(self, generation: int, pending: Any) -> Any:
        handler = super()._build_handler_class(generation, pending)
        handler.disable_nagle_algorithm = True  # headers and body leave in two writes: 40 ms apart with Nagle
        return handler

    def _pump_output(self, stream: Any, log_queue: Any) -> None:
        self._pump.run(stream, log_queue)

    def _drain_stderr_bounded(self, first_line_wait: float = 0.25, **_: float) -> str:
        self._pump.settle(time.monotonic() + first_line_wait)
        return str(self._drain_stderr())


def install(runtimes: tuple[str, ...]) -> None:
    """Run the functions of *runtimes* (prefixes such as "python") in a `ManagedWorker`."""
    through_runtime_api = private(lambda_svc, "_execute_function_provided_warm")
    durable = private(lambda_svc, "_durable_ctx")

    def is_managed(config: dict[str, Any]) -> bool:
        return bool(runtimes) and str(config.get("Runtime", "")).startswith(runtimes)

    def class_for(config: dict[str, Any]) -> Any:
        return ManagedWorker if is_managed(config) and not durable.get() else plain_class(config)

    def execute(function: dict[str, Any], event: Any, request_id: str) -> Any:
        config = function.get("config") or function
        if is_managed(config) and not durable.get():
            return through_runtime_api(function, event, request_id)
        return plain_execute(function, event, request_id)

    plain_class = replace(lambda_runtime, "_worker_class_for", class_for)
    plain_execute = replace(lambda_svc, "_execute_function_warm", execute)
