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
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("more than 0 seconds")
    return value


def not_negative(text: str) -> float:
    """
    Return a number of seconds; 0 is one.

    Raises:
        argparse.ArgumentTypeError: it is below 0, or no end.
    """
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError("0 seconds or more")
    return value
