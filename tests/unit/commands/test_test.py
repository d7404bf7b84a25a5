"""`test`: which tests it runs, what it prints, how it exits; and what `deploy --require-tests` makes of them."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import Called, call
from tests.unit.plan.pushing import BUCKET, cloud_with
from tests.unit.workflow_tests.orders import orders
from tests.unit.workflow_tests.test_mock_config import CONFIG, DEFINITION
from workflow_updater.cli import main
from workflow_updater.commands import deploy, test
from workflow_updater.commands.required_tests import refuse_failing
from workflow_updater.errors import DefinitionInvalid, Refused, UsageError
from workflow_updater.local_cloud import hooks
from workflow_updater.screen import Screen
from workflow_updater.workflow_tests.faults import SuiteInvalid

PASSING = """
- name: few and many
  mocks: {Load: {result: {items: [1]}}, Reserve: [{error: Busy}, {result: {Payload: {n: 1}}}]}
  expect: {output: [few], elapsed: 2}
"""
FAILING = PASSING + "- {name: not mocked}\n"
NO_CLOUD = FakeCloud()


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*arguments: str) -> Called:
    return call(test, NO_CLOUD, *arguments)


def test_all_workflows_of_the_repository_are_tested(repository: Path) -> None:
    orders(repository, PASSING)

    found = called()

    assert 0 == found.code
    assert [
        "ok    orders: few and many [2 s]",
        "coverage of orders: 6 of 8 states (75 %), 2 of 4 branches (50 %)",
        "  never entered: Sorry, Many",
        "  never taken: Items Catch[0] (States.ALL) → Sorry",
        "  never taken: Enough Choices[0] → Many",
    ] == found.out.splitlines()
    assert "1 case: 1 passed, 0 failed" in found.err


@pytest.mark.parametrize(
    "named", ["orders", "workflows/orders", "workflows/orders/definition.asl.yaml", "workflows/orders/tests/cases.yaml"]
)
def test_a_workflow_or_a_file_can_be_named(repository: Path, named: str) -> None:
    orders(repository, PASSING)

    assert "ok    orders: few and many [2 s]" in called(named).out


def test_a_failing_case_is_told_with_its_place_and_fails_the_call(repository: Path) -> None:
    orders(repository, FAILING)

    found = called()

    assert 1 == found.code
    assert [
        "FAIL  orders: not mocked",
        "        workflows/orders/tests/cases.yaml:5:3",
        "        state Load is called but not mocked",
    ] == found.out.splitlines()[1:4]


def test_cases_can_be_chosen_by_name(repository: Path) -> None:
    orders(repository, FAILING)

    assert (0, 1) == (called("--filter", "many").code, called("--filter", "mocked").code)
    with pytest.raises(UsageError, match="no case has 'other' in its name"):
        called("--filter", "other")


@pytest.mark.parametrize(("percent", "code"), [("50", 0), ("51", 1)])
def test_too_little_coverage_fails_the_call(repository: Path, percent: str, code: int) -> None:
    orders(repository, PASSING)

    found = called("--coverage-min", percent)

    assert code == found.code
    assert (code == 1) == ("coverage of orders is below 51 %" in found.err)


def test_results_can_be_one_json_object(repository: Path) -> None:
    orders(repository, FAILING)

    value = called("--json").value

    assert [(True, "SUCCEEDED", 2.0), (False, "", 0)] == [
        (case["passed"], case["status"], case["elapsed"]) for case in value["cases"]
    ]
    assert (False, True) == (value["passed"], value["coverage_reached"])
    assert {"total": 8, "percent": 75.0, "missed": ["Sorry", "Many"]} == value["coverage"][0]["states"]
    assert [{"state": "Items", "kind": "Catch", "index": 0}] == value["coverage"][0]["branches"]["missed"][:1]


def test_results_can_be_written_as_junit(repository: Path) -> None:
    orders(repository, FAILING)
    called("--junit", "report.xml")
    root = ElementTree.parse(repository / "report.xml").getroot()

    assert ("2", "1") == (root.get("tests"), root.get("failures"))
    with pytest.raises(UsageError, match="cannot be written"):
        called("--junit", "nowhere/report.xml")


def test_a_test_file_with_faults_stops_everything(repository: Path) -> None:
    orders(repository, "[{nam: a}]")

    with pytest.raises(SuiteInvalid) as refused:
        called()

    assert (2, "there is no key nam") == (refused.value.exit_code, refused.value.findings[1].message)


def test_a_definition_with_errors_stops_everything(repository: Path) -> None:
    orders(repository, PASSING, {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}})

    with pytest.raises(DefinitionInvalid) as refused:
        called()

    assert 3 == refused.value.exit_code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no workflow has tests"),
        (["nowhere"], "there is no file and no workflow nowhere"),
        (["lonely"], "lonely has no tests"),
        (["loose.yaml"], "loose.yaml is for no workflow"),
        (["--mock-config", "mocks.json"], "--workflow is missing"),
        (["--mock-config", "mocks.json", "--workflow", "lonely", "--state-machine", "X"], "has no state machine X"),
        (["--mock-config", "mocks.json", "lonely", "lonely"], "several workflows are named"),
        (["--mock-config", "workflows/lonely/definition.asl.json", "lonely"], "has no StateMachines"),
        (["--workflow", "lonely"], "--workflow is for the tests of --mock-config"),
        (["lonely", "--input", "{}"], "--input is for the tests of --mock-config"),
    ],
)
def test_what_cannot_be_run_is_told(repository: Path, arguments: list[str], message: str) -> None:
    lonely = repository / "workflows" / "lonely"
    lonely.mkdir(parents=True)
    (lonely / "definition.asl.json").write_text(json.dumps(DEFINITION))
    (repository / "loose.yaml").write_text(PASSING)
    (repository / "mocks.json").write_text(json.dumps(CONFIG))

    with pytest.raises(UsageError, match=message) as refused:
        called(*arguments)

    assert refused.value.hint


def test_a_test_file_elsewhere_can_name_its_workflow(repository: Path) -> None:
    orders(repository, PASSING)
    (repository / "loose.yaml").write_text(json.dumps({"workflow": "workflows/orders", "cases": [{"name": "a"}]}))

    assert "FAIL  orders: a" in called("loose.yaml").out


def test_a_test_file_can_name_its_environment(repository: Path) -> None:
    template = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "{{ answer }}", "End": true}}}'
    folder = repository / "workflows" / "rendered"
    (folder / "tests").mkdir(parents=True)
    (folder / "definition.asl.json.j2").write_text(template)
    cases = {"environment": "live", "cases": [{"name": "a", "expect": {"output": "yes"}}]}
    (folder / "tests" / "cases.yaml").write_text(json.dumps(cases))
    (repository / "workflows.toml").write_text('[environments.live]\nvariables = {answer = "yes"}')

    assert 0 == called().code


def test_a_terminal_has_colours(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders(repository, FAILING)
    monkeypatch.setattr(Screen, "has_colour", True)

    told = called().out

    assert "\x1b[32mok  \x1b[0m  orders: few and many" in told
    assert "\x1b[1;31mFAIL\x1b[0m  orders: not mocked" in told


def test_the_folder_of_the_tests_is_as_good_as_the_workflow(repository: Path) -> None:
    orders(repository, PASSING)

    assert called("workflows/orders/tests").out == called("orders").out


@pytest.mark.parametrize("named", [["--workflow", "integration"], ["integration"]])
def test_the_test_cases_of_step_functions_local_are_run(repository: Path, named: list[str]) -> None:
    folder = repository / "workflows" / "integration"
    folder.mkdir(parents=True)
    (folder / "definition.asl.json").write_text(json.dumps(DEFINITION))
    (repository / "mocks.json").write_text(json.dumps(CONFIG))

    found = called("--mock-config", "mocks.json", *named, "--input", '{"a": 1}')

    assert 1 == found.code  # HybridPath would call for real
    assert [
        "ok    integration: HappyPath: SUCCEEDED",
        "        path: LambdaState → SQSState → DirectState",
        "ok    integration: RetryPath: SUCCEEDED [7 s]",
    ] == found.out.splitlines()[:3]
    assert "ok    integration: Fails: FAILED (Broken) [7 s]" in found.out


def test_without_the_extra_the_cure_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    orders(repository, PASSING)
    monkeypatch.setattr(hooks, "RELEASES", {"nothing-like-it": "1"})
    code = main(["test"])

    told = capsys.readouterr().err
    assert 2 == code
    assert "error: the embedded cloud needs nothing-like-it 1, and none is installed" in told
    assert f"→ run `{sys.executable} -m pip install 'step-functions-workflow-updater[local]'`" in told


@pytest.mark.parametrize("wanted", ["flag", "file"])
@pytest.mark.parametrize(("tests", "message"), [(FAILING, "1 of 2 tests failed"), ("", "has no tests")])
def test_a_deployment_can_require_them(repository: Path, wanted: str, tests: str, message: str) -> None:
    folder = orders(repository, tests)
    if not tests:
        (folder / "tests" / "cases.yaml").unlink()
    if wanted == "file":
        (repository / "workflows.toml").write_text("[workflows.orders]\nrequire_tests = true")
    flags = ["--require-tests"] if wanted == "flag" else []
    cloud = cloud_with()

    with pytest.raises(Refused, match=message) as refused:
        call(deploy, cloud, "--stack", "orders", "--workflow", "orders", "--bucket", BUCKET, *flags)

    assert (4, []) == (refused.value.exit_code, cloud.writes)


def test_a_deployment_goes_on_when_they_pass(repository: Path) -> None:
    folder = orders(repository, PASSING)
    told = io.StringIO()
    options = argparse.Namespace(environment="", var=[])

    refuse_failing(folder / "definition.asl.yaml", options, NO_CLOUD.connect, Screen(stderr=told))

    assert told.getvalue().startswith("ok    orders: few and many [2 s]\n1 case: 1 passed, 0 failed")


def test_a_folder_that_is_called_like_a_test_file_is_a_workflow(repository: Path) -> None:
    orders(repository, PASSING)
    (repository / "workflows" / "orders").rename(repository / "orders.yaml")

    assert "few and many [2 s]" in called("orders.yaml").out


def test_the_way_that_an_execution_took_is_in_the_json(repository: Path) -> None:
    orders(repository, PASSING)

    case = called("--json").value["cases"][0]

    assert ["Load", "Items", "Done"] == case["path"]


def test_a_mock_config_that_cannot_be_read_is_told_with_its_place(repository: Path) -> None:
    orders(repository, PASSING)
    Path("mocks.json").write_text("{", "utf-8")

    with pytest.raises(SuiteInvalid) as told:
        called("--mock-config", "mocks.json", "orders")

    assert ["E001"] == [finding.rule for finding in told.value.findings]
