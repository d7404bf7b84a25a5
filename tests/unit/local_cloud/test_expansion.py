"""Which macros a template calls, and in which order."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from workflow_updater.local_cloud.cloudformation.expansion import MacroCall, declares_transform, expand, uses_macros
from workflow_updater.local_cloud.cloudformation.failures import MacroFailed

CALL = {"Name": "M", "Parameters": {"P": 1}}


def order_of(template: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return (macro, fragment) in the order of the calls; every macro returns its fragment."""
    calls: list[tuple[str, Any]] = []

    def call(macro: MacroCall, fragment: Any) -> Any:
        calls.append((macro.name, copy.deepcopy(fragment)))
        return fragment

    expand(template, call)
    return calls


def test_the_deepest_call_of_the_whole_template_is_first() -> None:
    template = {
        "Resources": {
            "A": {"Fn::Transform": {"Name": "Shallow"}},
            "B": {"Properties": {"C": [{"Fn::Transform": {"Name": "Deep"}, "D": 1}]}},
        }
    }

    assert [name for name, _ in order_of(template)] == ["Deep", "Shallow"]


def test_calls_of_one_depth_run_in_the_order_of_the_template() -> None:
    template = {"Resources": {name: {"Fn::Transform": {"Name": name}} for name in ("B", "A", "C")}}

    assert [name for name, _ in order_of(template)] == ["B", "A", "C"]


def test_a_call_at_the_top_gets_its_siblings() -> None:
    template = {"Fn::Transform": {"Name": "M"}, "Resources": {"A": {}}}

    assert order_of(template) == [("M", {"Resources": {"A": {}}})]


@pytest.mark.parametrize("section", ["Parameters", "AWSTemplateFormatVersion"])
def test_sections_without_functions_are_not_searched(section: str) -> None:
    assert order_of({section: {"P": {"Fn::Transform": CALL}}, "Resources": {}}) == []


def test_a_nested_call_within_the_parameters_of_a_call_is_no_call() -> None:
    template = {"Resources": {"A": {"Fn::Transform": {"Name": "M", "Parameters": {"Fn::Transform": CALL}}}}}

    assert [name for name, _ in order_of(template)] == ["M"]


def test_parameters_are_passed_unevaluated() -> None:
    seen: list[MacroCall] = []

    def call(macro: MacroCall, fragment: Any) -> Any:
        seen.append(macro)
        return fragment

    expand({"Transform": {"Name": "M", "Parameters": {"P": {"Ref": "X"}}}, "Resources": {}}, call)

    assert seen == [MacroCall("M", {"P": {"Ref": "X"}})]


def test_transforms_of_aws_stay_for_later_with_their_parameters() -> None:
    include = {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/k"}}
    template = {
        "Transform": ["AWS::Serverless-2016-10-31", "M"],
        "Resources": {"A": {"Fn::Transform": [{"Name": "M"}, include], "B": 1}},
    }

    result = expand(template, lambda macro, fragment: {**fragment, "By": macro.name})

    assert result == {
        "Resources": {"A": {"B": 1, "By": "M", "Fn::Transform": include}},
        "By": "M",
        "Transform": ["AWS::Serverless-2016-10-31"],
    }


def test_the_given_template_is_left_alone() -> None:
    template = {"Transform": "M", "Resources": {"A": {"Fn::Transform": CALL, "B": {"C": 1}}}}
    before = copy.deepcopy(template)

    def spoil(macro: MacroCall, fragment: dict[str, Any]) -> Any:
        fragment.clear()
        return {"X": 1}

    assert expand(template, spoil) == {"X": 1}
    assert template == before


def test_a_transform_that_a_macro_returns_is_dropped() -> None:
    assert expand({"Transform": "M"}, lambda macro, fragment: {"Transform": "M", "Resources": {}}) == {"Resources": {}}


@pytest.mark.parametrize("name", [{"Ref": "P"}, None, 1, ["M"]], ids=str)
def test_a_name_that_is_no_string_is_refused(name: Any) -> None:
    with pytest.raises(MacroFailed, match=r"^Key Name of transform definition must be a string\.$"):
        order_of({"Resources": {"A": {"Fn::Transform": {"Name": name}}}})


@pytest.mark.parametrize(
    ("template", "macros", "transforms"),
    [
        ({"Resources": {}}, False, False),
        ({"Transform": [], "Resources": {}}, False, False),
        ({"Transform": "AWS::Serverless-2016-10-31"}, False, True),
        ({"Resources": {"A": {"Fn::Transform": {"Name": "AWS::Include"}}}}, False, True),
        ({"Transform": "M"}, True, True),
        ({"Transform": {"Name": {"Ref": "P"}}}, True, True),
        ({"Resources": {"A": [{"Fn::Transform": CALL}]}}, True, True),
        ({"Parameters": {"A": {"Fn::Transform": CALL}}}, False, False),
    ],
    ids=str,
)
def test_macros_of_the_account_are_told_from_transforms_of_aws(
    template: dict[str, Any], *, macros: bool, transforms: bool
) -> None:
    assert (uses_macros(template), declares_transform(template)) == (macros, transforms)
