"""What is wrong with an expression, and where in it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """*message* is a clause for the user; *offset* is in characters of the expression, from 0."""

    message: str
    offset: int
