"""What a template says of an alias: how traffic shifts, how long it takes, which resources come with it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from workflow_updater.core.aliases import options
from workflow_updater.core.aliases.options import read_publishing
from workflow_updater.core.aliases.publishing import Publishing, ids_of
from workflow_updater.core.aliases.resources import ALIAS, publishing_resources


@pytest.mark.parametrize(
    ("publishing", "weights", "seconds"),
    [
        (Publishing("live"), (100,), 0),
        (Publishing("live", "CANARY", 10, 5), (10, 100), 300),
        (Publishing("live", "LINEAR", 25, 1), (25, 50, 75, 100), 180),
        (Publishing("live", "LINEAR", 33, 2), (33, 66, 99, 100), 360),
        (Publishing("live", "LINEAR", 99, 1), (99, 100), 60),
    ],
)
def test_the_new_version_gets_more_and_more_traffic(publishing: Publishing, weights: tuple[int, ...], seconds: float):
    assert publishing.weights == weights
    assert publishing.shift_seconds == seconds


def test_what_says_nothing_of_an_alias_has_none():
    assert read_publishing({"Location": "Workflow"}, "") == (None, [])


def test_without_a_preference_all_traffic_moves_at_once():
    assert read_publishing({"AutoPublishAlias": "live"}, "") == (Publishing("live"), [])


def test_numbers_may_come_as_text():
    preference = {"Type": "CANARY", "Percentage": "10", "Interval": "5"}
    read, findings = read_publishing({"AutoPublishAlias": "live", "DeploymentPreference": preference}, "")

    assert findings == []
    assert read == Publishing("live", "CANARY", 10, 5)


@pytest.mark.parametrize("percentage", [0, -1, 100, 1.5, True, None, "ten", {"Ref": "Percentage"}, "1" * 400])
def test_a_percentage_is_a_number_from_1_to_99(percentage: object):
    preference = {"Type": "CANARY", "Percentage": percentage, "Interval": 5}
    _, findings = read_publishing({"AutoPublishAlias": "live", "DeploymentPreference": preference}, "/Workflow")

    assert [(one.rule, one.pointer) for one in findings] == [("E918", "/Workflow/DeploymentPreference/Percentage")]


@pytest.mark.parametrize("alias", ["", "1", "a b", "a" * 81, "über", "a:b", 5, None, {"Fn::Sub": "${A}"}, "live\n"])
def test_an_alias_has_a_name_that_aws_takes(alias: object):
    _, findings = read_publishing({"AutoPublishAlias": alias}, "/Workflow")

    assert [(one.rule, one.pointer) for one in findings] == [("E918", "/Workflow/AutoPublishAlias")]


@pytest.mark.parametrize("kept", [0, 1000, True, "all", None])
def test_at_least_one_version_is_kept_and_at_most_all_but_one(kept: object):
    _, findings = read_publishing({"AutoPublishAlias": "live", "KeepVersions": kept}, "/Workflow")

    assert [(one.rule, one.pointer) for one in findings] == [("E918", "/Workflow/KeepVersions")]


@pytest.mark.parametrize(
    "alarms",
    [
        "A",
        [""],
        ["A" * 257],
        [1],
        [{"Ref": "A", "Fn::Sub": "A"}],
        [{"Name": "A"}],
        [str(n) for n in range(101)],
        ["A", "A"],
    ],
)
def test_alarms_are_names_or_intrinsics(alarms: object):
    _, findings = read_publishing({"AutoPublishAlias": "live", "DeploymentPreference": {"Alarms": alarms}}, "")

    assert [one.rule for one in findings] == ["E918"]


def test_two_machines_never_share_a_logical_id():
    names = ["Orders", "OrdersVersion", "OrdersAlias", "OrdersVersionAlias"]
    taken = [one for name in names for one in ids_of(name)]

    assert len(set(taken)) == len(taken)


def test_the_limits_are_those_of_the_resource_type():
    preference = _schema()["definitions"]["DeploymentPreference"]["properties"]

    assert set(preference["Type"]["enum"]) == set(options.TYPES)
    assert preference["Percentage"] | {"minimum": 1, "maximum": options.PERCENTAGE_MAX} == preference["Percentage"]
    assert preference["Interval"] | {"minimum": 1, "maximum": options.INTERVAL_MAX} == preference["Interval"]
    assert preference["Alarms"] | {"maxItems": options.ALARMS_MAX, "uniqueItems": True} == preference["Alarms"]
    assert _schema()["properties"]["Name"]["maxLength"] == options.ALIAS_NAME_MAX


def test_what_the_macro_adds_has_only_properties_of_the_resource_types():
    added = publishing_resources("Orders", Publishing("live", "LINEAR", 25, 1, ("Failing",)), {})
    alias = added["OrdersAlias"]["Properties"]

    assert set(alias) <= set(_schema()["properties"])
    assert set(alias["DeploymentPreference"]) == set(_schema()["definitions"]["DeploymentPreference"]["properties"])


def _schema() -> dict[str, Any]:
    manager = import_module("cfnlint.schema.manager").PROVIDER_SCHEMA_MANAGER
    schema: dict[str, Any] = manager.get_resource_schema("us-east-1", ALIAS).schema
    return schema


@pytest.mark.parametrize(
    ("alarm", "shown"),
    [
        ("Failing", "Failing"),
        ({"Ref": "Failing"}, "Failing"),
        ({"Fn::Sub": "${AWS::StackName}-fails"}, "orders-fails"),
        ({"Fn::ImportValue": "Failing"}, '{"Fn::ImportValue": "Failing"}'),
    ],
)
def test_an_alarm_is_told_by_the_name_that_it_has_in_the_stack(alarm: object, shown: str):
    assert Publishing("live", alarms=(alarm,)).told("orders") == f"alias live: all traffic at once; alarms: {shown}"
