"""The name that was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

_MOST_CHARACTERS = 80  # longer than any name of a service or action


def nearest(name: str, names: frozenset[str]) -> str:
    """
    Return the one of *names* that *name* probably means, "" when none is close.

    Names that begin alike are compared, so that thousands of wrong names in one definition do not take long.
    """
    if len(name) > _MOST_CHARACTERS:
        return ""
    by_folded, in_order = _folded(names)
    folded = name.casefold()
    if folded in by_folded:
        return by_folded[folded]
    from difflib import get_close_matches  # here, since it is slow to load and most definitions are right

    place = bisect_left(in_order, folded)
    around = in_order[max(0, place - 5) : place + 5]
    shorter = folded[:-1]  # a plural too much: far away in the order, behind all that begin alike
    close = get_close_matches(folded, [shorter] if shorter in by_folded else around, n=1, cutoff=0.75)
    return by_folded[close[0]] if close else ""


@lru_cache(maxsize=64)
def _folded(names: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Return *names* by what they are in lower case, and these in their order."""
    by_folded = {known.casefold(): known for known in names}
    return by_folded, sorted(by_folded)
