"""
The import of moto's interpreter alone, without the services that it only brushes against.

moto.stepfunctions.parser takes one enumeration from `moto.batch` and three names from `moto.logs`, and with them all of
moto.ec2, moto.s3 and moto.iam: 195 MB and two seconds and more. With a stand-in for `moto.logs` (its only use is the
logging session that `execution_log` replaces) and `moto.batch` without its `__init__` it is 58 MB and half a second.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType


def import_interpreter() -> None:
    """
    Import moto's interpreter.

    Raises:
        ImportError: the installed moto is not the one that this was written for, or none is installed.
    """
    if "moto.stepfunctions" not in sys.modules:
        moto = importlib.import_module("moto")
        batch = ModuleType("moto.batch")
        batch.__path__ = [str(Path(moto.__path__[0]) / "batch")]  # its modules are found, its __init__ is not run
        logs = ModuleType("moto.logs")
        logs.__path__ = []
        models = ModuleType("moto.logs.models")
        vars(models).update(LogEvent=object, LogsBackend=object, logs_backends={})
        sys.modules.update({"moto.batch": batch, "moto.logs": logs, "moto.logs.models": models})
    importlib.import_module("moto.stepfunctions.parser.backend.execution")
