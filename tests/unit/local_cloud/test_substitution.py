"""DefinitionSubstitutions as CloudFormation applies them."""

from __future__ import annotations

import pytest

from workflow_updater.local_cloud.state_machines.substitution import EndlessSubstitution, substitute


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("${A}-${B}", {"A": "1", "B": "2"}, "1-2"),
        ("${A}", {}, "${A}"),
        ("${Unknown}", {"A": "1"}, "${Unknown}"),
        ("${A}", {"A": "${B}", "B": "deep"}, "deep"),
        ("${B}", {"A": "${B}x", "B": "end"}, "end"),
        ("${A}", {"A": 'no "escape"'}, 'no "escape"'),
        ("[${Flag}, ${Number}]", {"Flag": True, "Number": 5}, "[true, 5]"),
        ("${a.b} ${axb}", {"a.b": "1"}, "1 ${axb}"),
        ("${A}", {"A": "\\1"}, "\\1"),
    ],
)
def test_each_placeholder_becomes_its_value(text: str, values: dict[str, object], result: str) -> None:
    assert substitute(text, values) == result


def test_values_that_bring_one_another_back_are_refused() -> None:
    with pytest.raises(EndlessSubstitution):
        substitute("${A}", {"A": "${B}", "B": "${A}"})
