"""Which state machine a verb looks at: what a flag says comes before workflows.toml."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from workflow_updater.commands.chosen_stack import ChosenStack, add_stack_arguments, choose_stack

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
    (tmp_path / "workflows.toml").write_text(TOML, "utf-8")
    (tmp_path / ".git").mkdir()
    parser = argparse.ArgumentParser()
    add_stack_arguments(parser)

    assert choose_stack(parser.parse_args(arguments), {}, tmp_path) == chosen
