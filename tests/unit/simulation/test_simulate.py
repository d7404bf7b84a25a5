"""Simulated executions: mocks for every kind of task, in both query languages, in branches and items."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulation.executions import INVOKE, TOKEN, machine, run, task, visited
from workflow_updater.local_cloud.simulation.model import Answer, Branch
from workflow_updater.local_cloud.simulation.simulate import CannotRun
from workflow_updater.local_cloud.simulation.watching import Endless

DISTRIBUTED = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


@pytest.mark.parametrize(
    "resource",
    [
        INVOKE,
        TOKEN,
        "arn:aws:lambda:eu-central-1:111122223333:function:f",
        "arn:aws:states:eu-central-1:111122223333:activity:a",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::dynamodb:getItem",
        "arn:aws:states:::aws-sdk:s3:getObject",
        "arn:aws:states:::codebuild:startBuild.sync",
        "arn:aws:states:::http:invoke",
        "arn:aws:states:::bedrock:invokeModel",
    ],
)
@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_what_the_mock_says_is_what_the_state_sees(resource: str, language: str) -> None:
    result = {"camelCase": [1, None], "Nested": {"snake_case": "ä"}}
    definition = machine(Only=task(resource)) | {"QueryLanguage": language}

    ended = run(definition, Only=Answer(result=result))
    failed = run(definition, Only=Answer(error="Own.Error", cause="why"))

    assert ("SUCCEEDED", result) == (ended.status, ended.output)
    assert ("FAILED", "Own.Error", "why") == (failed.status, failed.error, failed.cause)


def test_a_call_is_told_with_what_the_state_computed() -> None:
    only = task(Parameters={"FunctionName": "f", "Payload": {"id.$": "$.order.id", "at.$": "$$.State.EnteredTime"}})

    (call,) = run(machine(Only=only), {"order": {"id": 7}}, Only=Answer()).calls

    payload = {"id": 7, "at": "2026-01-01T00:00:00+00:00"}
    assert ("", "Only", 0, {"FunctionName": "f", "Payload": payload}) == call[:4]


def test_tokens_and_identifiers_are_the_same_each_time() -> None:
    definition = machine(
        Ask=task(TOKEN, Parameters={"MessageBody": {"token.$": "$$.Task.Token"}, "QueueUrl": "q"}, Next="Id"),
        Id={"Type": "Pass", "Parameters": {"id.$": "States.UUID()"}, "End": True},
    )
    first, second = (run(definition, Ask=Answer(result=1)) for _ in range(2))

    assert "00000000-0000-4000-8000-000000000001" == first.calls[0].input["MessageBody"]["token"]
    assert first.output == second.output == {"id": "00000000-0000-4000-8000-000000000002"}


def test_each_retry_has_a_token_of_its_own() -> None:
    only = task(
        TOKEN,
        Parameters={"MessageBody": {"token.$": "$$.Task.Token"}, "QueueUrl": "q"},
        Retry=[{"ErrorEquals": ["Busy"]}],
    )

    ended = run(machine(Only=only), Only=[Answer(error="Busy"), Answer(result="done")])

    assert "done" == ended.output
    assert 2 == len({call.input["MessageBody"]["token"] for call in ended.calls})


def test_the_context_object_is_what_was_asked_for() -> None:
    show = {"Type": "Pass", "Parameters": {"context.$": "$$"}, "End": True}

    ended = run(machine(Show=show), {"a": 1}, context={"Execution": {"Name": "mine"}, "Extra": 1, "Own": {"a": 2}})
    context = ended.output["context"]

    assert ("mine", {"a": 1}, 1) == (context["Execution"]["Name"], context["Execution"]["Input"], context["Extra"])
    assert {"a": 2} == context["Own"]
    assert "2026-01-01T00:00:00.000Z" == context["Execution"]["StartTime"]


def nested() -> dict[str, Any]:
    inner = machine(
        Work=task(Next="Size"),
        Size={
            "Type": "Choice",
            "Choices": [
                {
                    "And": [{"Variable": "$.n", "IsPresent": True}, {"Variable": "$.n", "NumericGreaterThan": 1}],
                    "Next": "Big",
                }
            ],
            "Default": "Small",
        },
        Big={"Type": "Pass", "End": True},
        Small={"Type": "Succeed"},
    )
    left = machine(Each={"Type": "Map", "ItemProcessor": inner, "End": True})
    right = machine(Other={"Type": "Pass", "Result": "other", "End": True})
    return machine(Both={"Type": "Parallel", "Branches": [left, right], "End": True})


def test_visits_and_calls_know_their_branch_and_item() -> None:
    def answer(call: Any) -> Answer:
        return Answer(result={"n": int(call.scope[-2]) + 1})

    ended = run(nested(), ["a", "b"], answer)

    assert [[{"n": 1}, {"n": 2}], "other"] == ended.output
    assert ["Both"] == visited(ended)
    assert (["Each"], ["Other"]) == (visited(ended, "Both[0]"), visited(ended, "Both[1]"))
    assert ["Work", "Size", "Small"] == visited(ended, "Both[0].Each[0]")
    assert ["Work", "Size", "Big"] == visited(ended, "Both[0].Each[1]")
    assert ["Both[0].Each[0]", "Both[0].Each[1]"] == [call.scope for call in ended.calls]


def test_the_ways_out_of_states_are_noted() -> None:
    definition = machine(
        First=task(
            Retry=[{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["Busy"], "MaxAttempts": 1}],
            Catch=[{"ErrorEquals": ["Other"], "Next": "Ask"}, {"ErrorEquals": ["States.ALL"], "Next": "Ask"}],
            Next="Ask",
        ),
        Ask={"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": True, "Next": "End"}], "Default": "End"},
        End={"Type": "Pass", "End": True},
    )

    ended = run(definition, First=Answer(error="Busy"))

    assert {Branch("First", "Retry", 1), Branch("First", "Catch", 1), Branch("Ask", "Default")} == ended.branches


def test_a_distributed_map_takes_its_items_from_the_mock_and_writes_nowhere() -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
        "Parameters": {"Bucket": "b", "Key.$": "$.key"},
    }
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "out", "Prefix": "results"}}
    inner = machine(Work=task()) | {"ProcessorConfig": DISTRIBUTED}
    each = {"Type": "Map", "ItemReader": reader, "ItemProcessor": inner, "ResultWriter": writer, "End": True}
    items = [{"row": "1"}, {"row": "2"}]

    ended = run(machine(Each=each), {"key": "k"}, Each=Answer(result=items), Work=Answer(result=1))

    assert {"Bucket": "b", "Key": "k"} == ended.calls[0].input
    assert ["Each[0]", "Each[1]"] == [call.scope for call in ended.calls[1:]]
    assert "out" == ended.output["ResultWriterDetails"]["Bucket"]
    assert ended.output["ResultWriterDetails"]["Key"].startswith("results/")


def test_a_distributed_map_fails_when_too_many_items_do() -> None:
    inner = machine(Work=task()) | {"ProcessorConfig": DISTRIBUTED}
    each = {"Type": "Map", "ItemProcessor": inner, "ToleratedFailureCount": 1, "End": True}

    def answer(call: Any) -> Answer:
        return Answer(error="Broken") if call.scope in {"Each[0]", "Each[2]"} else Answer(result=1)

    failed = run(machine(Each=each), [1, 2, 3], answer)
    tolerated = run(machine(Each=each), [1, 2], answer)

    assert ("FAILED", "States.ExceedToleratedFailureThreshold") == (failed.status, failed.error)
    assert ("SUCCEEDED", [None, 1]) == (tolerated.status, tolerated.output)


def test_variables_live_in_both_query_languages() -> None:
    definition = machine(
        Count={
            "Type": "Pass",
            "QueryLanguage": "JSONata",
            "Assign": {"n": "{% $states.input.n + 1 %}"},
            "Next": "Show",
        },
        Show={"Type": "Pass", "Parameters": {"n.$": "$n"}, "End": True},
    )

    assert {"n": 3} == run(definition, {"n": 2}).output


@pytest.mark.parametrize("concurrency", [0, 1, 40])
def test_a_thousand_items_are_not_too_many(concurrency: int) -> None:
    each = {"Type": "Map", "ItemProcessor": machine(Work=task()), "MaxConcurrency": concurrency, "End": True}

    ended = run(machine(Each=each), list(range(1000)), Work=Answer(result=1))

    assert (1000, [1] * 1000) == (len(ended.calls), ended.output)


def test_a_circle_is_cut_off() -> None:
    again = {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": False, "Next": "Again"}], "Default": "End"}

    ended = run(machine(Again=again, End={"Type": "Succeed"}))

    assert isinstance(ended.cut_off, Endless)
    assert "circles" in str(ended.cut_off)


def test_a_wait_without_end_is_cut_off() -> None:
    ended = run(machine(Only=task(TOKEN)), Only=Answer(never=True))

    assert "longer than a year" in str(ended.cut_off)


def test_an_error_of_the_mocks_cuts_off_wherever_it_comes() -> None:
    def answer(call: Any) -> Answer:
        raise LookupError(f"no mock in {call.scope}")

    ended = run(nested(), ["a"], answer)

    assert (["Both"], "no mock in Both[0].Each[0]") == (visited(ended), str(ended.cut_off))


def test_what_the_interpreter_does_not_understand_is_told() -> None:
    with pytest.raises(CannotRun, match="does not understand"):
        run(machine(Only={"Type": "Wait", "Seconds": "${Open}", "End": True}))


@pytest.mark.parametrize("written", [r"States.Format('It\'s {}', $.a)", "States.Array(null, 1)"])
def test_an_intrinsic_function_that_would_be_computed_wrong_is_refused(written: str) -> None:
    show = {"Type": "Pass", "Parameters": {"x.$": written}, "End": True}

    with pytest.raises(CannotRun, match="does not understand States"):
        run(machine(Show=show), {"a": 1})


def test_a_start_time_that_is_none_is_told() -> None:
    with pytest.raises(CannotRun, match="StartTime 'soon'"):
        run(machine(Only={"Type": "Succeed"}), context={"Execution": {"StartTime": "soon"}})


def test_executions_do_not_disturb_each_other() -> None:
    only = task(Parameters={"FunctionName": "f", "Payload.$": "$"}, Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 1}])
    answers = [Answer(error="Busy"), Answer(result=1)]
    ends = [run(machine(Only=only), number, Only=answers) for number in range(3)]

    assert [("SUCCEEDED", 1.0)] * 3 == [(ended.status, ended.elapsed) for ended in ends]
    assert [0, 1, 2] == [ended.calls[1].input["Payload"] for ended in ends]
