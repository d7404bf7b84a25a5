"""What `diff` and `graph` say of a stack of the local cloud."""

from __future__ import annotations

import json

from tests.functional.pushing import BYE, HELLO, machine, template
from workflow_updater.cli import main
from workflow_updater.core.content_address import canonical, digest

SAYING = {"StartAt": "Say", "States": {"Say": {"Type": "Pass", "Result": "${Word}", "End": True}}}


def value(capsys, *arguments):
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_definition_differs_from_the_deployed_one_until_it_is_pushed(account, capsys):
    account.create_stack("differs", template())
    account.push("differs", HELLO)
    file = account.write("next.asl.json", BYE)
    against = ("diff", file, "--stack", "differs", "--against")

    before = value(capsys, *against, "deployed")
    account.push("differs", BYE)
    after = value(capsys, *against, "deployed")
    pushed_first = value(capsys, *against, f"sha256:{digest(canonical(HELLO))}")

    assert {"Bye", "Hello"} == {change["state"] for change in before["changes"] if change["state"]}
    assert (True, False) == (before["differs"], after["differs"])
    assert before["changes"] == pushed_first["changes"]


def test_what_cloudformation_put_in_place_of_a_placeholder_is_no_difference(account, capsys):
    account.create_stack("says", template(Orders=machine(DefinitionSubstitutions={"Word": "hello"})))
    account.push("says", SAYING)
    file = account.write("next.asl.json", SAYING)

    assert not value(capsys, "diff", file, "--stack", "says", "--against", "deployed")["differs"]


def test_a_push_is_drawn_before_it_is_made(account, capsys):
    account.create_stack("drawn", template())
    account.push("drawn", HELLO)
    file = account.write("next.asl.json", BYE)

    assert main(["graph", file, "--stack", "drawn", "--against", "deployed", "--output", "change.svg"]) == 0

    picture = (account.folder / "change.svg").read_text("utf-8")
    assert "drawn (deployed) → next.asl.json" in picture
    assert 'class="node pass added"' in picture
