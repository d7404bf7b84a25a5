"""How pictures show what changed: a sign, a colour for lines and borders, and a light one to fill with."""

from __future__ import annotations

from workflow_updater.report.graph.model import Change

SIGNS: dict[Change, str] = {
    "added": "+",
    "removed": "\N{MINUS SIGN}",
    "changed": "~",
    "rewired": "~",
    "renamed": "»",
    "moved": "»",
}
COLOURS: dict[Change, str] = {
    "added": "#1a7f37",
    "removed": "#cf222e",
    "changed": "#bf8700",
    "rewired": "#bf8700",
    "renamed": "#0969da",
    "moved": "#0969da",
}
FILLS: dict[Change, str] = {
    "added": "#dafbe1",
    "removed": "#ffebe9",
    "changed": "#fff8c5",
    "rewired": "#fff8c5",
    "renamed": "#ddf4ff",
    "moved": "#ddf4ff",
}
