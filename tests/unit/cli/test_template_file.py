from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workflow_updater.errors import UsageError
from workflow_updater.sources import template_file
from workflow_updater.sources.template_difference import is_intact
from workflow_updater.sources.template_file import parse_template, read_template

ROOT = Path(__file__).parents[3]


def test_yaml_and_json_become_the_same_plain_values():
    yaml = (
        "AWSTemplateFormatVersion: 2010-09-09\nResources: {A: {Type: T, Properties: {X: !GetAtt B.Arn, Y: !Ref C}}}\n"
    )
    parsed = parse_template(yaml, "t.yaml")

    assert parsed["AWSTemplateFormatVersion"] == "2010-09-09"
    assert parsed["Resources"]["A"]["Properties"] == {"X": {"Fn::GetAtt": ["B", "Arn"]}, "Y": {"Ref": "C"}}
    assert parse_template('{"Resources": {}}', "t.json") == {"Resources": {}}
    assert parse_template("{Resources: {}}", "flow.yaml") == {"Resources": {}}


@pytest.mark.parametrize("text", ["Resources: [", "Resources: 1", "just text", "", "[1]", '{"Resources": '])
def test_what_is_no_template_is_named(text):
    with pytest.raises(UsageError, match=r"t\.yaml"):
        parse_template(text, "t.yaml")


def test_a_template_that_is_no_yaml_is_told_with_its_place():
    with pytest.raises(UsageError, match=r"^t\.yaml:2:2: neither JSON nor YAML: expected ',' or ']'"):
        parse_template("a: [1\nb: {", "t.yaml")


def test_a_copy_with_a_question_mark_may_have_lost_something():
    assert is_intact("Description: all ASCII")
    assert not is_intact("Description: really?")


def test_a_template_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"Description: \xe4")

    with pytest.raises(UsageError, match=r"latin\.yaml: not UTF-8"):
        read_template(tmp_path / "latin.yaml")
    with pytest.raises(UsageError, match="cannot read the template"):
        read_template(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("name", ["call_center.yaml", "workflow_stack.yaml"])
def test_our_own_templates_survive_cloudformations_copy(name):
    assert is_intact((ROOT / "templates" / name).read_text("utf-8"))


TAGS = """
Resources:
  A: !Ref X
  B: !GetAtt A.Arn.More
  C: !GetAtt [A, Arn]
  D: !Sub ["${A}", {A: !Join [",", [1, 2]]}]
  E: !If [Yes, {No: on}, 2026-01-01]
  F: &anchor {G: 0x10, H: 1_000, I: 012}
  J: *anchor
  K: !Condition Is
"""


@pytest.mark.parametrize(
    "text", [TAGS, *sorted((ROOT / "templates").glob("*.yaml"))], ids=lambda one: getattr(one, "name", "tags")
)
def test_both_parsers_of_yaml_read_the_same(text, monkeypatch):
    text = text if isinstance(text, str) else text.read_text("utf-8")
    quick = template_file._yaml_as_json.__wrapped__(text)
    monkeypatch.delattr(yaml, "CSafeLoader")

    assert quick == template_file._yaml_as_json.__wrapped__(text)
