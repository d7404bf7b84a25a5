"""A placeholder that stands for a number becomes one in the state machine, however it was written."""

from __future__ import annotations

import pytest

from tests.functional.pushing import machine, template
from workflow_updater.cli import main

QUOTED = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": "${Delay}", "End": true}}}'
BARE = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"n": ${Delay}, "t": "${Delay}"}, "End": true}}}'


@pytest.mark.parametrize(
    ("stack", "text", "state"),
    [
        ("quoted-number", QUOTED, {"Type": "Wait", "Seconds": 7, "End": True}),
        ("bare-number", BARE, {"Type": "Pass", "Result": {"n": 7, "t": "7"}, "End": True}),
    ],
)
def test_a_number_is_pasted_where_a_number_stands(account, capsys, stack, text, state):
    account.create_stack(stack, template(Orders=machine(DefinitionSubstitutions={"Delay": 7})))
    file = account.folder / f"{stack}.json"
    file.write_text(text, "utf-8")
    call = ["--stack", stack, "--workflow", str(file)]

    assert main(call) == 0
    assert account.live(stack)["States"]["A"] == state

    capsys.readouterr()
    assert main(call) == 0
    assert "no change" in capsys.readouterr().out
