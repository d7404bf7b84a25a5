"""What a template asks for, and whether it may come from there."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.core.admission import admit, below_prefix
from workflow_updater.core.content_address import Location
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection_requests import MACRO_NAME, InjectionRequest, injection_requests
from workflow_updater.core.validation.finding import Finding

PREFIX = {"Prefix": "s3://bucket-1/orders/"}


def machine(**more: Any) -> dict[str, Any]:
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "role"}, **more}


def asking(location: Any) -> dict[str, Any]:
    return machine(Metadata={"Workflow": {"Location": location}})


def test_the_metadata_form_asks_for_every_machine_with_a_location():
    template = {
        "Transform": [{"Name": "AWS::LanguageExtensions"}, {"Name": MACRO_NAME, "Parameters": PREFIX}],
        "Parameters": {"OrdersWorkflow": {"Type": "String"}, "ReturnsWorkflow": {"Type": "String", "Default": ""}},
        "Resources": {"Orders": asking("OrdersWorkflow"), "Returns": asking("ReturnsWorkflow"), "Own": machine()},
    }

    assert injection_requests(template, {"OrdersWorkflow": " s3://bucket-1/orders/x "}) == (
        InjectionRequest("Orders", "OrdersWorkflow", "s3://bucket-1/orders/x", PREFIX["Prefix"], "metadata"),
        InjectionRequest("Returns", "ReturnsWorkflow", "", PREFIX["Prefix"], "metadata"),
    )


@pytest.mark.parametrize("forged", [{"S3Key": ["s3://bucket-1/x"]}, {"SMResource": ["Machine"]}, {"S3Key": 1}, {}])
def test_the_seed_form_takes_text_only(forged: dict[str, Any]):
    values = {**dict.fromkeys(list(forged) and ("S3Key", "SMResource"), "s3://bucket-1/x"), **forged}

    with pytest.raises(InjectionRefused):
        injection_requests({"Transform": MACRO_NAME, "Resources": {"Machine": machine()}}, values)


@pytest.mark.parametrize("transform", [MACRO_NAME, [MACRO_NAME], {"Name": MACRO_NAME}, ["AWS::Serverless", MACRO_NAME]])
def test_the_seed_form_asks_by_its_two_parameters(transform: Any):
    template = {"Transform": transform, "Resources": {"StateMachine": machine()}}

    assert injection_requests(template, {"S3Key": "s3://bucket-1/x", "SMResource": "StateMachine"}) == (
        InjectionRequest("StateMachine", "S3Key", "s3://bucket-1/x", "", "seed"),
    )


@pytest.mark.parametrize(
    ("written", "parameter", "location"),
    [
        ("OrdersWorkflow", "OrdersWorkflow", "s3://bucket-1/x"),
        ({"Ref": "OrdersWorkflow"}, "OrdersWorkflow", "s3://bucket-1/x"),
        ("s3://bucket-1/y", None, "s3://bucket-1/y"),
        ("", None, ""),
    ],
)
def test_the_snippet_form_asks_by_parameter_reference_or_literal(written: Any, parameter: str | None, location: str):
    transform = {"Name": MACRO_NAME, "Parameters": {"Location": written, **PREFIX}}
    template = {"Resources": {"Orders": machine(Properties={"Fn::Transform": transform, "RoleArn": "role"})}}

    assert injection_requests(template, {"OrdersWorkflow": "s3://bucket-1/x"}) == (
        InjectionRequest("Orders", parameter, location, PREFIX["Prefix"], "snippet"),
    )


@pytest.mark.parametrize(
    "template",
    [
        {},
        {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Orders": asking("OrdersWorkflow")}},
        {"Transform": [1, {"Name": ["x"]}], "Resources": []},
        {"Resources": {"Orders": "x", "Other": {"Properties": {"Fn::Transform": {"Name": "Other"}}}}},
    ],
)
def test_a_template_without_the_macro_asks_for_nothing(template: dict[str, Any]):
    assert injection_requests(template, {}) == ()


def test_the_macro_may_have_another_name():
    template = {"Transform": "Injector", "Resources": {"Orders": asking("L")}}

    assert [request.logical_id for request in injection_requests(template, {"L": ""}, macro="Injector")] == ["Orders"]


def test_all_odd_locations_are_told_together():
    template = {"Transform": MACRO_NAME, "Resources": {"A": asking("Missing"), "B": asking(None), "C": asking("List")}}

    with pytest.raises(InjectionRefused) as refused:
        injection_requests(template, {"List": ["s3://bucket-1/x"]})

    assert [(finding.rule, finding.message) for finding in refused.value.findings] == [
        ("E906", "the template has no parameter Missing"),
        ("E906", "Location must be the name of a template parameter, it is None"),
        ("E906", "the template parameter List must be of type String"),
    ]


@pytest.mark.parametrize(
    ("prefix", "inside"),
    [
        ("", True),
        ("orders", True),
        ("orders/", True),
        ("/orders/", True),
        ("order", False),
        ("orders/x", True),
        ("orders/x.json", False),
        ("s3://bucket-1", True),
        ("s3://bucket-1/", True),
        ("s3://bucket-1/orders/", True),
        ("s3://bucket-1/return/", False),
        ("s3://bucket-2/orders/", False),
        ("s3://bucket", False),
    ],
)
def test_a_prefix_ends_at_a_slash(prefix: str, *, inside: bool):
    assert below_prefix(Location("bucket-1", "orders/x/y.json"), prefix) is inside


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("s3://bucket-1/orders/x?versionId=v", Location("bucket-1", "orders/x", "v")),
        ("s3://bucket-2/orders/x", "E908"),
        ("s3://bucket-1/returns/x", "E909"),
        ("orders/x", "E907"),
    ],
)
def test_a_location_is_admitted_or_refused(location: str, outcome: Location | str):
    admitted = admit(InjectionRequest("Orders", "P", location, "orders/", "metadata"), {"bucket-1"})

    assert (admitted.rule if isinstance(admitted, Finding) else admitted) == outcome
