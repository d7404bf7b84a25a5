#!/usr/bin/env python3
"""
The launcher: `./deploy_workflow.py …` is the same program as the installed `deploy-workflow …`.

In a checkout, `make setup` makes a `.venv`. Where no environment is active
(and -S is not given) the launcher goes on in there.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    own = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if sys.prefix == sys.base_prefix and not sys.flags.no_site and own.exists():
        os.execv(own, [str(own), *sys.argv])  # noqa: S606 - no shell: ourselves, once more
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this file chooses the Python
        sys.stderr.write("error: Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "\n")
        raise SystemExit(2)
    from workflow_updater.cli import main

    raise SystemExit(main())
