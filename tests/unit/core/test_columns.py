"""Tables stay straight whatever writing the names in them are of."""

from __future__ import annotations

import pytest

from workflow_updater.core.columns import clipped, columns, padded, wrapped


@pytest.mark.parametrize(
    ("text", "taken"),
    [("", 0), ("Ada", 3), ("Zo\u00eb", 3), ("Zoe\u0308", 3), ("\u674e\u5c0f\u9f8d", 6), ("\N{GRINNING FACE}", 2)],
)
def test_a_text_takes_the_columns_that_a_terminal_gives_it(text: str, taken: int) -> None:
    assert columns(text) == taken
    assert padded(text, 8) == text + " " * (8 - taken)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Ada Lovelace", 12, "Ada Lovelace"),
        ("Ada Lovelace", 5, "Ada …"),
        ("Ada", 1, "…"),
        ("Zoe\u0308 Doe", 4, "Zoe\u0308…"),
        ("\u674e\u5c0f\u9f8d", 5, "\u674e\u5c0f…"),
        ("\u674e\u5c0f\u9f8d", 4, "\u674e…"),  # half a character cannot be shown
    ],
)
def test_a_text_that_is_cut_says_so_and_fits(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, []),
        ("it failed", 9, ["it failed"]),
        ("it failed", 8, ["it", "failed"]),
        ("it  failed", 3, ["it", "fai", "led"]),
        ("\u674e\u5c0f \u9f8d", 4, ["\u674e\u5c0f", "\u9f8d"]),
        ("\u674e\u5c0f", 1, ["\u674e", "\u5c0f"]),  # it has to end
    ],
)
def test_a_text_that_is_too_long_for_a_line_goes_on_in_the_next(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines
