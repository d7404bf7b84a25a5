"""The name that was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

_MOST_CHARACTERS = 80  # as in the name of a state, the longest that there is; comparing takes time with the product


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """
    Return the one of *known* that *name* probably means, whatever its capitals, "" when none is close.

    Takes time with the number of *known*; *likeness* is 1 for equal names.
    """
    if len(name) > _MOST_CHARACTERS:
        return ""
    from difflib import get_close_matches  # here, since it is slow to load and most definitions are right

    by_folded = {one.casefold().strip(): one for one in known if len(one) <= _MOST_CHARACTERS}
    close = get_close_matches(name.casefold().strip(), by_folded, n=1, cutoff=likeness)
    return by_folded[close[0]] if close else ""


def nearest_of_many(name: str, known: frozenset[str]) -> str:
    """
    Return what `nearest` would of a large *known* that is asked often, looking only at names that begin alike.

    So thousands of wrong names in one definition do not take long.
    """
    if len(name) > _MOST_CHARACTERS:
        return ""
    by_folded, in_order = _folded(known)
    folded = name.casefold()
    if folded in by_folded:
        return by_folded[folded]
    place = bisect_left(in_order, folded)
    around = in_order[max(0, place - 5) : place + 5]
    shorter = folded[:-1]  # a plural too much: far away in the order, behind all that begin alike
    close = nearest(folded, [shorter] if shorter in by_folded else around, likeness=0.75)
    return by_folded.get(close, "")


@lru_cache(maxsize=64)
def _folded(names: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Return *names* by what they are in lower case, and these in their order."""
    by_folded = {known.casefold(): known for known in names}
    return by_folded, sorted(by_folded)
