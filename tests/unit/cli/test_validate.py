from __future__ import annotations

import json

import pytest

from tests.unit.plan.pushing import HELLO
from workflow_updater.cli import main

DANGLING = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}}}


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.json").write_text(json.dumps(HELLO))
    (tmp_path / "bad.json").write_text(json.dumps(DANGLING, indent=2))
    folder = tmp_path / "workflows" / "orders"
    folder.mkdir(parents=True)
    (folder / "definition.asl.yaml").write_text("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Nowhere\n")


def test_a_definition_without_faults_ends_with_0_and_an_empty_stdout(capsys):
    assert main(["validate", "hello.json"]) == 0

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "1 definition checked: 0 errors, 0 warnings\n"


def test_all_findings_of_all_files_are_told_with_their_places(capsys):
    assert main(["validate", "bad.json", "hello.json", "workflows/orders"]) == 3

    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("bad.json:6:") for line in lines)
    assert any(line.startswith("workflows/orders/definition.asl.yaml:5:") for line in lines)


def test_a_workflow_is_found_by_its_name(capsys):
    assert main(["validate", "orders"]) == 3
    assert "orders/definition.asl.yaml:5:" in capsys.readouterr().out


@pytest.mark.parametrize("flags", [["--json"], ["--format", "json"], ["--json", "--format", "json"]])
def test_json_is_one_object_with_the_findings(capsys, flags):
    assert main(["validate", "bad.json", *flags]) == 3

    (finding, *_) = json.loads(capsys.readouterr().out)["findings"]
    assert {"rule", "severity", "message", "pointer", "file", "line", "column", "hint"} == set(finding)
    assert (finding["file"], finding["line"], finding["severity"]) == ("bad.json", 6, "error")


def test_a_file_that_is_not_there_is_a_usage_error(capsys):
    assert main(["validate", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_a_file_that_is_not_there_hides_no_finding_of_the_others(capsys):
    assert main(["validate", "nowhere.json", "bad.json"]) == 2

    told = capsys.readouterr()
    assert told.out.startswith("bad.json:6:")
    assert "nowhere.json" in told.err
