"""`deploy --require-tests`: nothing leaves the desk before the workflow's own tests have passed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.test import checker, run_workflows
from workflow_updater.errors import Refused
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.workflow_tests.loading import load
from workflow_updater.workflow_tests.report_text import summary
from workflow_updater.workflow_tests.suites import TESTS, suites_of

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud


def refuse_failing(definition: Path, options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> None:
    """
    Run all tests of *definition*, rendered as *options* say, and return when they pass.

    Raises:
        Refused: one of them fails, or there are none.
        UsageError: a test file has faults, or the extra `local` is not installed.
    """
    files = suites_of(definition)
    if not files:
        raise Refused(
            f"{definition} has no tests, and --require-tests wants some; nothing was sent to AWS",
            hint=f"write {definition.parent / TESTS / 'cases.yaml'}; docs/workflow_tests.md shows how",
        )
    repository = read_repository(Path.cwd())
    loaded = load(files, checker(options, repository, connect), options.environment, root=repository.root)
    told = run_workflows(loaded, screen.note)
    results = [result for _, result in told]
    screen.note(summary(results))
    failed = sum(bool(result.failures) for result in results)
    if failed:
        raise Refused(
            f"{definition}: {failed} of {len(results)} tests failed; nothing was sent to AWS",
            hint="correct the workflow or its tests",
        )
