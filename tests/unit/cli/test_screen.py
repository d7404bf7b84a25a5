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


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", b"\\ud800 \xe2\x86\x92\n"), ("ascii", b"\\ud800 \\u2192\n")])
def test_what_a_terminal_cannot_show_is_escaped(encoding, shown):
    bytes_shown = io.BytesIO()
    stdout = io.TextIOWrapper(bytes_shown, encoding, newline="\n")

    Screen(stdout=stdout, stderr=io.StringIO()).result("\ud800 →")
    stdout.flush()

    assert shown == bytes_shown.getvalue()


ERASED = "\x1b[1A\x1b[2K"  # a line up, and the whole of it


def watched(monkeypatch) -> tuple[Screen, Terminal]:
    """A terminal that shows its errors and its results, as most do, with a live line on it."""
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    screen = Screen(stdout=terminal, stderr=terminal)
    screen.live("working")
    screen.live("still working")
    return screen, terminal


def test_the_live_line_stays_below_the_notes(monkeypatch):
    screen, terminal = watched(monkeypatch)

    screen.note("[a] step of :smile: " + "x" * 200)

    assert terminal.getvalue().index("[a] step of :smile: " + "x" * 200) < terminal.getvalue().rindex("still working")
    screen.still()


@pytest.mark.parametrize("tell", [Screen.result, Screen.error])
def test_the_live_line_is_gone_before_a_result_or_an_error_is_told(monkeypatch, tell):
    screen, terminal = watched(monkeypatch)

    tell(screen, "the end")

    before, _, told = terminal.getvalue().rpartition(ERASED)
    assert "still working" in before
    assert told in {"the end\n", "error: the end\n"}


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
