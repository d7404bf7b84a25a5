"""
JSONPath as Step Functions takes it: Jayway's dialect, the context object `$$`, and workflow variables `$name`.

It is more lenient than RFC 9535, which refuses forms of AWS's own samples (`$.[0]`, `$.[?(@.a == b)]`, names with
hyphens): what stands inside a filter is AWS's to judge, here it must only end.
Source: https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workflow_updater.core.definition.expressions.fault import Fault


class JsonPath(NamedTuple):
    """
    A path that could be read.

    *root* is "$", "$$" or "$" and the name of a variable. *steps* are field names, indexes, and None for whatever may
    select several nodes or is computed; *is_reference* says that there is none of those, so that it names one node.
    """

    root: str
    steps: tuple[str | int | None, ...]
    is_reference: bool

    @property
    def variable(self) -> str:
        """The name of the variable that the path starts from, "" when it starts from the input or the context."""
        return "" if self.root in ("$", "$$") else self.root[1:]


# The form of nearly every path; all others take the long way.
_COMMON = re.compile(r"(\$\$?|\$[A-Za-z_]\w*)((?:\.[A-Za-z_][\w-]*+)*)")
_ROOT = re.compile(r"\$(?:\$|[^\W\d]\w*)?")
# A name ends at a dot, a bracket, or a blank; as the argument of a function, at a comma or parenthesis too. `length()`
# is a name: AWS takes it, and does not find it when it runs.
_NAME = {False: re.compile(r"[^.\[\s]++"), True: re.compile(r"[^.\[\s,()]++(?:\(\))?")}
_QUOTED = r"(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")"
_BRACKET = re.compile(
    rf"\[\s*+(?:(?P<name>{_QUOTED})|(?P<index>-?\d++)|(?P<several>\*|[-\d:,\s]++|{_QUOTED}(?:\s*+,\s*+{_QUOTED})++))"
    r"\s*+\]",
    re.DOTALL,
)
_COMPUTED = re.compile(r"\[\s*+[?(]")
_FILTER_PIECE = re.compile(rf"[^'\"()\[\]]++|{_QUOTED}|[()\[\]'\"]", re.DOTALL)


@lru_cache(maxsize=4096)
def parse_path(text: str) -> JsonPath | Fault:
    """Return the path that *text* is, or what is wrong with it. Blanks around it are no fault; AWS takes them."""
    common = _COMMON.fullmatch(text)
    if common:
        steps = common[2]
        return JsonPath(common[1], tuple(steps[1:].split(".")) if steps else (), is_reference=True)
    start = len(text) - len(text.lstrip())
    found = read_path(text, start, is_argument=False)
    if isinstance(found, Fault):
        return found
    path, end = found
    if text[end:].strip():
        return Fault(_unexpected(text, end), end)
    return path


def read_path(text: str, start: int, *, is_argument: bool) -> tuple[JsonPath, int] | Fault:
    """Return the path that begins at *start* of *text*, and where it ends; *is_argument* of an intrinsic function."""
    root = _ROOT.match(text, start)
    if root is None:
        return Fault("a path begins with $", start)
    position, length = root.end(), len(text)
    steps: list[str | int | None] = []
    while position < length and text[position] in ".[":
        step = _step(text, position, is_argument=is_argument)
        if isinstance(step, Fault):
            return step
        found, position = step
        steps.extend(found)
    return JsonPath(root[0], tuple(steps), None not in steps), position


def _step(text: str, position: int, *, is_argument: bool) -> tuple[tuple[str | int | None, ...], int] | Fault:
    """Return the step at *position*, with None before it when it searches at any depth, and where it ends."""
    deep: tuple[None, ...] = ()
    if text[position] == ".":
        dots = 2 if text.startswith("..", position) else 1
        deep = (None,) if dots == 2 else ()
        position += dots
        if position == len(text):
            return Fault("a path does not end with a dot", position - 1)
    if text[position] == "[":
        found = _bracket(text, position)
        return found if isinstance(found, Fault) else ((*deep, found[0]), found[1])
    name = _NAME[is_argument].match(text, position)
    if name is None:
        return Fault(_unexpected(text, position), position)
    return (*deep, None if name[0] == "*" else name[0]), name.end()


def _bracket(text: str, position: int) -> tuple[str | int | None, int] | Fault:
    bracket = _BRACKET.match(text, position)
    if bracket:
        if bracket["name"]:
            return re.sub(r"\\(.)", r"\1", bracket["name"][1:-1], flags=re.DOTALL), bracket.end()
        return int(bracket["index"]) if bracket["index"] and len(bracket["index"]) < 10 else None, bracket.end()
    if _COMPUTED.match(text, position):
        end = _end_of_computed(text, position)
        return (None, end) if end else Fault("the bracket of a filter is not closed", position)
    return Fault("in brackets stands a quoted name, an index, a slice, * or a filter", position)


def _end_of_computed(text: str, position: int) -> int:
    """Return where the filter or script in brackets at *position* ends, 0 when it does not."""
    if "=~" in text:  # a regular expression may hold any bracket
        return text.rfind("]") + 1
    depth = 0
    for piece in _FILTER_PIECE.finditer(text, position):
        if piece[0] in "([":
            depth += 1
        elif piece[0] in ")]":
            depth -= 1
            if not depth:
                return piece.end() if piece[0] == "]" else 0
        elif piece[0] in ("'", '"'):  # it has no end; to look for the end of every later one would take quadratic time
            return 0
    return 0


def _unexpected(text: str, position: int) -> str:
    if text[position].isspace():
        return "a name with a blank is written in brackets: ['my name']"
    return f'"{text[position]}" cannot stand here'
