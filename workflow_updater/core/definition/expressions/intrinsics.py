"""
Intrinsic functions: `States.Format('{}', $.name)`, nested in one another.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonpath import JsonPath, read_path


class Argument(NamedTuple):
    """One argument: *kind* is "text", "number", "word" (true, false, null), "path" or "call"; *text* as written."""

    kind: str
    text: str


class Call(NamedTuple):
    """One call; *name* is without "States."; *offset* is where it begins."""

    name: str
    offset: int
    arguments: tuple[Argument, ...]


class Intrinsic(NamedTuple):
    """All calls of one expression, inner ones before the outer, and all paths that are read."""

    calls: tuple[Call, ...]
    paths: tuple[JsonPath, ...]


ANY_NUMBER = 1_000_000
# name → fewest and most arguments; the documentation has one section for each
ARITY: dict[str, tuple[int, int]] = {
    "Array": (0, ANY_NUMBER),
    "ArrayContains": (2, 2),
    "ArrayGetItem": (2, 2),
    "ArrayLength": (1, 1),
    "ArrayPartition": (2, 2),
    "ArrayRange": (3, 3),
    "ArrayUnique": (1, 1),
    "Base64Decode": (1, 1),
    "Base64Encode": (1, 1),
    "Format": (1, ANY_NUMBER),
    "Hash": (2, 2),
    "JsonMerge": (3, 3),
    "JsonToString": (1, 1),
    "MathAdd": (2, 2),
    "MathRandom": (2, 3),
    "StringSplit": (2, 2),
    "StringToJson": (1, 1),
    "UUID": (0, 0),
}
# which arguments, from 0, are numbers
_NUMBERS: dict[str, tuple[int, ...]] = {
    "ArrayGetItem": (1,),
    "ArrayPartition": (1,),
    "ArrayRange": (0, 1, 2),
    "MathAdd": (0, 1),
    "MathRandom": (0, 1, 2),
}
_CALL = re.compile(r"\s*+States\.(\w++)\s*+\(")
_LITERAL = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.)*+')|(?P<number>-?\d++(?:\.\d++)?(?:[eE][-+]?\d++)?)|(?P<word>(?:true|false|null)\b)",
    re.DOTALL,
)
_BLANKS = re.compile(r"\s*+")


class _Reader:
    """The memory of one reading; a stack instead of recursion, so that nesting has no limit."""

    __slots__ = ("calls", "open", "paths", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.open: list[tuple[str, int, list[Argument]]] = []
        self.calls: list[Call] = []
        self.paths: list[JsonPath] = []

    def read(self) -> Intrinsic | Fault:
        if not self._opens_call():
            return Fault("an intrinsic function is called as States.Name(…)", 0)
        while self.open:
            fault = self._value() or self._separators()
            if fault:
                return fault
        self._skip_blanks()
        if self.position < len(self.text):
            return Fault("something follows the last parenthesis", self.position)
        return Intrinsic(tuple(self.calls), tuple(self.paths))

    def _opens_call(self) -> bool:
        call = _CALL.match(self.text, self.position)
        if call:
            self.open.append((call[1], call.start(1) - len("States."), []))
            self.position = call.end()
        return call is not None

    def _value(self) -> Fault | None:
        """Read one argument, and with it every call that begins with it."""
        while self._opens_call():
            pass
        self._skip_blanks()
        arguments = self.open[-1][2]
        if not arguments and self.text.startswith(")", self.position):
            return None
        literal = _LITERAL.match(self.text, self.position)
        if literal:
            arguments.append(Argument(literal.lastgroup or "", literal[0]))
            self.position = literal.end()
            return None
        if self.text.startswith("'", self.position):
            return Fault("the text is not closed; a quote inside it is written as \\'", self.position)
        if not self.text.startswith("$", self.position):
            return Fault(
                "an argument is a path, a 'text', a number, true, false, null or a States.… call", self.position
            )
        found = read_path(self.text, self.position, is_argument=True)
        if isinstance(found, Fault):
            return found
        path, end = found
        arguments.append(Argument("path", self.text[self.position : end]))
        self.paths.append(path)
        self.position = end
        return None

    def _separators(self) -> Fault | None:
        """Read what follows an argument: every parenthesis that closes here, and a comma."""
        while self.open:
            self._skip_blanks()
            if self.text.startswith(",", self.position):
                self.position += 1
                return None
            if not self.text.startswith(")", self.position):
                return Fault("a comma or a closing parenthesis is missing", self.position)
            self.position += 1
            name, offset, arguments = self.open.pop()
            fault = _misuse(name, offset, arguments)
            if fault:
                return fault
            self.calls.append(Call(name, offset, tuple(arguments)))
            if self.open:
                self.open[-1][2].append(Argument("call", name))
        return None

    def _skip_blanks(self) -> None:
        blanks = _BLANKS.match(self.text, self.position)
        self.position = blanks.end() if blanks else self.position


@lru_cache(maxsize=2048)
def parse_intrinsic(text: str) -> Intrinsic | Fault:
    """Return the calls that *text* is made of, or what is wrong with it: syntax, names, and numbers of arguments."""
    return _Reader(text).read()


def _misuse(name: str, offset: int, arguments: list[Argument]) -> Fault | None:
    arity = ARITY.get(name)
    if arity is None:
        return Fault(f"there is no intrinsic function States.{name}", offset)
    fewest, most = arity
    if not fewest <= len(arguments) <= most:
        return Fault(f"States.{name} takes {_count(fewest, most)}, not {len(arguments)}", offset)
    for index in _NUMBERS.get(name, ()):
        if index < len(arguments) and arguments[index].kind == "text":
            return Fault(f"argument {index + 1} of States.{name} is a number, not a text", offset)
    return None


def _count(fewest: int, most: int) -> str:
    if most == ANY_NUMBER:
        return f"at least {fewest} argument{'' if fewest == 1 else 's'}"
    if fewest != most:
        return f"{fewest} or {most} arguments"
    return "no argument" if not most else f"{most} argument{'' if most == 1 else 's'}"
