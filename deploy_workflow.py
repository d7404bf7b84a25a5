#!/usr/bin/env python3
"""The launcher: `./deploy_workflow.py …` is the same program as the installed `deploy-workflow …`."""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this file chooses the Python
        sys.stderr.write("error: Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "\n")
        raise SystemExit(2)
    from workflow_updater.cli import main

    raise SystemExit(main())
