"""
Patterns of IAM: `*` is any text, `?` one character.

Both sides may be patterns here: what a definition needs is one where only the execution knows more.
"""

from __future__ import annotations


def covers(pattern: str, text: str) -> bool:
    """
    Return whether everything that *text* can stand for is matched by *pattern*.

    Greedy with one way back, as for shell patterns: at worst the product of both lengths.
    """
    at = position = 0
    star = marked = -1
    while position < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, marked = at, position
            at += 1
        elif at < len(pattern) and (pattern[at] == text[position] or (pattern[at] == "?" and text[position] != "*")):
            at += 1
            position += 1
        elif star >= 0:
            marked += 1
            at, position = star + 1, marked
        else:
            return False
    return not pattern[at:].strip("*")


def overlaps(one: str, other: str) -> bool:
    """Return whether some text is matched by both patterns."""
    while one and other and one[0] not in "*?" and other[0] not in "*?":
        if one[0] != other[0]:
            return False
        one, other = one[1:], other[1:]
    while one and other and one[-1] not in "*?" and other[-1] not in "*?":
        if one[-1] != other[-1]:
            return False
        one, other = one[:-1], other[:-1]
    if "*" not in other and "?" not in other:
        return covers(one, other)
    if "*" not in one and "?" not in one:
        return covers(other, one)
    return _both(one, other)


def _both(one: str, other: str) -> bool:
    """Return whether two patterns overlap: which ends of *other* can be reached after each character of *one*."""
    reached = _skip({0}, other)
    for character in one:
        if character == "*":
            reached = set(range(min(reached), len(other) + 1))
        else:
            steps = {at for at in reached if at < len(other) and other[at] == "*"}
            steps |= {at + 1 for at in reached if at < len(other) and _meet(character, other[at])}
            reached = _skip(steps, other)
        if not reached:
            return False
    return len(other) in reached


def _meet(one: str, other: str) -> bool:
    return other != "*" and (one == other or "?" in (one, other))


def _skip(reached: set[int], pattern: str) -> set[int]:
    """Return *reached* and what lies behind the stars there, which may stand for nothing."""
    found = set(reached)
    pending = list(reached)
    while pending:
        at = pending.pop()
        if at < len(pattern) and pattern[at] == "*" and at + 1 not in found:
            found.add(at + 1)
            pending.append(at + 1)
    return found
