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


@pytest.mark.parametrize(("stdout", "columns"), [(Terminal(), 33), (io.StringIO(), None)])
def test_only_a_terminal_bounds_the_width_of_a_result(monkeypatch, stdout, columns):
    monkeypatch.setenv("COLUMNS", "33")

    assert Screen(stdout=stdout, stderr=Terminal()).columns == columns


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


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(monkeypatch, term):
    monkeypatch.setenv("TERM", term)
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.live("working")
    screen.show(lambda _: [[("working", None)]])
    screen.note("done")

    assert terminal.getvalue() == "done\n"


def test_lines_that_change_are_drawn_for_the_width_with_their_styles(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.delenv("NO_COLOR")
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.show(lambda width: [[(f"{width} columns", None)], [("failed", "error"), (" [x] :smile:", "quiet")]])
    screen.still()

    assert "33 columns\r\n" in terminal.getvalue() or "33 columns\n" in terminal.getvalue()
    assert "\x1b[1;31mfailed\x1b[0m\x1b[2m [x] :smile:\x1b[0m" in terminal.getvalue()


def test_without_colour_there_is_none(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.show(lambda _: [[("failed", "error")]])
    screen.still()

    assert "31m" not in terminal.getvalue()


def test_a_name_with_escapes_in_the_live_line_commands_nothing(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.live("reading \x1b]0;owned\x07")
    screen.still()

    assert "reading \\x1b]0;owned\\x07" in terminal.getvalue()


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


def test_the_line_after_an_unanswered_question_is_a_new_one(monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal(""))
    terminal = Terminal()
    screen = screen_on(terminal)

    screen.confirm("push?")
    screen.error("not approved")

    assert terminal.getvalue() == "push? [y/N] \nerror: not approved\n"


def test_the_line_after_a_question_that_ctrl_c_ends_is_a_new_one(monkeypatch):
    class Interrupted(Terminal):
        def readline(self, *_):
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    terminal = Terminal()
    screen = screen_on(terminal)

    with pytest.raises(KeyboardInterrupt):
        screen.confirm("push?")
    screen.error("interrupted")

    assert terminal.getvalue() == "push? [y/N] \nerror: interrupted\n"


def test_the_time_that_a_question_takes_is_known(monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("y\nn\n"))
    seconds = iter([10.0, 13.0, 20.0, 21.5])
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    screen = screen_on(Terminal())
    assert screen.thought_seconds == 0

    screen.confirm("push?")
    screen.confirm("really?")

    assert screen.thought_seconds == 4.5


def test_json_drops_the_lines_for_a_person():
    out = io.StringIO()
    screen = Screen(json_wanted=True, stdout=out, stderr=io.StringIO())

    screen.result("text")
    screen.result_json({"a": 1})

    assert out.getvalue() == '{\n  "a": 1\n}\n'
