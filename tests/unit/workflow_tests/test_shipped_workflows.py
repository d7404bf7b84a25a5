"""The workflows that are shipped pass their own tests, which go through all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.workflow_tests.coverage import coverage
from workflow_updater.workflow_tests.loading import load
from workflow_updater.workflow_tests.running import run_cases
from workflow_updater.workflow_tests.suites import suites_of

WORKFLOWS = sorted(path.parent for path in (Path(__file__).parents[3] / "workflows").glob("*/definition.asl.*"))


@pytest.mark.parametrize("folder", WORKFLOWS, ids=[folder.name for folder in WORKFLOWS])
def test_a_shipped_workflow_passes_its_tests_and_is_covered_by_them(folder: Path) -> None:
    loaded = load(suites_of(folder), lambda path, environment: check_definition(path), root=folder)
    results = [result for one in loaded for result in run_cases(one.definition, one.cases)]
    covered = coverage(folder.name, loaded[0].outline, results)

    assert [] == [(result.case.name, result.failures) for result in results if result.failures]
    assert ((), ()) == (covered.missed_states, covered.missed_ways)
