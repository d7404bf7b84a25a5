"""The releases of a state machine, newest first: as a table, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from workflow_updater.core.columns import clipped, columns, padded, wrapped
from workflow_updater.core.printable import printable
from workflow_updater.core.release import Release
from workflow_updater.core.short import author_name, short_id
from workflow_updater.report.release import release_value, time_words

_HEAD = (" ", "release", "ended", "outcome", "commit", "author", "definition", "subject")
_LEFT_OUT = ("author", "commit", "ended")  # in this order, until the subject has room; the others tell releases apart
_GAP = "  "
_AUTHOR_MAX = 24  # characters; who has a longer name is still told from others
_SUBJECT_MAX = 72  # characters: what git recommends for a subject
_SUBJECT_ROOM = 16  # columns; with less it says nothing any more
_CAUSE_MAX = 200
_INDENT = " " * 5

Row = dict[str, str]


def history_lines(
    releases: Sequence[Release],
    *,
    running: Release | None,
    pending: int = 0,
    beyond: Release | None = None,
    width: int | None = None,
) -> list[str]:
    """
    Return a table of *releases*; `*` marks the *running* one, `+` behind a commit what was not committed.

    Below a release that did not end as updated stands why; *pending* is the sequence of one that is not recorded yet,
    *beyond* an older one that is shown after a gap. On a terminal of *width* columns author, commit and time go, in
    this order, until the subject has room, then the subject; number, outcome and definition always stay. None: no end.
    """
    shown = [*releases, *([beyond] if beyond else [])]
    rows = [_row(release, is_running=release is running) for release in shown]
    head = dict(zip(_HEAD, _HEAD, strict=True))
    widths = {name: max(columns(row[name]) for row in (head, *rows)) for name in _HEAD}
    if width is not None:
        widths = _fitting(widths, width)
    lines = [_line(head, widths)]
    for release, row in zip(shown, rows, strict=True):
        lines += ["…"] if release is beyond else []
        lines.append(_line(row, widths))
        for note in _notes(release, is_pending=release.sequence == pending, has_subject="subject" in widths):
            lines += [_INDENT + line for line in (wrapped(note, width - len(_INDENT)) if width else [note])]
    return lines


def history_value(releases: Sequence[Release], *, pending: int = 0) -> list[dict[str, Any]]:
    """Return *releases* for programs: what each record says, and whether it is written yet."""
    return [{"release": release_value(one), "is_recorded": one.sequence != pending} for one in releases]


def _row(release: Release, *, is_running: bool) -> Row:
    cells = (
        "*" if is_running else " ",
        str(release.sequence),
        time_words(release),
        release.outcome,
        short_id(release.commit) + "+" * release.dirty,
        _clipped(author_name(release.author), _AUTHOR_MAX),
        short_id(release.digest),
        (_back(release) + " ").lstrip() + _clipped(release.subject or release.description, _SUBJECT_MAX),
    )
    return dict(zip(_HEAD, cells, strict=True))


def _back(release: Release) -> str:
    return f"(back at {release.restores})" if release.restores else ""


def _fitting(widths: dict[str, int], width: int) -> dict[str, int]:
    """Return the columns of a table that there is room for in *width*, each with its own."""
    needed = min(widths["subject"], _SUBJECT_ROOM)
    kept = dict(widths)
    for name in ("", *_LEFT_OUT):
        kept.pop(name, None)
        room = width - sum(one + len(_GAP) for other, one in kept.items() if other != "subject")
        if room >= needed:
            return {**kept, "subject": min(kept["subject"], room)}
    del kept["subject"]
    return kept


def _notes(release: Release, *, is_pending: bool, has_subject: bool) -> Iterator[str]:
    """Yield what stands below a release; where it led, too, where there is no subject to say it."""
    if release.restores and not has_subject:
        yield _back(release)
    for line in release.cause.splitlines()[:1]:
        yield _clipped(line.strip(), _CAUSE_MAX)
    if is_pending:
        yield "not recorded yet: the next deployment does it"


def _line(row: Row, widths: dict[str, int]) -> str:
    return _GAP.join(padded(clipped(row[name], width), width) for name, width in widths.items()).rstrip()


def _clipped(text: str, longest: int) -> str:
    shown = printable(text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
