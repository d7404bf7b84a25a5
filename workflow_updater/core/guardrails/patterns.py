"""
Patterns of a guardrails document: text in which `*` stands for any characters, as in IAM, but for no placeholder.

What a `${Placeholder}` of a definition becomes is not known when it is judged. So it counts as its name only: the
pattern must write the same placeholder at the same place.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow_updater.core.definition.placeholders import PLACEHOLDER
from workflow_updater.core.guardrails.policy import ANYTHING

_MARK = "\ue000"  # a private character; a text that has it already is judged the more strictly


def admitted(patterns: Iterable[str], text: str) -> bool:
    """Return whether one of *patterns* matches *text*; the pattern `*` alone matches whatever stands there."""
    return any(pattern == ANYTHING or matches(pattern, text) for pattern in patterns)


def matches(pattern: str, text: str) -> bool:
    """
    Return whether *pattern* matches *text*; no `*` stands for a placeholder of *text*, or for a part of one.

    Greedy search of the fixed pieces, left to right: linear. That loses no match: a placeholder has to be matched by a
    fixed piece, so that a later place of an earlier piece would leave the placeholder to a `*`.
    """
    marked = _marked(text)
    first, *rest = _marked(pattern).split("*")
    if not rest:
        return marked == first
    *middle, last = rest
    end = len(marked) - len(last)
    if end < len(first) or not marked.startswith(first) or not marked.endswith(last):
        return False
    position, gaps = len(first), []
    for piece in middle:
        found = marked.find(piece, position, end)
        if found < 0:
            return False
        gaps.append(marked[position:found])
        position = found + len(piece)
    return _MARK not in "".join([*gaps, marked[position:end]])


def fixed(pattern: str) -> str:
    """Return what a text must begin with to be matched by *pattern*."""
    return pattern.partition("*")[0]


def is_open(text: str) -> bool:
    """Return whether CloudFormation may replace something in *text*; its names are not bound to our idea of one."""
    return "${" in text


def is_placeholder(text: str) -> bool:
    """Return whether *text* is one placeholder and nothing else."""
    return PLACEHOLDER.fullmatch(text) is not None


def _marked(text: str) -> str:
    return text.replace("${", f"{_MARK}${{")
