"""Versions and an alias from the macro to the last weight: pushed, shifted, aborted, pruned, killed; on a real cloud."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.functional.aliases import alias_arn, published, routes
from tests.functional.pushing import BYE, HELLO, Account


def pushed(account: Account, stack: str, document: dict[str, Any]) -> None:
    """Create *stack* from *document* and push HELLO into it, which is version 2: version 1 is the placeholder."""
    account.create_stack(stack, document)
    assert account.push(stack, HELLO) == 0


def alarm(account: Account, name: str, state: str) -> None:
    client = account.cloud.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName=name,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanThreshold",
        MetricName="Failed",
        Namespace="Tests",
        Period=60,
        Statistic="Sum",
        Threshold=0,
    )
    client.set_alarm_state(AlarmName=name, StateValue=state, StateReason="the test says so")


def test_the_alias_is_there_before_the_first_push(account: Account):
    account.create_stack("alias-first", published())

    assert routes(account, "alias-first") == {"1": 100}


def test_a_push_makes_a_version_and_moves_the_alias_at_once(account: Account, capsys: pytest.CaptureFixture[str]):
    pushed(account, "alias-all", published())

    assert routes(account, "alias-all") == {"2": 100}
    assert "alias live: all traffic at once" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "options", "seen"),
    [
        ("CANARY", {"Percentage": 10}, ["version 3 10 %, version 2 90 %", "version 3 100 %"]),
        ("LINEAR", {"Percentage": 50}, ["version 3 50 %, version 2 50 %", "version 3 100 %"]),
    ],
)
def test_traffic_shifts_bit_by_bit(
    account: Account, capsys: pytest.CaptureFixture[str], kind: str, options: dict[str, int], seen: list[str]
):
    stack = f"alias-{kind.lower()}"
    pushed(account, stack, published(kind, DeploymentPreference=options))
    capsys.readouterr()

    assert account.push(stack, BYE) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("alias live: version")]
    assert told == [f"alias live: {one}" for one in seen]
    assert routes(account, stack) == {"3": 100}
