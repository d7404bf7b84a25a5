"""The releases of a state machine, newest first: as a table, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow_updater.core.columns import columns, padded
from workflow_updater.core.printable import printable
from workflow_updater.core.release import Release
from workflow_updater.core.short import author_name, short_id
from workflow_updater.report.release import release_value, time_words

_HEAD = (" ", "release", "ended", "outcome", "commit", "author", "definition", "subject")
_AUTHOR_MAX = 24  # characters; who has a longer name is still told from others
_SUBJECT_MAX = 72  # characters: what git recommends for a subject
_CAUSE_MAX = 200


def history_lines(releases: Sequence[Release], *, running: Release | None, pending: int = 0) -> list[str]:
    """
    Return a table of *releases*; `*` marks the *running* one, `+` behind a commit what was not committed.

    Below a release that did not end as updated stands why; *pending* is the sequence of one that is not recorded yet.
    """
    rows = [_row(release, is_running=release is running) for release in releases]
    widths = [max(columns(row[column]) for row in (_HEAD, *rows)) for column in range(len(_HEAD) - 1)]
    lines = [_line(_HEAD, widths)]
    for release, row in zip(releases, rows, strict=True):
        lines.append(_line(row, widths))
        lines += [f"{'':{widths[0] + 2}}  {note}" for note in _notes(release, is_pending=release.sequence == pending)]
    return lines


def history_value(releases: Sequence[Release], *, pending: int = 0) -> list[dict[str, Any]]:
    """Return *releases* for programs: what each record says, and whether it is written yet."""
    return [{"release": release_value(one), "is_recorded": one.sequence != pending} for one in releases]


def _row(release: Release, *, is_running: bool) -> tuple[str, ...]:
    back = f"(back at {release.restores}) " if release.restores else ""
    return (
        "*" if is_running else " ",
        str(release.sequence),
        time_words(release),
        release.outcome,
        short_id(release.commit) + "+" * release.dirty,
        _clipped(author_name(release.author), _AUTHOR_MAX),
        short_id(release.digest),
        back + _clipped(release.subject or release.description, _SUBJECT_MAX),
    )


def _notes(release: Release, *, is_pending: bool) -> list[str]:
    lines = release.cause.splitlines()[:1]
    notes = [_clipped(line.strip(), _CAUSE_MAX) for line in lines]
    return notes + (["not recorded yet: the next deployment does it"] if is_pending else [])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [padded(cell, width) for cell, width in zip(row, widths, strict=False)]
    return "  ".join((*cells, row[-1])).rstrip()


def _clipped(text: str, longest: int) -> str:
    shown = printable(text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
