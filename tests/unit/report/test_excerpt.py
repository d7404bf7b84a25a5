"""The line of the source under a finding."""

from __future__ import annotations

import pytest

from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.colour import paint
from workflow_updater.report.text import finding_lines


def told(line: str, column: int, *, colour: bool = False) -> list[str]:
    finding = Finding("a.json", 1, column, "E107", "error", "wrong", "/States/A", "mend")
    return finding_lines([finding], lambda file: [line], paint(colour=colour))


def test_the_caret_marks_the_word_at_the_place():
    assert told('  "Next": "B"', 3) == [
        "a.json:1:3 E107 wrong",
        '    1 |   "Next": "B"',
        "      |   ^^^^^^",
        "  → mend",
    ]


def test_of_a_long_line_the_part_around_the_place_is_shown():
    _, source, caret, _ = told("x" * 300 + '"Next"' + "y" * 300, 301)

    assert len(source) == len("    1 | ") + 100
    assert source[caret.index("^") : caret.rindex("^") + 1] == '"Next"'


def test_colour_goes_around_the_words_and_changes_none():
    plain, coloured = told('  "Next"', 3), told('  "Next"', 3, colour=True)

    assert "\x1b[1;31mE107\x1b[0m" in coloured[0]
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = [line.replace(code, "") for line in coloured]
    assert coloured == plain


@pytest.mark.parametrize(("line", "column"), [("", 1), ("short", 40), ("tab\there", 4), ("\x1b[31mred", 1)])
def test_any_line_can_be_shown_and_none_can_speak_to_the_terminal(line, column):
    for text in told(line, column):
        assert text.isprintable()


def test_a_place_beyond_the_file_has_no_excerpt():
    finding = Finding("a.json", 7, 1, "E107", "error", "wrong")

    assert finding_lines([finding], lambda file: ["only this"]) == ["a.json:7:1 E107 wrong"]
