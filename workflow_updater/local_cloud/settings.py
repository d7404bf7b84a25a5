"""What one local cloud is: where it listens, whom it plays, how strict and how slow it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "111122223333"  # the account of AWS's own documentation examples
SERVER_LOCK = "server.lock"
PORT_FILE = "port"
TEMPORARY = "tmp"
STATE = "state"
REGION = "eu-central-1"
SECRET_ACCESS_KEY = "local-cloud"  # noqa: S105 - not checked: a 12-digit access key is the root of that account


@dataclass(frozen=True)
class CloudSettings:
    """
    The settings of a server process.

    Args:
        folder: state, log, server.json and temporary files, all below it.
        port: 0 takes the one that the last process had if it is free, else any.
        ephemeral: nothing is kept, and the folder is removed at the end.
        realistic: operations take about as long as on AWS.
        auth: IAM policies and capabilities are enforced.
    """

    folder: Path
    port: int = 0
    ephemeral: bool = False
    realistic: bool = False
    auth: bool = False
    account: str = ACCOUNT
    region: str = REGION

    @property
    def state(self) -> Path:
        """Where services keep what outlives the process."""
        return self.folder / STATE

    @property
    def port_file(self) -> Path:
        """Where the port of the last process is kept: addresses of queues, which stacks hand on, contain it."""
        return self.folder / PORT_FILE

    @property
    def lock(self) -> Path:
        """The file that the server holds while it lives, up to the last byte of its state."""
        return self.folder / SERVER_LOCK

    @property
    def temporary(self) -> Path:
        """TMPDIR of the server and of the functions it runs; emptied at start and end."""
        return self.folder / TEMPORARY
