"""`python -m workflow_updater …` is the same program as `deploy-workflow …`."""

from workflow_updater.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
