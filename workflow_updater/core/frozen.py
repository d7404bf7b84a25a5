"""JSON documents that nobody can change any more, and that are dict and list to everybody who reads them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NoReturn


def _refuse(*_: object, **__: object) -> NoReturn:
    raise TypeError("this document is frozen: make another one")


class FrozenDict(dict[str, Any]):
    """A dict that refuses to be changed."""

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        """Return a dict that can be changed."""
        return {key: deepcopy(one, memo) for key, one in self.items()}


class FrozenList(list[Any]):
    """A list that refuses to be changed."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        """Return a list that can be changed."""
        return [deepcopy(one, memo) for one in self]


def frozen(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a copy of *value* whose dicts and lists, all the way down, refuse to be changed."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(one) for key, one in value.items()})
    return FrozenList(frozen(one) for one in value) if isinstance(value, list) else value
