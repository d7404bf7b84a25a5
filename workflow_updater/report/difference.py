"""What differs between two definitions, as lines for a person and as a value for `--json`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workflow_updater.core.change.difference import KINDS, Kind, StateChange
from workflow_updater.core.change.edits import MISSING, Edit
from workflow_updater.core.printable import printable
from workflow_updater.report.colour import Paint, Style, paint

_MOST_LINES = 12  # of states added, or removed; above it only their names are told
_LINE_LENGTH = 100
_STYLES: dict[Kind, Style] = {
    "added": "added",
    "removed": "removed",
    "renamed": "moved",
    "moved": "moved",
    "rewired": "changed",
    "changed": "changed",
}


class Compared(NamedTuple):
    """
    Two definitions and what differs: *old* and *new* are their names for a person.

    *permissions* are the actions that the new one needs and the old one did not, with their resources.
    """

    workflow: str
    old: str
    new: str
    changes: Sequence[StateChange]
    permissions: Sequence[str] = ()


def compared_lines(compared: Compared, style: Paint) -> list[str]:
    """Return the whole difference: what was compared, how much of what differs, then state by state."""
    head = style(printable(f"{compared.workflow}: {compared.old} → {compared.new}"), "place")
    if not compared.changes:
        return [head, "no difference"]
    lines = [head, counts(compared.changes), "", *difference_lines(compared.changes, style)]
    if compared.permissions:
        lines += [
            "",
            "permissions newly needed",
            *(style(printable(f"  + {one}"), "added") for one in compared.permissions),
        ]
    return lines


def counts(changes: Iterable[StateChange]) -> str:
    """Return `2 changed, 1 added`; the machine itself counts as `workflow`."""
    listed = list(changes)
    words = [
        f"{number} {kind}"
        for kind in KINDS
        if (number := sum(change.kind == kind and bool(change.path) for change in listed))
    ]
    return ", ".join([*words, *(["workflow settings changed"] if any(not change.path for change in listed) else [])])


def difference_lines(changes: Sequence[StateChange], style: Paint | None = None) -> list[str]:
    """Return what changes within states, then what is added and removed: one line each, or only names when many."""
    lines = []
    style = style or paint(colour=False)
    for change in changes:
        if change.kind not in ("added", "removed"):
            lines.append(style(change.title, _STYLES[change.kind]))
            lines += [f"    {line}" for line in change.lines]
    for kind, mark in (("added", "+"), ("removed", "-")):
        those = [change for change in changes if change.kind == kind]
        told = [change.title for change in those]
        if len(those) > _MOST_LINES:
            names = printable(", ".join(change.path or "(workflow)" for change in those))
            told = textwrap.wrap(
                f"{mark} {len(those)} states: {names}",
                _LINE_LENGTH,
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        lines += [style(line, "added" if kind == "added" else "removed") for line in told]
    return lines


def compared_value(compared: Compared) -> dict[str, Any]:
    """Return the difference for a program."""
    return {
        "workflow": compared.workflow,
        "old": compared.old,
        "new": compared.new,
        "differs": bool(compared.changes),
        "changes": [change_value(change) for change in compared.changes],
        "permissions": list(compared.permissions),
    }


def change_value(change: StateChange) -> dict[str, Any]:
    """Return what differs in one state; an edit without `before` (`after`) had (has) nothing in its place."""
    return {
        "state": change.path,
        "was": change.was,
        "kind": change.kind,
        "label": change.label,
        "aspects": list(change.aspects),
        "edits": [_edit_value(edit) for edit in change.edits],
    }


def _edit_value(edit: Edit) -> dict[str, Any]:
    value: dict[str, Any] = {"place": edit.place, "aspect": edit.aspect}
    if edit.before is not MISSING:
        value["before"] = edit.before
    if edit.after is not MISSING:
        value["after"] = edit.after
    return value
