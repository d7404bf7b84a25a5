"""Which release last changed what, as lines for a person and as a value for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from workflow_updater.core.change.blame import BlamedLine, LastChange, Removal
from workflow_updater.core.change.parts import way_text
from workflow_updater.core.columns import columns, padded
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.printable import printable
from workflow_updater.core.release import Release
from workflow_updater.core.short import author_name
from workflow_updater.report.colour import Paint
from workflow_updater.report.difference import change_value
from workflow_updater.report.release import release_value, release_words, source_words

_LONGEST_AUTHOR = 20  # characters
WHOLE = "(workflow)"


class Blamed(NamedTuple):
    """
    What is told: *running* runs, *releases* are what it was made from, newest first, to which all `since` refer.

    *state* is the one that is asked about, None for all; then *lines* are its own, *changes* those of it and of the
    states inside it. *removed* are states that are gone, or that one state.
    """

    target: str
    running: Release
    releases: Sequence[Release]
    changes: Sequence[LastChange] = ()
    state: Path | None = None
    lines: Sequence[BlamedLine] = ()
    removed: Sequence[Removal] = ()


def blamed_lines(blamed: Blamed, style: Paint) -> list[str]:
    """Return a head, the lines of the state that was asked about, and a line for each last change."""
    head = [style(printable(f"{blamed.target}, {release_words(blamed.running)}"), "place")]
    margins = _margins(blamed)
    if blamed.state is None:
        told = [_row(margins, one.since, change_words(one), style) for one in blamed.changes]
        return head + told + [_row(margins, one.since, removal_words(one), style) for one in blamed.removed]
    head += [_titled(own, blamed) for own in blamed.changes[:1]]
    head += [f"{removal_words(one)} in {_by(one, blamed)}" for one in blamed.removed]
    told = [_row(margins, line.since, line.text, style) for line in blamed.lines]
    return head + told + [_row(margins, one.since, change_words(one), style) for one in blamed.changes[1:]]


def _titled(own: LastChange, blamed: Blamed) -> str:
    release = release_words(blamed.releases[own.since])
    return printable(f"{change_words(own)} in {release}" if own.change else f"{_name(own.way)}: there since {release}")


def _by(removal: Removal, blamed: Blamed) -> str:
    return release_words(blamed.releases[removal.since])


def change_words(last: LastChange) -> str:
    """Return the state and what became of it: `Reserve: changed`, `Hold: renamed, was Reserve`; its name alone else."""
    name = _name(last.way)
    if last.change is None:
        return name
    was = f", was {last.change.was}" if last.change.was else ""
    return printable(f"{name}: {last.change.kind}{was}")


def removal_words(removal: Removal) -> str:
    """Return what became of a state: `Reserve: removed`, `Reserve: became Hold`."""
    name = way_text(removal.way)
    return printable(f"{name}: became {way_text(removal.now)}" if removal.now else f"{name}: removed")


def _name(way: Path) -> str:
    return printable(way_text(way)) or WHOLE


def _margins(blamed: Blamed) -> dict[int, str]:
    """Return what stands before each line of a release: sequence, commit, author and day, in columns."""
    rows = {since: _columns(blamed.releases[since]) for since in _referred(blamed)}
    widths = [max(map(columns, column)) for column in zip(*rows.values(), strict=True)]
    return {
        since: "  ".join(padded(text, width) for text, width in zip(row, widths, strict=True) if width)
        for since, row in rows.items()
    }


def _referred(blamed: Blamed) -> set[int]:
    return {
        *(one.since for one in blamed.changes),
        *(line.since for line in blamed.lines),
        *(one.since for one in blamed.removed),
    }


def _columns(release: Release) -> tuple[str, ...]:
    author = author_name(release.author)
    short = author if len(author) <= _LONGEST_AUTHOR else author[: _LONGEST_AUTHOR - 1] + "…"
    return (f"#{release.sequence}", source_words(release), printable(short), f"{release.ended:%Y-%m-%d}")


def _row(margins: dict[int, str], since: int, text: str, style: Paint) -> str:
    return f"{style(margins[since], 'quiet')}  {printable(text)}"


def blamed_value(blamed: Blamed) -> dict[str, Any]:
    """Return the same for a program; `release` is a sequence, and `releases` tells about each that is named."""
    return {
        "release": blamed.running.sequence,
        "states": [_change_value(one, blamed) for one in blamed.changes],
        "lines": [{"text": line.text, "release": blamed.releases[line.since].sequence} for line in blamed.lines],
        "removed": [
            {
                "state": way_text(one.way),
                "became": way_text(one.now),
                "release": blamed.releases[one.since].sequence,
            }
            for one in blamed.removed
        ],
        "releases": [release_value(blamed.releases[since]) for since in sorted(_referred(blamed))],
    }


def _change_value(last: LastChange, blamed: Blamed) -> dict[str, Any]:
    value: dict[str, Any] = {"state": way_text(last.way), "release": blamed.releases[last.since].sequence}
    return value | {"change": change_value(last.change)} if last.change else value
