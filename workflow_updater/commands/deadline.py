"""Flags in seconds, and `--timeout`: how long a command waits for AWS before it ends with exit code 7."""

from __future__ import annotations

import argparse


def add_timeout(parser: argparse._ActionsContainer, default_seconds: float) -> None:
    """Add the flag to *parser* or to one of its groups."""
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=default_seconds,
        metavar="SECONDS",
        help="exit code 7 when it takes longer (%(default)g)",
    )


def seconds(text: str) -> float:
    """
    Return a number of seconds above 0.

    Raises:
        argparse.ArgumentTypeError: it is none, or no end.
    """
    value = _number(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds, more than 0, not {text}")
    return value


def not_negative(text: str) -> float:
    """
    Return a number of seconds; 0 is one.

    Raises:
        argparse.ArgumentTypeError: it is below 0, or no end.
    """
    value = _number(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds, 0 or more, not {text}")
    return value


def _number(text: str) -> float:
    """Return the number that *text* is, below all that are taken when it is none."""
    try:
        return float(text)
    except ValueError:
        return -1.0
