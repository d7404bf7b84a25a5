"""Where the Lambda side of the local cloud is put together."""

from __future__ import annotations

import logging
import os
import shutil
from importlib.util import find_spec

LOG = logging.getLogger(__name__)


def managed_runtimes() -> tuple[str, ...]:
    """Return the prefixes of the runtimes that run through a real runtime client on this machine."""
    if os.name != "posix":
        return ()
    python = ("python",) if find_spec("awslambdaric") else ()
    node = ("nodejs",) if shutil.which("node") else ()
    return python + node


def install(endpoint: str) -> None:
    """
    Run Python and Node functions through a runtime client, with an environment of their own, against *endpoint*.

    What has no client here stays with MiniStack's own worker, and the log says so. MiniStack must be imported already.

    Raises:
        HookMismatch: the installed MiniStack is not the one that these hooks were written for.
    """
    from workflow_updater.local_cloud.functions import own_environments

    own_environments.install()
    runtimes = managed_runtimes()
    if "python" not in runtimes:
        LOG.warning(
            "awslambdaric has no wheel for this platform: Python functions run in MiniStack's own worker, "
            "which reports every exception as Runtime.HandlerError"
        )
    if not runtimes:
        return
    from workflow_updater.local_cloud.functions import process_environment, task_folder, worker

    process_environment.install(endpoint)
    task_folder.install()
    worker.install(runtimes)
