"""docs/json.md read as data: the keys that each verb promises, and what a value says that is not promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
_KINDS: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, float),
    "true or false": (bool,),
    "true, false or null": (bool, type(None)),
    "any": (object,),
}
Keys = Mapping[str, str]  # path → kind, or the name of another table


def read_page() -> dict[str, Keys]:
    """Return the keys of every table by the title of its section, several tables of a section as one."""
    found: dict[str, dict[str, str]] = {}
    for section in PAGE.read_text("utf-8").split("\n## ")[1:]:
        title = section.partition("\n")[0].strip("`")
        rows = re.findall(r"^\| (?:`([^`]+)`)? *\| ([^|]+?) \|", section, re.MULTILINE)
        found[title] = {path: kind for path, kind in rows if kind != "value"}
    return found


def keys_of(page: Mapping[str, Keys], title: str) -> Keys:
    """Return the keys of a section with those of the table that it takes over as a whole."""
    keys = dict(page[title])
    return {**page[keys.pop("")], **keys} if "" in keys else keys


def check(value: Any, title: str, page: Mapping[str, Keys]) -> Iterator[tuple[str, str]]:
    """
    Yield each key of the tables that *value*, an object of that section, has: the table's title and the path.

    Raises:
        AssertionError: it has a key that is not documented, or another kind of value.
    """
    keys = keys_of(page, title)
    of_error = set(map(_first, page["error"])) - set(map(_first, keys))
    if "exit_code" in value:
        yield from _walk({key: value[key] for key in of_error if key in value}, "", "error", page["error"], page)
        value = {key: one for key, one in value.items() if key not in of_error}
    yield from _walk(value, "", title, keys, page)


def _first(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")


def _walk(value: Any, path: str, title: str, keys: Keys, page: Mapping[str, Keys]) -> Iterator[tuple[str, str]]:
    if path in keys:
        yield title, path
        kind = keys[path]
        if kind in page:
            yield from check(value, kind, page)
        else:
            is_flag = isinstance(value, bool) and kind == "number"
            assert isinstance(value, _KINDS[kind]) and not is_flag, f"{title}: {path} is {value!r}, not {kind}"
    elif isinstance(value, list):
        assert _leads_on(f"{path}[]", keys), f"{title}: {path}[] is not documented"
        for one in value:
            yield from _walk(one, f"{path}[]", title, keys, page)
    elif isinstance(value, dict):
        for key, one in value.items():
            below = f"{path}.{key}".lstrip(".")
            free = f"{path}.*".lstrip(".")
            below = below if _leads_on(below, keys) else free
            assert _leads_on(below, keys), f"{title}: {path}.{key} is not documented"
            yield from _walk(one, below, title, keys, page)
    else:
        raise AssertionError(f"{title}: {path} is {value!r}, and documented as an object or a list")


def _leads_on(path: str, keys: Keys) -> bool:
    return any(key == path or key.startswith((f"{path}.", f"{path}[]")) for key in keys)
