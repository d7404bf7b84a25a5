"""Guardrails in the template of a stack, read by a push before anything is published."""

from __future__ import annotations

import json

import pytest

from tests.unit.plan.pushing import BUCKET, HELLO, cloud_with, machine, template, wanted
from workflow_updater.core.definition.document import Place
from workflow_updater.errors import CloudUnavailable
from workflow_updater.plan.guardrails import GuardrailsRefused
from workflow_updater.plan.model import Template
from workflow_updater.plan.preparation import prepare

NOTHING = {"Resources": [], "Targets": {}}
CALLS = {
    "StartAt": "Call",
    "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {}, "End": True}},
}
LOCATION = f"s3://{BUCKET}/guardrails/orders.json"


def guarded(guardrails, prefix="orders/"):
    with_guardrails = machine()
    with_guardrails["Metadata"]["Workflow"]["Guardrails"] = guardrails
    return template(prefix, Orders=with_guardrails)


def test_a_definition_that_is_not_allowed_is_refused_with_its_places():
    cloud = cloud_with(guarded(NOTHING))

    with pytest.raises(GuardrailsRefused) as refused:
        prepare(wanted(CALLS, locate=lambda pointer: Place(len(pointer), 3)), cloud.ports)

    assert refused.value.exit_code == 4
    assert [(one.file, one.line, one.rule) for one in refused.value.findings] == [
        ("hello.json", len("/States/Call/Resource"), "G101"),
        ("hello.json", len("/States/Call/Resource"), "G107"),
    ]


def test_a_trusted_placeholder_that_a_parameter_fills_is_refused():
    document = guarded({"Resources": [], "Targets": {"FunctionName": ["${Size}"]}})
    document["Resources"]["Orders"]["Properties"]["DefinitionSubstitutions"] = {"Size": {"Ref": "Size"}}

    with pytest.raises(GuardrailsRefused) as refused:
        prepare(wanted({**HELLO, "Comment": "${Size}"}), cloud_with(document).ports)

    assert [(one.rule, one.file) for one in refused.value.findings] == [("G004", "the deployed template of orders")]


def test_what_is_allowed_is_planned_without_a_word():
    plan = prepare(wanted(HELLO), cloud_with(guarded(NOTHING)).ports)

    assert plan.warnings == ()


def test_guardrails_in_s3_are_read_in_their_version():
    document = guarded(LOCATION + "?versionId=v1")
    cloud = cloud_with(document)
    cloud.objects.put(BUCKET, "guardrails/orders.json", json.dumps(NOTHING).encode())
    cloud.objects.put(BUCKET, "guardrails/orders.json", b"a later version")

    with pytest.raises(GuardrailsRefused) as refused:
        # CloudFormation's own copy would not do: a `?` in it may have been any character.
        prepare(wanted(CALLS, template=Template(json.dumps(document), "orders.json")), cloud.ports)

    assert {one.rule for one in refused.value.findings} == {"G101", "G107"}


@pytest.mark.parametrize(
    ("fails", "why"),
    [(None, "there is no object"), (CloudUnavailable("not allowed to s3:GetObject"), "not allowed to s3:GetObject")],
)
def test_guardrails_that_cannot_be_read_from_here_are_told_in_one_line(fails, why, monkeypatch):
    cloud = cloud_with(guarded(LOCATION))

    def get(bucket: str, key: str, version_id: str = "") -> None:
        if fails:
            raise fails

    monkeypatch.setattr(cloud.objects, "get", get)

    plan = prepare(wanted(CALLS), cloud.ports)

    assert [(one.rule, one.severity, one.message) for one in plan.warnings] == [
        ("G002", "warning", f"the guardrails {LOCATION} cannot be read from here: {why}")
    ]


@pytest.mark.parametrize(
    ("guardrails", "rule"),
    [({"Resources": []}, "G001"), ("", "G001"), (f"s3://{BUCKET}/orders/g.json", "G003"), ("s3://x", "G002")],
)
def test_guardrails_that_the_macro_would_not_accept_are_refused_here_too(guardrails, rule):
    with pytest.raises(GuardrailsRefused) as refused:
        prepare(wanted(HELLO), cloud_with(guarded(guardrails)).ports)

    assert [one.rule for one in refused.value.findings] == [rule]
    assert refused.value.findings[0].file == "the deployed template of orders"
