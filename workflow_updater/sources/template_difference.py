"""Where a template differs from the deployed one, as far as CloudFormation's answer, ASCII only, lets one see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# CloudFormation answers a `?` for what is not ASCII; how many for one character is not said, so runs count as one.
_LOST = re.compile(r"(?:\?|[^\x00-\x7f])+")

_SHOWN = 3


def template_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Return the paths (`Resources.Orders.Properties.RoleArn`) at which two parsed templates differ; () for equal ones.

    Characters that are not ASCII count as the `?` that CloudFormation answers for them; keys may come in any order.
    """
    return tuple(_differences(_as_answered(one), _as_answered(other), ""))


def told_paths(paths: tuple[str, ...]) -> str:
    """Return the first few *paths* as a sentence goes on with them."""
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


def is_intact(text: str) -> bool:
    """Return whether CloudFormation's answer *text* is surely the template that was given: no character was lost."""
    return text.isascii() and "?" not in text


def _differences(one: object, other: object, path: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            below = f"{path}.{key}".removeprefix(".")
            if key in one and key in other:
                yield from _differences(one[key], other[key], below)
            else:
                yield below
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{path}[{index}]")
    elif json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True):  # as text: for Python 1 equals True
        yield path


def _as_answered(value: object) -> object:
    match value:
        case dict():
            return {str(_as_answered(key)): _as_answered(inner) for key, inner in value.items()}
        case list():
            return [_as_answered(inner) for inner in value]
        case str():
            return _LOST.sub("?", value)
    return value
