#!/usr/bin/env python3
"""The launcher: `./deploy_workflow.py …` is the same program as the installed `deploy-workflow …`."""

from workflow_updater.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
