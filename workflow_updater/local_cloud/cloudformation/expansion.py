"""
Which macros a template calls, in which order, and the template that they make of it.

AWS's order: the most deeply nested `Fn::Transform` first, then outward; at one place in listed order; then the
template's own `Transform` list, custom macros before AWS's. What a macro returns is not searched for further macros.
AWS's own transforms (`AWS::…`) are left in place for MiniStack.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud.cloudformation.failures import NAME_NOT_LITERAL, UNSUPPORTED_STRUCTURE, MacroFailed

TRANSFORM = "Transform"
NESTED = "Fn::Transform"
NOT_SEARCHED = frozenset({"AWSTemplateFormatVersion", "Parameters", TRANSFORM})
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class MacroCall:
    """One macro to call: its name, and the Parameters written beside it, intrinsics unevaluated."""

    name: str
    parameters: Mapping[str, Any]

    @property
    def is_hosted(self) -> bool:
        """Whether the transform is one of AWS's own."""
        return self.name.startswith("AWS::")


Caller = Callable[[MacroCall, Any], Any]


def uses_macros(template: Mapping[str, Any]) -> bool:
    """Return whether *template* calls a macro of the account, or calls one in a form that AWS refuses."""
    try:
        calls = [*macro_calls(template.get(TRANSFORM)), *(call for place in _places(template) for call in place[1])]
    except MacroFailed:
        return True
    return any(not call.is_hosted for call in calls)


def declares_transform(template: Mapping[str, Any]) -> bool:
    """Return whether *template* calls any transform, AWS's own included."""
    return bool(template.get(TRANSFORM)) or any(True for _ in _nodes(template, ()))


def macro_calls(declared: Any) -> list[MacroCall]:
    """
    Return the calls of a `Transform` or `Fn::Transform` value: a name, a `{Name, Parameters}` or a list of them.

    Raises:
        MacroFailed: a name is not a literal string.
    """
    entries = declared if isinstance(declared, list) else [declared] if declared else []
    calls = []
    for entry in entries:
        name = entry.get("Name") if isinstance(entry, dict) else entry
        if not isinstance(name, str):
            raise MacroFailed(NAME_NOT_LITERAL)
        calls.append(MacroCall(name, (entry.get("Parameters") or {}) if isinstance(entry, dict) else {}))
    return calls


def expand(template: Mapping[str, Any], call: Caller) -> dict[str, Any]:
    """
    Return *template* as its macros leave it; *call* gets a macro and its fragment and returns the new fragment.

    Raises:
        MacroFailed: by *call*, or because a macro of the whole template did not return an object.
    """
    result: Any = copy.deepcopy(dict(template))
    for path, calls in sorted(_places(result), key=lambda place: -len(place[0])):
        result = _replaced(result, path, _expand_node(_at(result, path), calls, call))
    return _expand_whole(result, call)


def _expand_node(node: dict[str, Any], calls: list[MacroCall], call: Caller) -> Any:
    """Return what the nested *calls* make of *node*; AWS's own stay beside it, unless the fragment is no object."""
    fragment: Any = {key: value for key, value in node.items() if key != NESTED}
    for macro in calls:
        if not macro.is_hosted:
            fragment = call(macro, fragment)
    hosted = [_written(macro) for macro in calls if macro.is_hosted]
    return {**fragment, NESTED: hosted[0]} if hosted and isinstance(fragment, dict) else fragment


def _expand_whole(template: Any, call: Caller) -> dict[str, Any]:
    if not isinstance(template, dict):
        raise MacroFailed(UNSUPPORTED_STRUCTURE)
    calls = macro_calls(template.get(TRANSFORM))
    fragment: Any = {key: value for key, value in template.items() if key != TRANSFORM}
    for macro in calls:
        if not macro.is_hosted:
            fragment = call(macro, fragment)
            if not isinstance(fragment, dict):
                raise MacroFailed(UNSUPPORTED_STRUCTURE)
    hosted = [_written(macro) for macro in calls if macro.is_hosted]
    without = {key: value for key, value in fragment.items() if key != TRANSFORM}
    return {**without, TRANSFORM: hosted} if hosted else without


def _written(macro: MacroCall) -> dict[str, Any] | str:
    return {"Name": macro.name, "Parameters": dict(macro.parameters)} if macro.parameters else macro.name


def _places(template: Mapping[str, Any]) -> list[tuple[Path, list[MacroCall]]]:
    return [(path, macro_calls(node[NESTED])) for path, node in _nodes(template, ())]


def _nodes(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each object below *value* that has a nested transform, with its path; none within a transform."""
    if isinstance(value, dict):
        if NESTED in value:
            yield path, value
        for key, member in value.items():
            if key != NESTED and not (not path and key in NOT_SEARCHED):
                yield from _nodes(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _nodes(member, (*path, index))


def _at(root: Any, path: Path) -> Any:
    for step in path:
        root = root[step]
    return root


def _replaced(root: Any, path: Path, node: Any) -> Any:
    """Return *root* with *node* at *path*; our own copy, changed in place unless the path is the root."""
    if not path:
        return node
    _at(root, path[:-1])[path[-1]] = node
    return root
