"""What the `Stacks` port tells of templates in S3, and of parameters that are secret or in the parameter store."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

import pytest

from tests.contract.ports.backends import Backend
from tests.contract.ports.test_stacks import change_set_of, executed
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.errors import UsageError
from workflow_updater.plan.templates.url import address


def template(value: object = None, **parameters: object) -> str:
    note = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": value or {"Ref": next(iter(parameters))}},
    }
    return json.dumps({"Parameters": parameters, "Resources": {"Note": note}})


def creation(body: str, **parameters: str | None) -> ChangeSetRequest:
    return ChangeSetRequest("notes", "create-1", parameters, template_body=body, token="create-1", type="CREATE")


def update(request: ChangeSetRequest, name: str = "update-1", **parameters: str | None) -> ChangeSetRequest:
    return replace(request, name=name, token=name, type="UPDATE", parameters=parameters)


def test_the_template_is_that_of_the_version_in_the_address(faithful: Backend) -> None:
    bucket, objects = f"templates-{secrets.token_hex(6)}", faithful.cloud.objects
    faithful.make_bucket(bucket)
    first = objects.put(bucket, "a/b c.template", template("first").encode())
    objects.put(bucket, "a/b c.template", template("second").encode())
    request = replace(creation("{}"), template_body=None, template_url=address(faithful.cloud.region, first))

    executed(faithful, change_set_of(faithful, request))

    assert faithful.cloud.stacks.original_template("notes") == template("first")


def test_an_address_of_nothing_is_refused(faithful: Backend) -> None:
    bucket = f"templates-{secrets.token_hex(6)}"
    faithful.make_bucket(bucket)
    url = f"https://s3.{faithful.cloud.region}.amazonaws.com/{bucket}/none.template"

    with pytest.raises(UsageError, match="S3 error"):
        change_set_of(faithful, replace(creation("{}"), template_body=None, template_url=url))


def test_a_parameter_of_the_parameter_store_has_a_name_and_a_value(faithful: Backend) -> None:
    name = f"/notes/{secrets.token_hex(6)}"
    faithful.make_parameter(name, "first", "String")
    request = creation(template(Text={"Type": "AWS::SSM::Parameter::Value<String>"}), Text=name)
    _, stack = executed(faithful, change_set_of(faithful, request))
    faithful.make_parameter(name, "second", "String")

    kept = change_set_of(faithful, update(request, Text=None))

    assert (stack.parameters, stack.resolved, stack.values) == ({"Text": name}, {"Text": "first"}, {"Text": "first"})
    assert (kept.parameters, kept.resolved) == ({"Text": name}, {"Text": "second"})


def test_a_secret_is_told_by_neither_stack_nor_change_set(faithful: Backend) -> None:
    parameters = {"Secret": {"Type": "String", "NoEcho": True}, "Text": {"Type": "String", "Default": "first"}}
    request = creation(template({"Ref": "Text"}, **parameters), Secret="only-the-stack-knows")
    _, stack = executed(faithful, change_set_of(faithful, request))

    kept = change_set_of(faithful, update(request, Secret=None, Text="second"))

    assert stack.parameters == {"Secret": "****", "Text": "first"}
    assert stack.values == {"Text": "first"}
    assert kept.parameters == {"Secret": "****", "Text": "second"}
