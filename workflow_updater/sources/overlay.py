"""
Patches of an environment, laid over a definition: the one door to jsonpatch.

An array is a JSON Patch (RFC 6902), an object a merge patch (RFC 7386). Where each part of the result comes from is
found by doing the same to a shadow of the definition, whose values are places; only who asks for a place pays for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy, deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonpatch
from jsonpointer import JsonPointerException

from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place, nested_too_deeply
from workflow_updater.core.definition.json_pointer import along, escape, pointer, tokens
from workflow_updater.core.definition.reading_rules import TOO_DEEP
from workflow_updater.core.definition.rendering_rules import PATCH_FAILED, PATCH_FORM
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import UsageError
from workflow_updater.sources.definition_file import TEMPLATE_SUFFIX, read_definition

# TypeError: a path into a text or number; RecursionError: copies that contain themselves
_FAULTS = (jsonpatch.JsonPatchException, JsonPointerException, TypeError, RecursionError)

_MESSAGE = 200  # characters of what a library says, or of a value


class _Patch(NamedTuple):
    """A patch file: its name and content."""

    file: str
    document: Document


class _Origin(NamedTuple):
    """A part of a document: what tells its place."""

    locate: Callable[[str], Place]
    file: str
    pointer: str

    def place(self) -> Place:
        found = self.locate(self.pointer)
        return found if found.file else found._replace(file=self.file)

    def __deepcopy__(self, _: object) -> _Origin:
        """Return itself: jsonpatch copies what it puts, and *locate* has read its whole source once for all."""
        return self


class _Object(dict[str, Any]):
    """The shadow of an object, with its own origin; `copy.deepcopy` keeps it."""

    origin: _Origin


class _Array(list[Any]):
    """The shadow of an array, with its own origin."""

    origin: _Origin


def overlaid(document: Document, file: str, patches: Iterable[Path]) -> Document | tuple[Finding, ...]:
    """
    Return *document* of *file* with *patches* applied one after the other, or why one cannot be.

    Raises:
        UsageError: a patch file cannot be opened.
    """
    value = document.value
    read: list[_Patch] = []
    for path in patches:
        if path.suffix == TEMPLATE_SUFFIX:
            raise UsageError(f"the patch {path} is a template", hint="patches are JSON or YAML as they stand")
        content = read_definition(path)
        if not isinstance(content, Document):
            return content
        patch = _Patch(str(path), content)
        result = _patched(value, patch)
        if isinstance(result, Finding):
            return (result,)
        value = result.value
        if nested_too_deeply(value):
            return (_too_deep(patch),)
        read.append(patch)
    shadow = cache(lambda: _shadow_of(document, file, read))
    return Document(value, document.source_language, lambda where: _origin(shadow(), where).place())


class _Value(NamedTuple):
    """A result; wrapped, since a patch may make anything of a definition, a finding's type included."""

    value: Any


def _patched(value: Any, patch: _Patch) -> _Value | Finding:  # noqa: ANN401 - any JSON
    content = patch.document.value
    match content:
        case dict():
            return _Value(_merged(value, content, content))
        case list():
            return _operated(value, content, patch)
    message = "a patch is an array or an object, and this is neither"
    return PATCH_FORM.finding(message, line=1, column=1)._replace(file=patch.file)


def _operated(value: Any, operations: list[Any], patch: _Patch) -> _Value | Finding:  # noqa: ANN401 - any JSON
    result, copied = deepcopy(value), 0
    for index, operation in enumerate(operations):
        try:
            copied += _copied(operation, result)
            if copied > MAX_BYTES:
                raise jsonpatch.JsonPatchConflict("the patch copies more than a definition can hold")
            result = jsonpatch.JsonPatch([deepcopy(operation)]).apply(result, in_place=True)
        except _FAULTS as fault:
            return _failed(fault, result, index, patch)
    return _Value(result)


def _copied(operation: object, value: object) -> int:
    """Return how many characters of JSON *operation* copies: each copy may double what the next one finds."""
    match operation:
        case {"op": "copy", "from": str(way)}:
            return len(json.dumps(_reached(value, tokens(way)).value))
    return 0


def _failed(fault: Exception, value: object, index: int, patch: _Patch) -> Finding:
    operation = patch.document.value[index]
    if isinstance(fault, RecursionError):  # at which operation Python gives up depends on who calls
        return _too_deep(patch)
    rule, message, hint, where = PATCH_FORM, f"operation {index + 1}: {fault}"[:_MESSAGE], "", pointer((index,))
    if not isinstance(fault, jsonpatch.InvalidJsonPatch):
        rule, where = PATCH_FAILED, pointer((index, "path"))
        why, hint = _why(fault, operation, value)
        message = f"operation {index + 1} ({operation['op']} {operation['path']}): {why}"
    place = patch.document.locate(where)
    return rule.finding(message, where, hint=hint)._replace(file=patch.file, line=place.line, column=place.column)


def _too_deep(patch: _Patch) -> Finding:
    message = f"nested more than {MAX_NESTING} levels deep with this patch"
    return TOO_DEEP.finding(message, line=1, column=1)._replace(file=patch.file)


def _why(fault: Exception, operation: Mapping[str, Any], value: object) -> tuple[str, str]:
    """Return in words what an operation met, and the cure; "" for that of the rule."""
    kind, path = operation["op"], operation["from"] if operation["op"] in {"move", "copy"} else operation["path"]
    way = tokens(path)
    reached = _reached(value, way[:-1] if kind == "add" else way)
    if reached.depth < len(way) - (kind == "add"):
        known = ", ".join(reached.value) if isinstance(reached.value, dict) else ""
        missing = pointer(way[: reached.depth + 1])
        return f"the definition has no {missing}", f"there is {known}"[:_MESSAGE] if known else ""
    if kind == "add" and not isinstance(reached.value, dict | list):
        return f"{pointer(way[:-1])} is neither an object nor an array", ""
    if isinstance(fault, jsonpatch.JsonPatchTestFailed):
        shown = (json.dumps(one, ensure_ascii=False)[:_MESSAGE] for one in (reached.value, operation["value"]))
        return "the test fails: it is {}, not {}".format(*shown), "the patch was written for another definition"
    return str(fault)[:_MESSAGE], ""


class _Reached(NamedTuple):
    """How far a pointer leads: the last value that is there, and how many of its tokens lead to it."""

    value: Any
    depth: int


def _reached(value: object, way: Sequence[str]) -> _Reached:
    found = [*along(value, way)]
    return _Reached(found[-1], len(found) - 1)


def _merged(target: Any, put: Any, content: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return *target* with the merge patch *content*; *put* is what is put for it: itself, or its shadow."""
    if not isinstance(content, dict):
        return put
    result = copy(target if isinstance(target, dict) else put)
    if not isinstance(target, dict):
        result.clear()
    for key, inner in content.items():
        if inner is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), put[key], inner)
    return result


def _shadow_of(document: Document, file: str, patches: Iterable[_Patch]) -> Any:  # noqa: ANN401 - of any JSON
    """Return the shadow of *document* with *patches*, each of which can be applied."""
    shadow = _shadow(document.value, _Origin(document.locate, file, ""))
    for patch in patches:
        content = patch.document.value
        put = _shadow(content, _Origin(patch.document.locate, patch.file, ""))
        if isinstance(content, dict):
            shadow = _merged(shadow, put, content)
            continue
        for operation, shaded in zip(content, put, strict=True):
            if operation["op"] != "test":
                moved = {**operation, **({"value": shaded["value"]} if "value" in operation else {})}
                shadow = jsonpatch.JsonPatch([moved]).apply(shadow, in_place=True)
    return shadow


def _shadow(value: object, origin: _Origin) -> Any:  # noqa: ANN401 - of any JSON
    """Return *value* with its origin for each value that is no container."""
    made: _Object | _Array
    match value:
        case dict():
            made = _Object({key: _shadow(inner, _below(origin, key)) for key, inner in value.items()})
        case list():
            made = _Array(_shadow(inner, _below(origin, index)) for index, inner in enumerate(value))
        case _:
            return origin
    made.origin = origin
    return made


def _below(origin: _Origin, token: str | int) -> _Origin:
    return origin._replace(pointer=f"{origin.pointer}/{escape(token)}")


def _origin(shadow: Any, where: str) -> _Origin:  # noqa: ANN401 - of any JSON
    found = _reached(shadow, tokens(where)).value
    return found if isinstance(found, _Origin) else found.origin
