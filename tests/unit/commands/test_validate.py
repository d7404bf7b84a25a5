"""`validate` with AWS's own findings, for programs, and its pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import call
from workflow_updater.cli import main
from workflow_updater.cloud.ports import Diagnosis
from workflow_updater.commands import validate
from workflow_updater.errors import UsageError

TASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "${F}"},
    "End": True,
}
NO_TARGET = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "C": {"Type": "Succeed"}}}


@pytest.fixture(autouse=True)
def repository(tmp_path, monkeypatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    write("one.json", {"StartAt": "A", "States": {"A": TASK}})
    return tmp_path


def write(name: str, definition: object) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(json.dumps(definition, indent=1), "utf-8")


def diagnosed(*diagnoses: Diagnosis) -> FakeCloud:
    cloud = FakeCloud()
    cloud.machines.diagnoses = list(diagnoses)
    return cloud


def test_aws_is_asked_only_when_it_shall_be():
    cloud = diagnosed(Diagnosis("error", "SCHEMA_VALIDATION_FAILED", "no"))

    assert call(validate, cloud, "one.json").code == 0


def test_what_aws_adds_stands_at_its_place():
    cloud = diagnosed(Diagnosis("warning", "NO_DOLLAR", "a path?", "/States/A/Type"))

    called = call(validate, cloud, "one.json", "--service")

    assert called.code == 0
    assert called.out.splitlines()[0] == "one.json:5:4 AWS:NO_DOLLAR warning: a path?"


def test_an_error_that_only_aws_finds_is_an_error():
    cloud = diagnosed(Diagnosis("error", "SCHEMA_VALIDATION_FAILED", "too odd"))

    assert call(validate, cloud, "one.json", "--service").code == 3


def test_what_aws_says_of_a_placeholder_is_not_told():
    cloud = diagnosed(Diagnosis("error", "SCHEMA_VALIDATION_FAILED", "no ARN", "/States/A/Parameters/FunctionName"))

    assert call(validate, cloud, "one.json", "--service").code == 0


def test_aws_is_shown_json_even_where_a_placeholder_has_no_quotes():
    Path("bare.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": ${N}, "End": true}}}')
    cloud = diagnosed()

    assert call(validate, cloud, "bare.json", "--service").code == 0
    ((_, definition, _),) = cloud.machines.calls
    assert json.loads(definition)["States"]["A"]["Result"] == "${N}"


def test_what_we_and_aws_find_at_one_place_is_told_once():
    write("two.json", NO_TARGET)
    cloud = diagnosed(Diagnosis("error", "MISSING_TRANSITION_TARGET", "Missing", "/States/A/Next"))

    called = call(validate, cloud, "two.json", "--service", "--json")

    assert [one["rule"] for one in called.value["findings"] if one["pointer"] == "/States/A/Next"] == ["E107"]


def test_annotations_have_paths_from_the_root_of_the_repository(repository, monkeypatch):
    write("workflows/orders/definition.asl.json", NO_TARGET)
    monkeypatch.chdir(repository / "workflows" / "orders")

    told = call(validate, FakeCloud(), "definition.asl.json", "--format", "github").out

    assert "file=workflows/orders/definition.asl.json,line=6" in told


def test_sarif_is_one_object_with_paths_from_the_root_of_the_repository(repository, monkeypatch, capsys):
    write("workflows/orders/definition.asl.json", NO_TARGET)
    monkeypatch.chdir(repository / "workflows")

    assert main(["validate", "orders/definition.asl.json", "--format=sarif"]) == 3

    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert set(places) == {"workflows/orders/definition.asl.json"}


def test_the_page_of_a_rule_is_told():
    called = call(validate, FakeCloud(), "--explain", "e107")

    assert called.out.startswith("E107 (error): A transition leads to a state\n")
    assert "source: https://" in called.out


def test_a_rule_that_does_not_exist_has_no_page():
    with pytest.raises(UsageError, match="there is no rule E1077"):
        call(validate, FakeCloud(), "--explain", "E1077")


def test_workflows_toml_can_ignore_no_error():
    Path("workflows.toml").write_text('[validation]\nignore = ["E107"]\n', "utf-8")

    with pytest.raises(UsageError, match="cannot ignore E107") as caught:
        call(validate, FakeCloud(), "one.json")
    assert '"Comment": "… noqa: E107"' in caught.value.hint


def test_what_no_comment_takes_back_is_told_to_leave_the_list():
    Path("workflows.toml").write_text('[validation]\nignore = ["E001"]\n', "utf-8")

    with pytest.raises(UsageError, match="cannot ignore E001") as caught:
        call(validate, FakeCloud(), "one.json")
    assert "nothing takes findings of this rule back" in caught.value.hint


def test_without_a_name_all_workflows_are_checked():
    for name in ("workflows/orders/definition.asl.json", "workflows/mail/definition.asl.json", "flows/bill.asl.json"):
        write(name, NO_TARGET)
    write("workflows/shared/retry.json", {})
    Path("workflows.toml").write_text('[workflows.bill]\ndefinition = "flows/bill.asl.json"\n', "utf-8")

    called = call(validate, FakeCloud())

    assert called.code == 3
    assert "3 definitions checked" in called.err


def test_without_a_name_and_without_workflows_there_is_nothing_to_check():
    with pytest.raises(UsageError, match="there is no workflow to check"):
        call(validate, FakeCloud())


def test_what_was_not_found_does_not_count_as_checked(capsys):
    assert main(["validate", "nowhere"]) == 2
    assert "checked" not in capsys.readouterr().err
    assert main(["validate", "nowhere", "one.json"]) == 2
    assert "1 definition checked" in capsys.readouterr().err


def test_a_misspelt_workflow_is_told_what_was_meant():
    write("workflows/orders/definition.asl.json", NO_TARGET)

    with pytest.raises(UsageError, match="there is no file and no workflow ordres") as caught:
        call(validate, FakeCloud(), "ordres")
    assert caught.value.hint == "did you mean orders?"


def test_a_folder_without_a_definition_is_not_what_was_meant():
    write("workflows/order/definition.asl.json", NO_TARGET)
    write("orders/code.json", {})

    with pytest.raises(UsageError) as caught:
        call(validate, FakeCloud(), "ordres")
    assert caught.value.hint == "did you mean order?"


def test_a_folder_of_workflows_tells_which_it_holds():
    write("workflows/orders/definition.asl.json", NO_TARGET)

    with pytest.raises(UsageError, match="the folder workflows has no definition") as caught:
        call(validate, FakeCloud(), "workflows")
    assert "orders" in caught.value.hint


def test_the_summary_counts_warnings_apart(capsys):
    write(
        "two.json",
        {"StartAt": "A", "States": {"A": {**TASK, "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken"}}},
    )

    assert main(["validate", "one.json", "two.json"]) == 0
    assert "2 definitions checked: 0 errors, 2 warnings" in capsys.readouterr().err


def test_the_type_of_the_machine_can_be_given_with_the_call():
    write(
        "sync.json",
        {
            "StartAt": "A",
            "States": {
                "A": {**TASK, "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": {"JobName": "j"}}
            },
        },
    )

    assert call(validate, FakeCloud(), "sync.json").code == 0
    assert call(validate, FakeCloud(), "sync.json", "--type", "EXPRESS").code == 3


def test_the_page_of_a_rule_ends_with_its_cure_and_source():
    page = call(validate, FakeCloud(), "--explain", "E107").out.splitlines()

    assert page[-2].startswith("  → ")
    assert page[-1].startswith("source: https://")


def test_what_aws_says_of_an_object_is_told():
    cloud = diagnosed(Diagnosis("error", "SCHEMA_VALIDATION_FAILED", "too odd", "/States/A/Parameters"))

    assert call(validate, cloud, "one.json", "--service").code == 3


def test_a_file_that_is_there_wins_over_a_workflow_of_that_name():
    Path("workflows.toml").write_text('[workflows."one.json"]\ndefinition = "nowhere.json"\n', "utf-8")

    assert call(validate, FakeCloud(), "one.json").code == 0
