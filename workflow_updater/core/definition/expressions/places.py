"""
Where the expressions of a state stand.

Only the fields that AWS evaluates are looked into; a `{% … %}` in a Comment or in ErrorEquals is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.definition.choices import conditions
from workflow_updater.core.definition.expressions.fences import OPENING, has_fence, is_fenced
from workflow_updater.core.definition.json_pointer import Path, value_at
from workflow_updater.core.definition.machine import State, objects_in

# path: any path; reference: one that names one node; target: where ResultPath puts the result; message: a reference
# path or a function; template: the value of a key that ends with .$
Kind = Literal["path", "reference", "target", "message", "template"]


class Expression(NamedTuple):
    """*text* as it is written at *way* below the state; JSONata with its fences."""

    way: Path
    text: str
    kind: Kind | Literal["jsonata"]


class Found(NamedTuple):
    """
    Everything of one state that is evaluated, and what looks as if it should be.

    *paths* are JSONPath expressions of all kinds, *jsonata* those of JSONata. *half_fenced* have one fence only;
    *not_text* are ways to keys with .$ whose value is no text, *twice* to keys that stand with .$ and without it;
    *literals* are texts in templates of JSONPath that are not evaluated but begin like what is; *dotted* are texts of
    JSONata at keys with .$, which mean nothing there. *assigned* are ways to the keys of every Assign.
    """

    paths: list[Expression]
    jsonata: list[Expression]
    half_fenced: list[Expression]
    not_text: list[Path]
    twice: list[Path]
    literals: list[Expression]
    dotted: list[Expression]
    assigned: list[Path]


_PATH_FIELDS: dict[str, Kind] = {
    "InputPath": "path",
    "OutputPath": "path",
    "ResultPath": "target",
    "ItemsPath": "reference",
    "SecondsPath": "reference",
    "TimestampPath": "reference",
    "TimeoutSecondsPath": "reference",
    "HeartbeatSecondsPath": "reference",
    "MaxConcurrencyPath": "reference",
    "ToleratedFailureCountPath": "reference",
    "ToleratedFailurePercentagePath": "reference",
    "ErrorPath": "message",
    "CausePath": "message",
}
_TEMPLATES = frozenset({"Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials"})
# below a Map state: ways to more paths and templates
_MAP_PATHS = (
    ("ItemReader", "ReaderConfig", "MaxItemsPath"),
    ("ItemBatcher", "MaxItemsPerBatchPath"),
    ("ItemBatcher", "MaxInputBytesPerBatchPath"),
)
_MAP_TEMPLATES = (("ItemReader", "Parameters"), ("ItemBatcher", "BatchInput"), ("ResultWriter", "Parameters"))
_EVALUATED_ELSEWHERE = ("$.", "$[", "$$.", "States.", OPENING)
_JSONATA_FIELDS = frozenset(
    {"Arguments", "Output", "Assign", "Credentials", "Error", "Cause", "Seconds", "Timestamp"}
    | {"TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"}
    | {"Items", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter"}
)
_READER_CONFIG, _COLUMN_NAMES = ("ItemReader", "ReaderConfig"), "CSVHeaders"  # names, whatever they look like
_LISTS = frozenset({"Choices", "Catch"})
# what a state has that may have templates, or a path; or any expression of its language
TEMPLATE_FIELDS = _TEMPLATES | _LISTS | {"ItemReader", "ItemBatcher", "ResultWriter"}
PATH_FIELDS = frozenset(_PATH_FIELDS) | _LISTS | {"ItemReader", "ItemBatcher"}
JSONPATH_FIELDS = TEMPLATE_FIELDS | PATH_FIELDS
JSONATA_FIELDS = _JSONATA_FIELDS | _LISTS


def find_expressions(state: State) -> Found:
    """Return where the expressions of *state* stand, in the order of the text; nothing when its language is open."""
    return _Walk(state).found


class _Walk:
    """The memory of one walk."""

    def __init__(self, state: State) -> None:
        self.found = Found([], [], [], [], [], [], [], [])
        if state.query_language == "JSONPath":
            self._jsonpath(state)
        elif state.query_language == "JSONata":
            self._jsonata_state(state.body)

    def _jsonpath(self, state: State) -> None:
        body = state.body
        for field, value in body.items():
            if field in _PATH_FIELDS:
                self._path((field,), value, _PATH_FIELDS[field])
            elif field in _TEMPLATES:
                self._template((field,), value)
            elif field == "Choices":
                self._choices(state)
            elif field == "Catch":
                self._catchers(body)
        if body.get("Type") == "Map":
            for way in _MAP_PATHS:
                self._path(way, value_at(body, way), "reference")
            for way in _MAP_TEMPLATES:
                self._template(way, value_at(body, way))

    def _choices(self, state: State) -> None:
        for condition in conditions(state):
            for field, value in condition.body.items():
                if field == "Variable" or field.endswith("Path"):
                    self._path((*condition.way, field), value, "reference")
                elif field == "Assign" and condition.is_outermost:
                    self._template((*condition.way, field), value)

    def _catchers(self, body: Mapping[str, Any]) -> None:
        for index, catcher in objects_in(body, "Catch"):
            self._path(("Catch", index, "ResultPath"), catcher.get("ResultPath"), "target")
            if "Assign" in catcher:
                self._template(("Catch", index, "Assign"), catcher["Assign"])

    def _path(self, way: Path, value: object, kind: Kind) -> None:
        if isinstance(value, str):
            self.found.paths.append(Expression(way, value, kind))

    def _template(self, way: Path, template: object) -> None:
        if way[-1] == "Assign" and isinstance(template, dict):
            self.found.assigned.extend((*way, name) for name in template)
        pending = [(way, template)]
        while pending:
            above, value = pending.pop()
            if isinstance(value, dict):
                pending.extend(reversed(list(self._members(above, value))))
            elif isinstance(value, list):
                pending.extend(((*above, index), value[index]) for index in reversed(range(len(value))))
            elif isinstance(value, str) and value.startswith(_EVALUATED_ELSEWHERE):
                self.found.literals.append(Expression(above, value, "template"))

    def _members(self, way: Path, members: Mapping[str, Any]) -> Iterator[tuple[Path, object]]:
        for key, value in members.items():
            if not key.endswith(".$"):
                yield (*way, key), value
                continue
            if isinstance(value, str):
                self.found.paths.append(Expression((*way, key), value, "template"))
            else:
                self.found.not_text.append((*way, key))
            if key[:-2] in members:
                self.found.twice.append((*way, key))

    def _jsonata_state(self, body: Mapping[str, Any]) -> None:
        for field, value in body.items():
            if field in _JSONATA_FIELDS:
                self._jsonata((field,), value)
            elif field in _LISTS:
                for index, item in objects_in(body, field):
                    for part in ("Condition", "Assign", "Output"):
                        if part in item:
                            self._jsonata((field, index, part), item[part])

    def _jsonata(self, way: Path, root: object) -> None:
        if way[-1] == "Assign" and isinstance(root, dict):
            self.found.assigned.extend((*way, name) for name in root)
        pending = [(way, root)]
        while pending:
            above, value = pending.pop()
            if isinstance(value, str):
                self._text(above, value)
            elif isinstance(value, dict):
                ignored = _COLUMN_NAMES if above == _READER_CONFIG else ""
                pending.extend(((*above, key), value[key]) for key in reversed(value) if key != ignored)
            elif isinstance(value, list):
                pending.extend(((*above, index), value[index]) for index in reversed(range(len(value))))

    def _text(self, way: Path, text: str) -> None:
        if is_fenced(text):
            self.found.jsonata.append(Expression(way, text, "jsonata"))
        elif has_fence(text):
            self.found.half_fenced.append(Expression(way, text, "jsonata"))
        elif str(way[-1]).endswith(".$"):
            self.found.dotted.append(Expression(way, text, "jsonata"))
