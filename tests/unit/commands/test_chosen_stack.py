"""Which state machine a verb looks at: what a flag says comes before workflows.toml."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from workflow_updater.commands.chosen_stack import ChosenStack, add_bucket_argument, add_stack_arguments, choose_stack
from workflow_updater.errors import UsageError

TOML = '[workflows.orders]\nstack = "ORDERS"\nresource = "Orders"\nbucket = "theirs"\n'


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        (["-f", "orders"], ChosenStack("ORDERS", "Orders", "theirs")),
        (["-f", "orders", "--resource", "Returns", "-b", "mine"], ChosenStack("ORDERS", "Returns", "mine")),
        (["-s", "OTHERS"], ChosenStack("OTHERS", "", "")),
    ],
)
def test_a_flag_comes_before_the_file(tmp_path: Path, arguments: list[str], chosen: ChosenStack):
    assert chosen_in(tmp_path, TOML, arguments) == chosen


def chosen_in(folder: Path, toml: str, arguments: list[str]) -> ChosenStack:
    (folder / "workflows.toml").write_text(toml, "utf-8")
    (folder / ".git").mkdir()
    parser = argparse.ArgumentParser()
    add_stack_arguments(parser)
    add_bucket_argument(parser)
    return choose_stack(parser.parse_args(arguments), {}, folder)


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["-f", "orders"], "--environment test or --environment prod names it"),
        (["-f", "orders", "--environment", "empty"], "--stack names it, or workflows.toml does for environment empty"),
        (["-f", "orderz"], "did you mean orders?"),
        (["-f", "returns"], "--stack names it"),
    ],
)
def test_a_stack_that_nothing_names_is_told_with_what_would(tmp_path: Path, arguments: list[str], cure: str):
    toml = "[workflows.orders]\n[workflows.returns]\n[environments.empty]\n"
    for name in ("test", "prod"):
        toml += f'[environments.{name}.workflows.orders]\nstack = "orders-{name}"\n'

    with pytest.raises(UsageError) as missing:
        chosen_in(tmp_path, toml, arguments)

    assert missing.value.hint == cure
