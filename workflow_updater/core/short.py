"""Ids and authors as people see them: the same everywhere, so that what one message shows is found in another."""

from __future__ import annotations

ID_DIGITS = 12  # of 40 or 64; names of change sets and tokens hold as many


def short_id(hexadecimal: str) -> str:
    """Return the first digits of a commit or a digest; "" for ""."""
    return hexadecimal[:ID_DIGITS]


def author_name(author: str) -> str:
    """Return the name in `Name <mail>`, or in what has no mail address."""
    return author.partition(" <")[0]
