"""Which runtimes this machine has the real clients of: the others stay with MiniStack's own worker."""

from __future__ import annotations

from workflow_updater.local_cloud.functions.installation import managed_runtimes

TESTS = {"python": "test_python.py", "nodejs": "test_node.py"}
collect_ignore = [test for runtime, test in TESTS.items() if runtime not in managed_runtimes()]
