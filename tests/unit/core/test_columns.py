"""Tables stay straight whatever writing the names in them are of."""

from __future__ import annotations

import pytest

from workflow_updater.core.columns import columns, padded


@pytest.mark.parametrize(
    ("text", "taken"),
    [("", 0), ("Ada", 3), ("Zo\u00eb", 3), ("Zoe\u0308", 3), ("\u674e\u5c0f\u9f8d", 6), ("\N{GRINNING FACE}", 2)],
)
def test_a_text_takes_the_columns_that_a_terminal_gives_it(text: str, taken: int) -> None:
    assert columns(text) == taken
    assert padded(text, 8) == text + " " * (8 - taken)
