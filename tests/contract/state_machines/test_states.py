"""What states compute: paths, variables, JSONata, errors; moto's interpreter with the hooks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.state_machines.machines import create, ended, error, in_order, one_state, output, run, start
from tests.local_cloud import LocalCloud

AWKWARD = 'a "quoted" \\ line\nbreak, é and 😀 $x {% no %}'


def test_a_variable_keeps_any_value_in_jsonpath(own_account: LocalCloud) -> None:
    definition = in_order(
        Keep={"Type": "Pass", "Assign": {"kept.$": "$.value", "count": 1}},
        Use={"Type": "Pass", "Parameters": {"kept.$": "$kept.text", "told.$": "States.Format('{}', $count)"}},
    )

    assert output(own_account, definition, {"value": {"text": AWKWARD}}) == {"kept": AWKWARD, "told": "1"}


def test_a_variable_keeps_any_value_in_jsonata(own_account: LocalCloud) -> None:
    definition = {
        **in_order(
            Keep={"Type": "Pass", "Assign": {"kept": "{% $states.input %}", "nothing": None}},
            Use={"Type": "Pass", "Output": {"kept": "{% $kept.text %}", "nothing": "{% $nothing %}"}},
        ),
        "QueryLanguage": "JSONata",
    }

    assert output(own_account, definition, {"text": AWKWARD}) == {"kept": AWKWARD, "nothing": None}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$states.input.a + 1", 3),
        ("$sum($states.input.list) / 4", 1.5),
        ("$states.input.missing ? 1 : 2", 2),
        ("$partition($states.input.list, 2)", [[1, 2], [3]]),
        ("$parse('{\"x\": [1]}').x[0]", 1),
        ("$hash('a', 'SHA-256')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
        ("$states.context.State.Name", "Only"),
        ("$states.input.list[$ > 1]", [2, 3]),
        ("null", None),
    ],
)
def test_a_jsonata_expression_has_the_value_that_it_has_on_aws(
    own_account: LocalCloud, expression: str, value: Any
) -> None:
    definition = one_state({"Type": "Pass", "Output": f"{{% {expression} %}}"}, QueryLanguage="JSONata")

    assert output(own_account, definition, {"a": 2, "list": [1, 2, 3]}) == value


@pytest.mark.parametrize(
    ("expression", "told"),
    [("$states.input.missing", "returned nothing (undefined)"), ("1 + 'a'", "T2002"), ("function(){1}", "unsupported")],
)
def test_a_jsonata_expression_without_a_value_fails_the_state(
    own_account: LocalCloud, expression: str, told: str
) -> None:
    definition = one_state({"Type": "Pass", "Output": f"{{% {expression} %}}"}, QueryLanguage="JSONata")

    name, cause = error(own_account, definition)

    assert name == "States.QueryEvaluationError"
    assert told in cause


def inner(name: str) -> dict[str, Any]:
    state = {"Type": "Pass", "Parameters": {"n.$": "$", "t.$": "$top"}, "End": True}
    return {"StartAt": name, "States": {name: state}}


def test_branches_and_items_see_their_own_input_and_the_outer_variables(own_account: LocalCloud) -> None:
    definition = in_order(
        Keep={"Type": "Pass", "Assign": {"top": "T"}},
        Each={"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner("One")},
        Both={
            "Type": "Parallel",
            "Branches": [inner("Left"), inner("Right")],
            "ResultSelector": {"first.$": "$[0].n[1]"},
        },
    )

    assert output(own_account, definition, {"items": [1, 2]}) == {"first": {"n": 2, "t": "T"}}


def test_a_choice_takes_the_branch_that_matches(own_account: LocalCloud) -> None:
    definition = {
        "StartAt": "Which",
        "States": {
            "Which": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.tier", "NumericGreaterThan": 1, "Next": "High"}],
                "Default": "Low",
            },
            "High": {"Type": "Pass", "Result": "high", "End": True},
            "Low": {"Type": "Pass", "Result": "low", "End": True},
        },
    }
    machine = create(own_account, definition)

    outputs = [ended(own_account, start(own_account, machine, {"tier": tier}))["output"] for tier in (1, 2)]

    assert outputs == ['"low"', '"high"']


def test_a_fail_state_fails_the_execution_with_its_error(own_account: LocalCloud) -> None:
    assert error(own_account, one_state({"Type": "Fail", "Error": "Sad", "Cause": "why"})) == ("Sad", "why")


def test_a_machine_that_takes_too_long_is_timed_out(own_account: LocalCloud) -> None:
    found = run(own_account, one_state({"Type": "Wait", "Seconds": 60}, TimeoutSeconds=1))

    assert found["status"] == "TIMED_OUT"
    assert "output" not in found


def test_a_state_that_the_interpreter_does_not_know_fails_the_execution_and_not_the_server(
    own_account: LocalCloud,
) -> None:
    call = {"ApiEndpoint": "https://example.com", "Method": "GET", "Authentication": {"ConnectionArn": "arn"}}
    found = run(
        own_account, one_state({"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": call})
    )

    assert found["status"] == "FAILED"
    assert found["error"] == "States.Runtime"


def test_a_definition_that_cannot_be_parsed_harms_no_other(own_account: LocalCloud) -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "PARQUET"},
        "Parameters": {"Bucket": "b", "Key": "k"},
    }
    inner = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **one_state({"Type": "Pass"})}
    unknown = {
        "StartAt": "M",
        "States": {"M": {"Type": "Map", "ItemReader": reader, "ItemProcessor": inner, "End": True}},
    }
    assert run(own_account, unknown)["error"] == "States.Runtime"

    assert output(own_account, one_state({"Type": "Pass", "ResultPath": "$.a", "Result": 1})) == {"a": 1}


def test_names_and_output_are_told_in_their_own_characters(own_account: LocalCloud) -> None:
    definition = in_order(**{"Grüße 日本": {"Type": "Pass", "Result": "né"}})

    execution = start(own_account, create(own_account, definition))

    assert ended(own_account, execution)["output"] == '"né"'
    events = own_account.client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    assert "Grüße 日本" in [event.get("stateEnteredEventDetails", {}).get("name") for event in events]


def test_an_intrinsic_function_takes_a_path_in_brackets(own_account: LocalCloud) -> None:
    state = {"Type": "Pass", "Parameters": {"text.$": "States.Format('{}', $['a b'])"}}

    assert output(own_account, one_state(state), {"a b": 1}) == {"text": "1"}
