"""What a definition calls its states is told, and commands nothing: no terminal, no log, no comment."""

from __future__ import annotations

import io
import json

import pytest

from workflow_updater.core.change.difference import difference
from workflow_updater.core.printable import printable, printable_json
from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.colour import paint
from workflow_updater.report.difference import Compared, compared_lines
from workflow_updater.report.difference_markdown import compared_markdown
from workflow_updater.report.github import github_lines
from workflow_updater.report.text import finding_lines
from workflow_updater.screen import Screen

HOSTILE = "\x1b[31mA\x9b2J\x07\r\u202e\n::error::x"
FINDING = Finding(f"{HOSTILE}.json", 1, 1, "E107", "error", HOSTILE, f"/{HOSTILE}", f"mend {HOSTILE}")
COMPARED = Compared(
    HOSTILE,
    HOSTILE,
    f"{HOSTILE}2",
    difference(None, {"StartAt": HOSTILE, "States": {HOSTILE: {"Type": "Succeed"}}}),
    (f"s:A on {HOSTILE}",),
)


def noted():
    heard = io.StringIO()
    screen = Screen(stdout=io.StringIO(), stderr=heard)
    screen.note(HOSTILE.replace("\n", ""))
    screen.error(HOSTILE.replace("\n", ""), HOSTILE.replace("\n", ""))
    return heard.getvalue().splitlines()


@pytest.mark.parametrize(
    "lines",
    [
        finding_lines([FINDING, FINDING._replace(line=0)]),
        github_lines([FINDING, FINDING._replace(severity="warning")]),
        compared_lines(COMPARED, paint(colour=False)),
        compared_lines(COMPARED._replace(changes=()), paint(colour=False)),
        compared_markdown(COMPARED).split("\n"),
        noted(),
    ],
)
def test_every_line_is_printable_and_none_forges_a_workflow_command(lines):
    assert "A" in "".join(lines)
    assert [] == [line for line in lines if not line.isprintable() or line.startswith("::error::x")]


def test_what_is_printable_stays_as_it_is():
    assert printable("Prüfe → 支払い 🎉 it's \\x1b") == "Prüfe → 支払い 🎉 it's \\x1b"


def test_what_is_not_is_shown_as_python_writes_it():
    assert printable("a\x1bb\x00\u202e\ud800\n") == "a\\x1bb\\x00\\u202e\\ud800\\n"


def test_a_note_may_have_several_lines():
    heard = io.StringIO()

    Screen(stdout=io.StringIO(), stderr=heard).note("the log ends\nwith \x1b[0mthis")

    assert heard.getvalue() == "the log ends\nwith \\x1b[0mthis\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("stdout", [io.StringIO(), Terminal()])
def test_a_result_has_styles_of_ours_on_a_terminal_and_commands_nothing(stdout, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen(stdout=stdout, stderr=io.StringIO())

    screen.result(f"one\n{paint(colour=screen.has_colour)('two', 'error')} \x1b[2J\u202e")

    style, plain = ("\x1b[1;31m", "\x1b[0m") if screen.has_colour else ("", "")
    assert stdout.getvalue() == f"one\n{style}two{plain} \\x1b[2J\\u202e\n"


def test_a_result_for_programs_is_exact():
    told = io.StringIO()

    Screen(stdout=told, stderr=io.StringIO()).result("\u202e", end="")

    assert told.getvalue() == "\u202e"


def test_json_stays_the_same_json():
    text = json.dumps({"\u202e\x85": "\xa0\U000e0001 é"}, indent=1, ensure_ascii=False)

    assert json.loads(printable_json(text)) == json.loads(text)
    assert all(map(str.isprintable, printable_json(text).split("\n")))
