"""`validate --guardrails FILE`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import Called, call
from workflow_updater.cli import main
from workflow_updater.commands import validate
from workflow_updater.core.every_rule import EVERY_RULE
from workflow_updater.core.guardrails.listed import GUARDRAIL_RULES
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.suppression import unsuppressed
from workflow_updater.errors import UsageError

DEFINITION = """\
StartAt: A
States:
  A:
    Comment: "noqa: G106"
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    TimeoutSeconds: 3
    Parameters:
      FunctionName: ${Other}
    End: true
"""
GUARDRAILS = """\
Resources: [arn:aws:states:::lambda:invoke]
Targets:
  FunctionName: ["${Mine}"]
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("one.asl.yaml").write_text(DEFINITION, "utf-8")
    Path("guardrails.yaml").write_text(GUARDRAILS, "utf-8")


def held_to(guardrails: str, *flags: str) -> Called:
    return call(validate, FakeCloud(), "one.asl.yaml", "--guardrails", guardrails, *flags)


def test_what_is_not_allowed_is_told_with_its_place_whatever_a_comment_says():
    called = held_to("guardrails.yaml")

    assert called.code == 3
    assert called.out.startswith("one.asl.yaml:9:7 G106 FunctionName ${Other} is not among the Targets")


def test_what_is_allowed_is_not_mentioned():
    Path("one.asl.yaml").write_text(DEFINITION.replace("Other", "Mine"), "utf-8")

    assert held_to("guardrails.yaml").code == 0


def test_without_guardrails_nothing_is_held_to_them():
    assert call(validate, FakeCloud(), "one.asl.yaml").code == 0


def test_a_definition_that_cannot_be_read_is_told_as_ever():
    Path("one.asl.yaml").write_text("[", "utf-8")

    called = held_to("guardrails.yaml")

    assert called.code == 3
    assert "E002" in called.out


def test_programs_are_told_the_rule_too(capsys: pytest.CaptureFixture[str]):
    (finding,) = held_to("guardrails.yaml", "--json").value["findings"]
    code = main(["validate", "one.asl.yaml", "--guardrails", "guardrails.yaml", "--format", "sarif"])
    (run,) = json.loads(capsys.readouterr().out)["runs"]

    assert code == 3
    assert (finding["rule"], finding["severity"], finding["line"]) == ("G106", "error", 9)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["G106"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Resource: []\nTargets: {}\n", "1:1 G001 Resource is not known here (did you mean Resources?)"),
        ("Targets: [\n", "E002"),
        ("Ref: Guardrails\n", "G001 it must be a document, it is the intrinsic function Ref"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_every_place(text, told):
    Path("guardrails.yaml").write_text(text, "utf-8")

    with pytest.raises(UsageError) as refused:
        held_to("guardrails.yaml")

    assert refused.value.message.startswith("guardrails.yaml is no guardrails document: ")
    assert told in refused.value.message


@pytest.mark.parametrize(("name", "told"), [("gone.yaml", "there is no file gone.yaml"), (".", "is a folder")])
def test_a_file_that_is_not_there_is_told(name, told):
    with pytest.raises(UsageError) as refused:
        held_to(name)

    assert told in refused.value.message


@pytest.mark.parametrize("rule", [rule.id for rule in GUARDRAIL_RULES])
def test_no_comment_takes_a_finding_of_the_guardrails_back(rule):
    finding = Finding(rule=rule, pointer="/States/A")

    assert unsuppressed([finding], {"Comment": f"noqa: {rule}", "States": {"A": {}}}) == [finding]


@pytest.mark.parametrize("rule", [rule.id for rule in GUARDRAIL_RULES])
def test_workflows_toml_cannot_ignore_a_rule_of_the_guardrails(rule):
    Path("workflows.toml").write_text(f'[validation]\nignore = ["{rule}"]\n', "utf-8")

    with pytest.raises(UsageError):
        held_to("guardrails.yaml")


@pytest.mark.parametrize("rule", GUARDRAIL_RULES, ids=repr)
def test_a_rule_tells_all_that_its_page_needs(rule):
    assert rule.severity == "error"
    assert rule.source.startswith("https://")
    assert rule.title
    assert rule.hint
    assert rule.description.endswith(".")
    assert call(validate, FakeCloud(), "--explain", rule.id).out.startswith(f"{rule.id} (error): {rule.title}")


def test_no_id_is_given_twice():
    ids = [rule.id for rule in EVERY_RULE]

    assert len(ids) == len(set(ids))
