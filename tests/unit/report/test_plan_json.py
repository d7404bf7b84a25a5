"""`plan --json` has the form that docs/json/plan.schema.json promises, whatever a plan holds."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.unit.plan.pushing import HELLO, MACHINE, cloud_with, machine, push, template, wanted
from workflow_updater.core.release import Provenance
from workflow_updater.core.validation.finding import Finding
from workflow_updater.plan.model import Plan
from workflow_updater.plan.preparation import prepare
from workflow_updater.report.plan_json import FORMAT, plan_value

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "plan_json"
SCHEMA = json.loads((ROOT / "docs" / "json" / "plan.schema.json").read_text("utf-8"))

RESERVE = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "${ReserveArn}"},
}
BEFORE = {"StartAt": "Reserve", "States": {"Reserve": {**RESERVE, "Next": "Gone"}, "Gone": {"Type": "Succeed"}}}
AFTER = {
    "StartAt": "Reserve",
    "TimeoutSeconds": 60,
    "States": {
        "Reserve": {**RESERVE, "TimeoutSeconds": 30, "Next": "Wäit"},
        "Wäit": {"Type": "Wait", "Seconds": 5, "End": True},
    },
}
ORDERS = machine(DefinitionSubstitutions={"ReserveArn": {"Fn::GetAtt": ["Reserve", "Arn"]}})


def strict(schema: Any) -> Any:
    """Return *schema* without room for keys that it does not name: readers leave it, we do not."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(one) for name, one in schema.items()}
    return closed | ({"additionalProperties": False} if schema.get("type") == "object" else {})


def first_push() -> Plan:
    return prepare(wanted(), cloud_with().ports)


def no_change() -> Plan:
    cloud = cloud_with()
    push(cloud, HELLO)
    return prepare(wanted(), cloud.ports)


def permissions_lacking() -> Plan:
    function = {"Type": "AWS::Lambda::Function", "Properties": {}}
    cloud = cloud_with(template(Orders=ORDERS, Reserve=function), live=BEFORE)
    cloud.machines.add(MACHINE, json.dumps(BEFORE), role_arn="arn:aws:iam::111122223333:role/orders")
    cloud.roles.add("arn:aws:iam::111122223333:role/orders")
    return prepare(wanted(AFTER), cloud.ports)


def alias_and_commit() -> Plan:
    aliased = machine()
    aliased["Metadata"]["Workflow"]["AutoPublishAlias"] = "live"
    provenance = Provenance("3f2a" * 10, True, "Ann <ann@example.org>", "take orders")
    cloud = cloud_with(template(Orders=aliased))
    cloud.machines.route(f"{MACHINE}:live", {f"{MACHINE}:1": 100})
    return prepare(wanted(provenance=provenance), cloud.ports)


PLANS = {
    "first_push": first_push,
    "no_change": no_change,
    "permissions_lacking": permissions_lacking,
    "alias_and_commit": alias_and_commit,
}
WARNING = Finding("orders.asl.json", 3, 5, "W501", "warning", "never used", "/States/A", "remove it")


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_told_as_the_golden_file_has_it_and_as_the_schema_allows(name: str):
    value = plan_value(PLANS[name]())

    jsonschema.validate(value, strict(SCHEMA))
    assert json.loads((GOLDEN / f"{name}.json").read_text("utf-8")) == value


def test_warnings_about_the_definition_are_told_once_with_those_of_the_plan():
    plan = first_push()

    value = plan_value(plan, [WARNING, WARNING])

    jsonschema.validate(value, SCHEMA)
    assert [WARNING._asdict()] == value["warnings"]


def test_what_a_change_set_has_shown_is_told_rather_than_what_the_plan_expects():
    assert plan_value(first_push(), differs=False)["differs"] is False


def test_the_schema_is_one_and_of_the_format_that_is_told():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert FORMAT == SCHEMA["properties"]["format"]["const"]


def _without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: one for name, one in value.items() if name != key}


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_the_schema_notices_a_key_that_is_gone(key: str):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_without(plan_value(first_push()), key), SCHEMA)


def test_the_schema_notices_a_key_that_nobody_described():
    changed = deepcopy(plan_value(permissions_lacking()))
    changed["changes"][0]["lines"] = []

    with pytest.raises(jsonschema.ValidationError, match="lines"):
        jsonschema.validate(changed, strict(SCHEMA))
