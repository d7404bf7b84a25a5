"""
The environment variables of a function's process.

Replaces `ministack.services.lambda_svc._provided_worker_env`, which hands the server's whole environment on: a
developer's AWS_PROFILE, keys and proxies would reach the function. Here it starts empty, as on AWS.
"""

from __future__ import annotations

import os
from typing import Any

from ministack.core.lambda_runtime import execution_credentials
from ministack.core.responses import get_region
from ministack.services import lambda_svc

from workflow_updater.local_cloud.functions.task_folder import OPT, RUNTIME, TASK
from workflow_updater.local_cloud.hooks import private, replace

# What a process needs to start at all on this machine; nothing in it is about AWS.
INHERITED = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def install(endpoint: str) -> None:
    """Give every function a clean environment whose AWS clients talk to *endpoint*."""
    own_variables = private(lambda_svc, "_runtime_env_vars")

    def environment(config: dict[str, Any], code_folder: str, port: int) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            **described(config, code_folder),
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
            **_credentials(config),
            **own_variables(config),
            "AWS_ENDPOINT_URL": endpoint,
        }

    replace(lambda_svc, "_provided_worker_env", environment)


def described(config: dict[str, Any], code_folder: str) -> dict[str, str]:
    """Return the variables that AWS sets to tell a function about itself."""
    name, region, runtime = config["FunctionName"], get_region(), str(config.get("Runtime", ""))
    task, opt = f"{code_folder}/{TASK}", f"{code_folder}/{OPT}"
    if runtime.startswith("provided"):
        task = code_folder
    return {
        "_HANDLER": config.get("Handler", "bootstrap"),
        "LAMBDA_TASK_ROOT": task,
        "LAMBDA_RUNTIME_DIR": f"{code_folder}/{RUNTIME}",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": config.get("Version", "$LATEST"),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config.get("MemorySize", 128)),
        "AWS_LAMBDA_LOG_GROUP_NAME": (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": f"{opt}/python:{code_folder}/{RUNTIME}",
        "NODE_PATH": f"{opt}/nodejs/node_modules",
        # The developer's own configuration lies in the home folder, which a function on AWS does not have.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # Names like `sync-states.127.0.0.1` do not resolve.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
    }


def _credentials(config: dict[str, Any]) -> dict[str, str]:
    """Return the role's session with IAM switched on; else the account number as key and nothing of the server's."""
    given = execution_credentials(config)
    if given["AWS_ACCESS_KEY_ID"].startswith("ASIA"):
        return dict(given)
    return {"AWS_ACCESS_KEY_ID": given["AWS_ACCESS_KEY_ID"], "AWS_SECRET_ACCESS_KEY": "test"}
