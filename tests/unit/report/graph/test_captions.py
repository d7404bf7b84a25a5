"""What a picture says of a state, and of an edge."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.report.graph.captions import caption, notes
from workflow_updater.report.graph.words import alternatives, cut, short_paths, width, wrapped

LAMBDA = "arn:aws:lambda:eu-central-1:111122223333:function:reserve"


@pytest.mark.parametrize(
    ("type_", "fields", "said"),
    [
        ("Task", {"Resource": LAMBDA}, "reserve"),
        ("Task", {"Resource": "${Reserve}"}, "${Reserve}"),
        (
            "Task",
            {"Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": LAMBDA}},
            "lambda:invoke reserve",
        ),
        (
            "Task",
            {"Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Arguments": {"Bucket": "{% $b %}"}},
            "s3:getObject $b",
        ),
        ("Task", {"Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}, "sqs:sendMessage"),
        ("Task", {"Resource": "arn:aws:states:::states:startExecution.sync:2"}, "states:startExecution"),
        ("Task", {"Resource": 1}, ""),
        ("Wait", {"Seconds": 30}, "30 s"),
        ("Wait", {"TimestampPath": "$.at"}, "until $.at"),
        ("Fail", {"Error": "Broken", "Cause": "x"}, "Broken"),
        (
            "Map",
            {"ItemProcessor.ProcessorConfig": {"Mode": "DISTRIBUTED"}, "MaxConcurrency": 5},
            "distributed, at most 5 at once",
        ),
        ("Map", {"MaxConcurrency": 0}, "inline"),
        ("Pass", {}, ""),
    ],
)
def test_a_caption_says_what_the_state_does(type_: str, fields: dict[str, Any], said: str) -> None:
    assert said == caption(type_, fields)


def test_notes_tell_tokens_limits_and_retries() -> None:
    retriers = [{"ErrorEquals": ["A", "B"]}, {"ErrorEquals": ["C"], "MaxAttempts": 0}, {"ErrorEquals": 1}, 2]
    fields = {
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "TimeoutSeconds": 60,
        "HeartbeatSecondsPath": "$.h",
        "Retry": retriers,
    }

    assert (
        "waits for its token",
        "timeout 60 s",
        "heartbeat $.h s",
        "retry 3x A +1",
        "retry 0x C",
        "retry 3x ?",
    ) == notes(fields)


def test_text_is_cut_and_wrapped_to_its_width() -> None:
    assert "abc" == cut("abc", 100, 10)
    assert cut("a" * 100, 50, 10).endswith("…")
    assert width(cut("a" * 100, 50, 10), 10) <= 50
    assert ["ReserveThe", "LastTicket"] == wrapped("ReserveTheLastTicket", 75, 13, 3)
    assert all(width(line, 13) <= 70 for line in wrapped("w" * 80, 70, 13, 3))


def test_of_a_long_path_the_end_is_told() -> None:
    rule = "$.FlowConfig.DestinationFlowConfigList[0].Properties.Format.FileType = 1 and $.short is present"

    assert "$….Format.FileType = 1 and $.short is present" == short_paths(rule)
    assert "$.a.b.c = $.d" == short_paths("$.a.b.c = $.d")


def test_wide_characters_count_as_wide() -> None:
    assert width("漢", 10) == 10
    assert width("e\u0301", 10) == width("e", 10)


def test_of_many_conditions_the_first_are_told_and_the_rest_counted() -> None:
    assert ["a", "b"] == alternatives(["a", "b"], 10, 2)
    assert ["a", "… 2 more"] == alternatives(["a", "b", "c"], 10, 2)
