"""
CloudFormation's copy of a template, in which every character that is not ASCII is a `?`: read, and compared.

A `?` means something to YAML, where the character that it stands for did not: the copy of `{City: Köln}` is no YAML. So
what was lost is replaced by a word before anything is parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from workflow_updater.errors import UsageError
from workflow_updater.sources.template_file import parse_template

# How many `?` there are for one character is not said, so runs count as one.
_LOST = re.compile(r"(?:\?|[^\x00-\x7f])+")
_SHOWN = 3


def is_intact(text: str) -> bool:
    """Return whether CloudFormation's answer *text* is surely the template that was given: no character was lost."""
    return text.isascii() and "?" not in text


def parse_answered(text: str, origin: str) -> dict[str, Any]:
    """
    Return the template that CloudFormation answers, parsed; what is not ASCII, and every `?`, is some word in it.

    Raises:
        UsageError: it is no template.
    """
    return _parsed(text, origin, _word(text))


def template_differences(given: str, deployed: str, origin: str = "the template") -> tuple[str, ...]:
    """
    Return the paths (`Resources.Orders.Properties.RoleArn`) at which *given* differs from what is *deployed*.

    Both are texts; neither their form nor the order of keys counts. *origin* names *given* in an error.

    Raises:
        UsageError: one of them is no template.
    """
    if _LOST.sub("?", given) == _LOST.sub("?", deployed):
        return ()
    word = _word(given + deployed)
    lost = re.compile(rf"(?:{word}|{_LOST.pattern})+")
    pair = (_parsed(given, origin, word), _parsed(deployed, "the deployed template", word))
    one, other = (_with(word, template, lost) for template in pair)
    return tuple(path.replace(word, "?") for path in _differences(one, other, ""))


def told_paths(paths: tuple[str, ...]) -> str:
    """Return the first few *paths* as a sentence goes on with them."""
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


def _word(text: str) -> str:
    """Return a word that *text* does not hold."""
    return next(word for number in count() if (word := f"lost{number}") not in text)


def _parsed(text: str, origin: str, word: str) -> dict[str, Any]:
    try:
        return parse_template(_LOST.sub(word, text), origin)
    except UsageError:  # a `?` of YAML's own, or indeed no template: then the error is about the text as it is
        return parse_template(text, origin)


def _with(word: str, value: object, lost: re.Pattern[str]) -> object:
    match value:
        case dict():
            return {lost.sub(word, key): _with(word, inner, lost) for key, inner in value.items()}
        case list():
            return [_with(word, inner, lost) for inner in value]
        case str():
            return lost.sub(word, value)
    return value


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
