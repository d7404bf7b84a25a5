"""The lines at the bottom of a terminal that change in place: the only place that knows rich."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

Frame = Callable[[int], Sequence[Sequence[tuple[str, str | None]]]]
"""Returns the lines for a width in columns, each as texts with the name of their style; asked whenever one is drawn."""

REFRESHES_PER_SECOND = 1.0  # between changes only the seconds go on
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "place": "bold",
    "quiet": "dim",
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "moved": "blue",
}


class LiveArea:
    """Draws the newest frame below everything that is noted, until it is closed; then nothing of it is left."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, highlight=False)
        self._frame: Frame = lambda _: ()
        self._live = Live(
            console=self._console,
            get_renderable=self._drawn,
            refresh_per_second=REFRESHES_PER_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def show(self, frame: Frame) -> None:
        """Draw *frame* now, and again each second."""
        self._frame = frame
        if self._live.is_started:
            self._live.refresh()
        else:
            self._live.start(refresh=True)

    def note(self, text: str) -> None:
        """Print lines that stay, above the frame."""
        self._console.print(text, markup=False, emoji=False, soft_wrap=True)

    def close(self) -> None:
        """Take the frame away."""
        self._live.stop()

    def _drawn(self) -> Text:
        lines = self._frame(self._console.width)
        text = Text(no_wrap=True, overflow="crop", end="")
        for number, line in enumerate(lines):
            text.append("\n" if number else "")
            for piece, style in line:
                text.append(piece, _STYLES.get(style or ""))
        return text
