"""
YAML → Document, by the core schema of YAML 1.2: the one door to PyYAML.

PyYAML's own constructors follow YAML 1.1, where states named Yes and No become booleans and times become dates. So the
events of its parser are read here: without recursion, and with a limit on what aliases may add up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NoReturn

import yaml

from workflow_updater.core.definition.document import MAX_NESTING, Document, nested_too_deeply
from workflow_updater.core.definition.json_faults import duplicate_key_findings
from workflow_updater.core.definition.positions import Node, Positions
from workflow_updater.core.definition.read_json import decode
from workflow_updater.core.definition.reading_rules import TOO_DEEP, UNREADABLE_YAML
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast, and not everywhere
_MAX_VALUES = 200_000  # ours: a definition of 1 MiB has less; aliases of aliases reach any number in a few lines

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE, _FALSE = re.compile(r"true|True|TRUE"), re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"


class _Unreadable(Exception):
    """What keeps the text from being a definition, and where."""

    def __init__(self, rule: Rule, message: str, offset: int) -> None:
        super().__init__(message)
        self.rule, self.message, self.offset = rule, message, offset


@dataclass
class _Built:
    """A finished value, its place, and how many values it is made of."""

    value: Any
    node: Node
    size: int = 1


@dataclass
class _Open:
    """A container whose end has not come yet; *key* is the one that waits for its value."""

    value: dict[str, Any] | list[Any]
    node: Node
    anchor: str | None
    size: int = 1
    key: str | None = None


@dataclass
class _Builder:
    """Takes the events of one text, one by one."""

    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Built] = field(default_factory=dict)
    result: _Built | None = None

    def take(self, event: yaml.Event) -> None:
        offset = event.start_mark.index if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent() if self.result is not None:
                _refuse("a second document starts; one file has one definition", offset)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event, offset)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self.stack.pop()
                self._add(_Built(done.value, done.node, done.size), done.anchor, offset)
            case yaml.ScalarEvent():
                self._scalar(event, offset)
            case yaml.AliasEvent():
                self._alias(event, offset)
            case _:
                pass

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, offset: int) -> None:
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
        if event.tag not in (None, "!", f"{_CORE}{kind}"):
            _refuse_tag(event.tag, offset)
        self._refuse_key("a key must be text", offset)
        if len(self.stack) >= MAX_NESTING:
            raise _Unreadable(TOO_DEEP, f"nested more than {MAX_NESTING} levels deep", offset)
        self.stack.append(_Open({} if kind == "map" else [], self._node(offset), event.anchor))

    def _scalar(self, event: yaml.ScalarEvent, offset: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.value == "<<" and event.implicit[0]:
                _refuse("the merge key << is no YAML 1.2; use an alias for each value", offset)
            top.key = event.value  # always text: JSON has no other keys
            top.node.attach(top.key, Node(offset))
            return
        self._add(_Built(_scalar_value(event, offset), self._node(offset)), event.anchor, offset)

    def _alias(self, event: yaml.AliasEvent, offset: int) -> None:
        self._refuse_key("a key must be text, not an alias", offset)
        known = self.anchors.get(event.anchor or "")
        if known is None:
            _refuse(f"the alias *{event.anchor} stands for what it is part of, or for nothing", offset)
        self._add(known, None, offset)

    def _node(self, offset: int) -> Node:
        """Return the node of a value that begins: that of its key, where it has one."""
        top = self.stack[-1] if self.stack else None
        return top.node.members[top.key] if top is not None and top.key is not None else Node(offset)

    def _add(self, built: _Built, anchor: str | None, offset: int) -> None:
        if anchor:
            self.anchors[anchor] = built
        if not self.stack:
            self.result = built
            return
        top = self.stack[-1]
        top.size += built.size
        if top.size > _MAX_VALUES:
            _refuse(f"more than {_MAX_VALUES:,} values, each alias counted with all that it stands for", offset)
        if isinstance(top.value, list):
            top.node.attach(str(len(top.value)), built.node)
            top.value.append(built.value)
        elif top.key is not None:
            top.value[top.key] = built.value
            top.node.members[top.key].members.update(built.node.members)
            top.key = None

    def _refuse_key(self, message: str, offset: int) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            _refuse(message, offset)


def read_yaml(text: bytes) -> Document | tuple[Finding, ...]:
    """
    Return the document in *text*, or the findings (at least one) that kept it from being read.

    Aliases are followed; merge keys, tags beyond the core schema and numbers that JSON has not are refused. Never
    raises: whatever the bytes are, the answer is one of the two.
    """
    decoded = decode(text)
    if isinstance(decoded, Finding):
        return (decoded,)
    builder = _Builder()
    try:
        for event in _events(decoded):
            builder.take(event)
        if builder.result is None:
            _refuse("the file is empty", 0)
        if nested_too_deeply(builder.result.value):  # by aliases within aliases
            raise _Unreadable(TOO_DEEP, f"nested more than {MAX_NESTING} levels deep", 0)
    except _Unreadable as fault:
        place = Positions(decoded, Node(0)).place(fault.offset)
        return (fault.rule.finding(fault.message, line=place.line, column=place.column),)
    positions = Positions(decoded, builder.result.node)
    return duplicate_key_findings(positions) or Document(builder.result.value, "yaml", positions.locate)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        message = f"not YAML: {fault.problem or fault.context}"
        raise _Unreadable(UNREADABLE_YAML, message, mark.index if mark else 0) from fault
    except yaml.reader.ReaderError as fault:
        message = f"not YAML: a character may not stand in it: {fault.reason}"
        raise _Unreadable(UNREADABLE_YAML, message, fault.position) from fault


def _scalar_value(event: yaml.ScalarEvent, offset: int) -> str | int | float | bool | None:
    text = event.value
    if event.tag not in (None, "!", f"{_CORE}str"):
        _refuse_tag(event.tag, offset)
    if event.tag is not None or not event.implicit[0]:
        return text
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    return _number(text, offset) if _INT.fullmatch(text) or _FLOAT.fullmatch(text) or _NO_JSON.fullmatch(text) else text


def is_plain_text(text: str) -> bool:
    """Return whether *text* is a text where it stands without quotes: no number, boolean or null."""
    return not any(pattern.fullmatch(text) for pattern in (_NULL, _TRUE, _FALSE, _INT, _FLOAT, _NO_JSON))


def _number(text: str, offset: int) -> int | float:
    try:
        if _INT.fullmatch(text):
            return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
        number = float(text.replace(".inf", "inf").replace(".nan", "nan").lower())
    except ValueError:  # int() takes 4,300 digits at most
        number = float("inf")
    if not isfinite(number):
        _refuse(f"the number {text[:40]} is out of range, or none that JSON has; put text into quotes", offset)
    return number


def _refuse_tag(tag: str, offset: int) -> NoReturn:
    shown = tag.replace(_CORE, "!!")
    message = f"the tag {shown} means nothing in a definition; a ${{placeholder}} stands for what the template knows"
    _refuse(message, offset)


def _refuse(message: str, offset: int) -> NoReturn:
    raise _Unreadable(UNREADABLE_YAML, message, offset)
