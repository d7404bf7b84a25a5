"""What a JSONata expression refers to."""

from __future__ import annotations

from typing import NamedTuple

STATES_FIELDS = ("input", "result", "errorOutput", "context")  # of $states


class Reference(NamedTuple):
    """A name in an expression, without any `$`, and its offset."""

    name: str
    offset: int


class References(NamedTuple):
    """
    What an expression refers to.

    *top_level* are field names, "$" and "$$" that are read of the context, of which there is none outside of a path;
    *variables* are read and neither called nor bound by the expression itself; *functions* are called by name and not
    bound by it; *states* are the fields of `$states`; *newer* are operators that JSONata 2.0 does not have.
    """

    top_level: tuple[Reference, ...] = ()
    variables: tuple[Reference, ...] = ()
    functions: tuple[Reference, ...] = ()
    states: tuple[Reference, ...] = ()
    newer: tuple[Reference, ...] = ()
