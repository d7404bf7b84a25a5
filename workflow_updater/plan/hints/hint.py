"""A hint: a sentence of AWS, and what to do when it appears."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST_SEARCHED = 20_000  # characters; a reason may quote a whole definition, and the sentence stands before it


class Hint(NamedTuple):
    """
    What to do about a failure whose text has *pattern* in it, a regular expression.

    *cure* may use the groups of the pattern. *source* tells where the text was recorded; the text itself is
    tests/golden/hints/NAME.txt.
    """

    name: str
    pattern: str
    cure: str
    source: str


def first_cure(hints: Iterable[Hint], text: str) -> str:
    """Return the cure of the first of *hints* that knows *text*, "" when none does."""
    searched = text[:_LONGEST_SEARCHED]
    for hint in hints:
        if found := re.search(hint.pattern, searched):
            return hint.cure.format_map(found.groupdict())
    return ""
