"""moto's interpreter, imported when it is first needed: the import takes half a second."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from workflow_updater.local_cloud.state_machines.fixes import mend
from workflow_updater.local_cloud.state_machines.starting import Revision

if TYPE_CHECKING:
    from workflow_updater.local_cloud.state_machines.program import MotoProgram


class Interpreter:
    """Makes programs whose tasks call the services at *endpoint*."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._ready = False

    def warm(self) -> None:
        """Import moto in the background, so that not even the first execution waits for it."""
        threading.Thread(target=self._prepare, name="interpreter-import", daemon=True).start()

    def program(self, revision: Revision, execution: dict[str, Any]) -> MotoProgram:
        """
        Return the program of *execution* (MiniStack's record), not yet running.

        Raises:
            HookMismatch: the installed moto is not the one that the hooks were written for.
            Exception: whatever moto's parser raises on the definition.
        """
        self._prepare()
        from workflow_updater.local_cloud.state_machines.program import MotoProgram

        return MotoProgram(revision, execution)

    def _prepare(self) -> None:
        with self._lock:
            if self._ready:
                return
            mend()
            from workflow_updater.local_cloud.state_machines import task_clients, task_values

            task_clients.install(self._endpoint)
            task_values.install()
            self._ready = True
