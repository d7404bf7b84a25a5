"""Whether one definition is another: to the letter, or once CloudFormation has put the substitutions in."""

from __future__ import annotations

from typing import Any

from workflow_updater.core.content_address import canonical
from workflow_updater.core.definition.bare_placeholders import BarePlaceholder
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.placeholders import could_become, has_placeholder
from workflow_updater.core.definition.read_json import read_json


def matches(pushed_text: str, live_text: str) -> bool:
    """
    Return whether both are the same JSON.

    Each `${placeholder}` of the pushed text stands for any text there, and one without quotes for any value.

    Order of keys and form of numbers (1, 1.0) make no difference; a text that is no JSON matches nothing.
    """
    pushed, live = read_json(pushed_text.encode()), read_json(live_text.encode())
    return isinstance(pushed, Document) and isinstance(live, Document) and _equal(pushed.value, live.value)


def same(one_text: str, other_text: str) -> bool:
    """
    Return whether both are the same JSON to the letter: blanks and escapes aside, but with the order of keys.

    A placeholder is text like any other. A text that is no JSON, or in which a key stands twice, is the same as none.
    """
    one, other = read_json(one_text.encode()), read_json(other_text.encode())
    return isinstance(one, Document) and isinstance(other, Document) and canonical(one.value) == canonical(other.value)


def _equal(pushed: object, live: object) -> bool:
    match pushed:
        case BarePlaceholder():
            return not isinstance(live, dict | list)
        case str():
            return isinstance(live, str) and could_become(pushed, live)
        case dict():
            return isinstance(live, dict) and _equal_members(pushed, live)
        case list():
            return isinstance(live, list) and len(pushed) == len(live) and all(map(_equal, pushed, live))
        case bool() | None:
            return pushed is live
        case _:
            return not isinstance(live, bool) and bool(pushed == live)


def _equal_members(pushed: dict[str, Any], live: dict[str, Any]) -> bool:
    if len(pushed) != len(live):
        return False
    left = dict(live)
    open_keys = []
    for key, value in pushed.items():
        if has_placeholder(key):
            open_keys.append(key)
        elif key not in left or not _equal(value, left.pop(key)):
            return False
    for key in open_keys:
        found = next((name for name in left if could_become(key, name) and _equal(pushed[key], left[name])), None)
        if found is None:
            return False
        del left[found]
    return True
