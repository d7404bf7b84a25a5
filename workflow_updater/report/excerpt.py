"""The line of the source that a finding is about, and a caret under the place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.colour import Paint

ReadLines = Callable[[str], Sequence[str]]
"""Returns the lines of a file without their ends; [] when it cannot be read."""

_WIDTH = 100  # characters of a long line that are shown, the place in their midst
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,:\[\]{}"]+|.', re.DOTALL)


def excerpt(finding: Finding, read_lines: ReadLines, paint: Paint) -> list[str]:
    """Return two lines, the source's and the caret's; [] when the place or the file is not known."""
    if not finding.line or not finding.file:
        return []
    lines = read_lines(finding.file)
    if finding.line > len(lines):
        return []
    text = "".join(character if character.isprintable() else " " for character in lines[finding.line - 1])
    start = min(finding.column - 1, len(text))
    word = _WORD.match(text, start)
    end = word.end() if word else start + 1
    left = max(0, min(start - _WIDTH // 2, len(text) - _WIDTH))
    shown = text[left : left + _WIDTH]
    carets = "^" * max(1, min(end, left + _WIDTH) - start)
    number = f"{finding.line:>5} | "
    return [
        f"{paint(number, 'quiet')}{shown}",
        f"{paint('      | ', 'quiet')}{' ' * (start - left)}{paint(carets, finding.severity)}",
    ]
