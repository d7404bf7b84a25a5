"""The `Machines` port, over every cloud."""

from __future__ import annotations

import json

import pytest

from tests.contract.ports.backends import HELLO, Backend
from workflow_updater.cloud.ports import Alias
from workflow_updater.errors import UsageError
from workflow_updater.plan.waiting.execution import StateMoved, follow_execution

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
    arn = faithful.cloud.machines.start(faithful.make_machine("hello"), input_json="{}", name="first")
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


def test_versions_are_told_newest_first_and_described_as_machines(faithful: Backend) -> None:
    machine = faithful.make_machine("hello")
    older, newer = faithful.make_version(machine), faithful.make_version(machine)

    assert [newer, older] == list(faithful.cloud.machines.versions(machine))
    assert json.loads(HELLO) == json.loads(faithful.cloud.machines.describe(older).definition)
    assert older == f"{machine}:1"


def test_an_alias_tells_which_versions_get_how_much(faithful: Backend) -> None:
    version = faithful.make_version(faithful.make_machine("hello"))
    arn = faithful.make_alias("live", version)

    assert Alias(arn, {version: 100}) == faithful.cloud.machines.alias(arn)
    assert arn.endswith(":hello:live")


def test_an_alias_that_is_not_there_is_none(faithful: Backend) -> None:
    assert faithful.cloud.machines.alias(f"{NOWHERE}:live") is None


def test_a_version_that_an_alias_names_is_not_deleted(faithful: Backend) -> None:
    machine = faithful.make_machine("hello")
    older, newer = faithful.make_version(machine), faithful.make_version(machine)
    faithful.make_alias("live", older)

    assert not faithful.cloud.machines.delete_version(older)
    assert faithful.cloud.machines.delete_version(newer)
    assert faithful.cloud.machines.delete_version(newer)
    assert [older] == list(faithful.cloud.machines.versions(machine))


def test_versions_of_a_machine_that_is_not_there_are_told(faithful: Backend) -> None:
    with pytest.raises(UsageError, match=r"state machine .*nowhere does not exist"):
        faithful.cloud.machines.versions(NOWHERE)
