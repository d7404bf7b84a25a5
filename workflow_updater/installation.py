"""What is installed, and the command that installs what is not."""

from __future__ import annotations

import sys
from pathlib import Path

DISTRIBUTION = "step-functions-workflow-updater"
REQUIRED = frozenset({"boto3", "botocore", "cfn_flip", "jinja2", "jsonpatch", "rich", "yaml"})
LOCAL_CLOUD = frozenset({"awslambdaric", "hypercorn", "jsonata", "ministack", "moto"})
GRAPH = frozenset({"quickjs"})

_CHECKOUT = Path(__file__).parents[1]


def version() -> str:
    """Return the version of this program; a checkout that is not installed tells it from setup.cfg."""
    import configparser
    from importlib import metadata  # costs as much as all the rest of a quick command

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        parser = configparser.ConfigParser()
        parser.read(_CHECKOUT / "setup.cfg", encoding="utf-8")
        return parser.get("metadata", "version", fallback="unknown")


def cure_for_missing(module: str) -> str:
    """Return the command that installs the third-party *module*, "" when it is none that this program needs."""
    name = module.partition(".")[0]
    if name not in REQUIRED | LOCAL_CLOUD | GRAPH:
        return ""
    if (_CHECKOUT / "Makefile").exists() and (_CHECKOUT / "setup.cfg").exists():
        return f"run `make setup` in {_CHECKOUT}, then .venv/bin/deploy-workflow"
    extra = "[local]" if name in LOCAL_CLOUD else "[graph]" if name in GRAPH else ""
    return f"run `{sys.executable} -m pip install '{DISTRIBUTION}{extra}'`"
