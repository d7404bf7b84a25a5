"""What is mended in moto's interpreter wherever it runs: under the local cloud's API, and in simulations."""

from __future__ import annotations

from functools import cache

from workflow_updater.local_cloud.state_machines.moto_import import import_interpreter


@cache
def mend() -> None:
    """
    Import moto's interpreter and mend it, the first time.

    Raises:
        HookMismatch: the installed moto is not the one that the hooks were written for.
        ImportError: none is installed.
    """
    import_interpreter()
    from workflow_updater.local_cloud.state_machines import (
        heartbeats,
        intrinsics,
        json_paths,
        jsonata_values,
        map_runs,
        map_workers,
        parsing,
        quiet,
        retried_tokens,
        task_errors,
    )

    quiet.install()
    parsing.install()
    intrinsics.install()
    json_paths.install()
    map_runs.install()
    map_workers.install()
    task_errors.install()
    jsonata_values.install()
    heartbeats.install()
    retried_tokens.install()
