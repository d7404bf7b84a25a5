"""What the tests find, as golden files: docs/reliability.md is made of them (`make reliability`)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.calls import Call

GOLDEN = Path(__file__).parents[1] / "golden" / "faults"
WRITE = "RELIABILITY_WRITE"  # this variable set: what is found becomes the golden file

_ENDED = "the update has ended"
_STATES = (  # what a message says of the state that things are in, in a few words
    ("the update had started", "the update goes on, `status` shows it"),
    ("is being executed is not known", "the update may go on, `status` shows it"),
    (_ENDED, "the update has ended, the next push sees to its record"),
    ("goes on by itself", "the update goes on, `status` shows it"),
    ("could not be deleted", "the stack is as it was, the change set left behind is named"),
    ("", "the stack is as it was"),
)


@dataclass(frozen=True)
class Told:
    """How a command ended: its exit code, and the error and the cure that it told, "" when there was none."""

    code: int
    error: str = ""
    hint: str = ""

    @property
    def tells_of_an_update(self) -> bool:
        """Whether the stack is told to be changed, or to be changing now."""
        return any(part in self.error for part in ("the update had started", "goes on by itself", _ENDED))

    @property
    def ending(self) -> str:
        """The end in a few words, the same for all errors that leave things in the same state."""
        if self.code == 0:
            return "done"
        return f"exit {self.code}: {next(words for part, words in _STATES if part in self.error)}"


def told_by(code: int, printed: str) -> Told:
    """Return the end of a command with that exit code that *printed* this to stderr."""
    _, _, told = f"\n{printed}".rpartition("\nerror: ")
    error, _, hint = told.partition("\n  → ")
    return Told(code, error.strip(), hint.strip()) if code else Told(code)


def in_order(calls: Sequence[Call]) -> list[Call]:
    """Return the calls in the order of the steps, and by name within a step, where reads run side by side."""
    steps = list(dict.fromkeys(call.after for call in calls))
    return sorted(calls, key=lambda call: (steps.index(call.after), call.is_write, call.name))


def general(text: str) -> str:
    """Return a message without what differs from run to run."""
    text = re.sub(r"[0-9a-f]{64}", "DIGEST", text)
    text = re.sub(r"workflows-\d{12}-[a-z0-9-]+", "BUCKET", text)
    text = re.sub(r"of account \d{12}", "of account ACCOUNT", text)
    text = re.sub(r"faults-\d+", "STACK", text)
    return re.sub(r"arn:aws:cloudformation:\S+:stack/STACK/[0-9a-f-]{36}", "STACK", text)


def hold(name: str, rows: Iterable[Iterable[str]]) -> None:
    """Hold that the *rows* are those of the golden file *name*, which the page is made of."""
    file = GOLDEN / f"{name}.txt"
    text = "".join(" | ".join(row) + "\n" for row in rows)
    if os.environ.get(WRITE):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text, "docs/reliability.md does not tell what happens any more: make reliability"


def hold_verb(verb: str, endings: Mapping[Call, Mapping[str, str]]) -> None:
    """Hold how *verb* ends: call → kind of fault that lasts → end in a few words."""
    rows = [(verb, call.after, call.name, *ends) for call, by_kind in endings.items() for ends in by_kind.items()]
    hold(f"verbs/{re.sub('[^a-z0-9]+', '_', verb).strip('_')}", rows)
