"""The `Machines` port, over every cloud."""

from __future__ import annotations

import json

import pytest

from tests.contract.ports.backends import HELLO, Backend
from workflow_updater.errors import UsageError
from workflow_updater.plan.execution import StateMoved, follow_execution

NOWHERE = "arn:aws:states:eu-central-1:111122223333:stateMachine:nowhere"


def followed(backend: Backend, arn: str) -> tuple[list[StateMoved], str]:
    following = follow_execution(backend.cloud.machines, arn, clock=backend.clock, until=backend.clock.monotonic() + 20)
    moves = []
    while True:
        try:
            moves.append(next(following))
        except StopIteration as end:
            return moves, end.value.output


def test_a_machine_is_described_as_it_was_made(backend: Backend) -> None:
    machine = backend.cloud.machines.describe(backend.make_machine("hello"))

    assert json.loads(HELLO) == json.loads(machine.definition)
    assert "STANDARD" == machine.type
    assert ":role/" in machine.role_arn


def test_an_execution_is_followed_to_its_output(faithful: Backend) -> None:
    arn = faithful.cloud.machines.start(faithful.make_machine("hello"), input_json="{}", name="first")

    moves, output = followed(faithful, arn)

    assert [StateMoved("Hello", entered=True), StateMoved("Hello", entered=False)] == moves
    assert {"say": "hello"} == json.loads(output)
    assert arn.endswith(":hello:first")


def test_the_history_is_read_from_a_known_event_on(faithful: Backend) -> None:
    arn = faithful.cloud.machines.start(faithful.make_machine("hello"), input_json="{}")
    followed(faithful, arn)

    history = faithful.cloud.machines.history(arn)

    assert [event.id for event in history] == sorted(event.id for event in history)
    assert history[2:] == faithful.cloud.machines.history(arn, after=history[1].id)
    assert [] == list(faithful.cloud.machines.history(arn, after=history[-1].id))


def test_a_machine_that_is_not_there_is_told(backend: Backend) -> None:
    with pytest.raises(UsageError, match=r"state machine .*nowhere does not exist"):
        backend.cloud.machines.describe(NOWHERE)


def test_an_execution_that_is_not_there_is_told(backend: Backend) -> None:
    with pytest.raises(UsageError, match=r"execution .*nowhere:1 does not exist"):
        backend.cloud.machines.execution(NOWHERE.replace("stateMachine", "execution") + ":1")


def test_a_sound_definition_has_no_diagnosis(faithful: Backend) -> None:
    assert [] == faithful.cloud.machines.validate(HELLO, "")


def test_a_faulty_definition_is_diagnosed_with_its_place(faithful: Backend) -> None:
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}})

    (diagnosis,) = faithful.cloud.machines.validate(definition, "STANDARD")

    assert "error" == diagnosis.severity
    assert "MISSING_TRANSITION_TARGET" == diagnosis.code
    assert "/States/A/Next" == diagnosis.location
