"""The server process: `python -m workflow_updater.local_cloud --folder DIR`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from workflow_updater.local_cloud.server import serve
from workflow_updater.local_cloud.settings import ACCOUNT, REGION, CloudSettings


def read_arguments(arguments: Sequence[str] | None = None) -> CloudSettings:
    """Return the settings that *arguments* (default: the process's own) ask for."""
    parser = argparse.ArgumentParser(prog="python -m workflow_updater.local_cloud", description=serve.__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="state, log and server.json")
    parser.add_argument("--port", type=int, default=0, help="0 (default) takes a free one")
    parser.add_argument("--ephemeral", action="store_true", help="keep nothing; remove the folder at the end")
    parser.add_argument("--realistic", action="store_true", help="operations take about as long as on AWS")
    parser.add_argument("--auth", action="store_true", help="enforce IAM policies")
    parser.add_argument("--account", default=ACCOUNT)
    parser.add_argument("--region", default=REGION)
    return CloudSettings(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    serve(read_arguments())
