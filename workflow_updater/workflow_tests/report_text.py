"""Results and coverage, as lines for a person and as values for `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workflow_updater.workflow_tests.coverage import Coverage
from workflow_updater.workflow_tests.running import Result


def result_lines(workflow: str, result: Result) -> Iterator[str]:
    """Yield the line of a case, and below it what was not as expected."""
    case = result.case
    if not result.failures:
        end = f": {result.status}{f' ({result.ended})' if result.ended else ''}" if case.expected is None else ""
        yield f"ok    {workflow}: {case.name}{end}{_took(result)}"
        if case.expected is None:
            yield f"        path: {' → '.join(result.path)}"
        return
    yield f"FAIL  {workflow}: {case.name}{_took(result)}"
    yield f"        {case.file}:{case.line}:{case.column}"
    for failure in result.failures:
        yield from (f"        {line}" for line in failure.splitlines())


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield how much was covered, and what was not."""
    states = f"{coverage.states - len(coverage.missed_states)} of {coverage.states} states"
    ways = f"{coverage.ways - len(coverage.missed_ways)} of {coverage.ways} branches"
    yield (
        f"coverage of {coverage.workflow}: {states} ({_percent(coverage.states_percent)}), "
        f"{ways} ({_percent(coverage.ways_percent)})"
    )
    if coverage.missed_states:
        yield f"  never entered: {', '.join(coverage.missed_states)}"
    for way in coverage.missed_ways:
        if way.state not in coverage.missed_states:  # what is never entered is never left
            position = "" if way.kind == "Default" else f"[{way.position}]"
            yield f"  never taken: {way.state} {way.kind}{position} {way.told}"


def summary(results: Sequence[Result]) -> str:
    """Return the last line: how many cases there were, and how many of them failed."""
    failed = sum(bool(result.failures) for result in results)
    seconds = sum(result.seconds for result in results)
    cases = "1 case" if len(results) == 1 else f"{len(results)} cases"
    return f"{cases}: {len(results) - failed} passed, {failed} failed ({seconds:.2f} s)"


def results_value(told: Sequence[tuple[str, Result]], coverages: Sequence[Coverage]) -> dict[str, Any]:
    """Return everything as one value; *told* are results with the names of their workflows."""
    return {
        "passed": not any(result.failures for _, result in told),
        "cases": [_result_value(workflow, result) for workflow, result in told],
        "coverage": [_coverage_value(coverage) for coverage in coverages],
    }


def workflow_title(definition: Path) -> str:
    """Return what a workflow is called in reports: its folder, or the file where that says nothing."""
    return definition.resolve().parent.name if definition.name.startswith("definition.") else definition.name


def _result_value(workflow: str, result: Result) -> dict[str, Any]:
    case = result.case
    return {
        "workflow": workflow,
        "name": case.name,
        "file": case.file,
        "line": case.line,
        "passed": not result.failures,
        "failures": list(result.failures),
        "status": result.status,
        "path": list(result.path),
        "elapsed": result.elapsed,
        "seconds": round(result.seconds, 3),
    }


def _coverage_value(coverage: Coverage) -> dict[str, Any]:
    return {
        "workflow": coverage.workflow,
        "states": {
            "total": coverage.states,
            "percent": round(coverage.states_percent, 1),
            "missed": list(coverage.missed_states),
        },
        "branches": {
            "total": coverage.ways,
            "percent": round(coverage.ways_percent, 1),
            "missed": [{"state": way.state, "kind": way.kind, "index": way.position} for way in coverage.missed_ways],
        },
    }


def _percent(value: float) -> str:
    return f"{int(value)} %"  # downwards: 100 % is all of them


def _took(result: Result) -> str:
    return f" [{result.elapsed:g} s]" if result.elapsed else ""
