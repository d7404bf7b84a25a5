"""What differs between two definitions, as a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow_updater.core.change.difference import Kind, StateChange
from workflow_updater.core.printable import printable
from workflow_updater.report.difference import Compared, counts

# source: GitHub, "Body is too long (maximum is 65536 characters)"; the picture and the frame of the comment need room
_MOST_CHARACTERS = 10_000
_MOST_ROWS = 100
_MARKS: dict[Kind, str] = {
    "added": "🟢 added",
    "removed": "🔴 removed",
    "renamed": "🔵 renamed",
    "moved": "🔵 moved",
    "rewired": "🟠 rewired",
    "changed": "🟠 changed",
}


def compared_markdown(compared: Compared, picture: str = "") -> str:
    """Return the comment; *picture* is a mermaid graph of the change, "" for none or one that GitHub would not draw."""
    head = f"### {code(compared.workflow)}: {code(compared.old)} → {code(compared.new)}\n"
    return f"{head}\n" + (changes_markdown(compared, picture) if compared.changes else "No difference.\n")


def changes_markdown(compared: Compared, picture: str = "") -> str:
    """Return the comment without its title; *compared* has changes."""
    parts = [f"{counts(compared.changes)}\n", _table(compared.changes)]
    if compared.permissions:
        parts.append("**Permissions newly needed**\n\n" + "".join(f"- {code(one)}\n" for one in compared.permissions))
    details = [line for change in compared.changes for line in change.describe]
    parts.append(_details("What differs", f"{fenced(_cut(details), 'diff')}"))
    if picture:
        parts.append(_details("Graph", fenced(picture, "mermaid")))
    return "\n".join(parts)


def fenced(text: str, language: str) -> str:
    """Return *text* as a block that it cannot end itself: its fence is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def code(text: str) -> str:
    """Return *text* as code within a line, also in a table; there GitHub finds no mention and no link."""
    plain = printable(" ".join(text.split())).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") or not plain else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _table(changes: Sequence[StateChange]) -> str:
    rows = ["| | State | What |", "|---|---|---|"]
    for change in changes[:_MOST_ROWS]:
        name = f"{code(change.was)} → {code(change.path)}" if change.was else code(change.path or "(workflow)")
        rows.append(f"| {_MARKS[change.kind]} | {name} | {code(change.label) if change.label else _aspects(change)} |")
    if len(changes) > _MOST_ROWS:
        rows.append(f"| | … {len(changes) - _MOST_ROWS} more | |")
    return "\n".join(rows) + "\n"


def _aspects(change: StateChange) -> str:
    return ", ".join(change.aspects)


def _cut(lines: Sequence[str]) -> str:
    text, kept = "", 0
    for line in lines:
        if len(text) + len(line) > _MOST_CHARACTERS:
            return f"{text}… {len(lines) - kept} more lines"
        text, kept = f"{text}{line}\n", kept + 1
    return text


def _details(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{body}\n</details>\n"
