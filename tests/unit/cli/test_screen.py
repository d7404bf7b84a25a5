from __future__ import annotations

import io

import pytest

from workflow_updater.screen import Screen


class Terminal(io.StringIO):
    def isatty(self):
        return True


def screen_on(stream, **wanted):
    return Screen(stdout=io.StringIO(), stderr=stream, **wanted)


def test_the_live_line_is_silent_where_nobody_watches():
    log = io.StringIO()

    screen_on(log).live("working")

    assert log.getvalue() == ""


def test_the_live_line_shows_on_a_terminal_and_goes_away(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.live("working")
    screen.live("still working")
    screen.note("done")

    assert terminal.getvalue().endswith("done\n")


def test_ci_counts_as_a_log_even_with_a_terminal(monkeypatch):
    monkeypatch.setenv("CI", "true")

    assert not screen_on(Terminal()).is_terminal


@pytest.mark.parametrize(
    ("answer", "agreed"), [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_only_a_yes_is_a_yes(monkeypatch, answer, agreed):
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    screen = screen_on(Terminal())

    assert screen.is_interactive
    assert screen.confirm("push?") is agreed


def test_json_drops_the_lines_for_a_person():
    out = io.StringIO()
    screen = Screen(json_wanted=True, stdout=out, stderr=io.StringIO())

    screen.result("text")
    screen.result_json({"a": 1})

    assert out.getvalue() == '{\n  "a": 1\n}\n'
