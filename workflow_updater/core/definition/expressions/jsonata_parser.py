"""
A parser of JSONata that keeps no tree: it says whether an expression is one, and what it refers to.

Top-down operator precedence as in the reference implementation, https://github.com/jsonata-js/jsonata, with a stack of
its own instead of recursion: neither nesting nor length has a limit, and the time is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isinf

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonata_tokens import (
    OPERAND,
    OPERATOR,
    regex_end,
    signature_end,
    unread,
)
from workflow_updater.core.definition.expressions.references import Reference, References

# how strongly an operator binds what stands left of it; what is not here ends an operand
_BINDING = {
    ".": 75, "[": 80, "(": 80, "{": 70, "@": 80, "#": 80, "?": 20, "+": 50, "-": 50, "*": 60, "/": 60, "%": 60,
    "=": 40, "<": 40, ">": 40, "^": 40, ":=": 10, "!=": 40, "<=": 40, ">=": 40, "~>": 40, "?:": 40, "??": 40,
    "and": 30, "or": 25, "in": 40, "&": 50,
}  # fmt: skip
_NEGATION = 70
_FUNCTION = ("function", "λ")
_CONSTANTS = ("true", "false", "null")
_NO_STEPS = ("number", "constant")
_OPENING = {"(": "block", "[": "array", "{": "key", "-": "negation", "|": "pattern"}
# what is open → what ends it, and what goes on with what
_CONTENT: dict[str, tuple[str, dict[str, str]]] = {
    "block": (")", {";": "block"}),
    "array": ("]", {",": "array", "..": "range"}),
    "range": ("]", {",": "array"}),
    "key": ("", {":": "value"}),
    "value": ("}", {",": "key"}),
    "arguments": (")", {",": "arguments"}),
    "parameters": (")", {",": "parameters"}),
    "lambda": ("}", {}),
    "predicate": ("]", {}),
    "sort": (")", {",": "sort"}),
    "pattern": ("", {"|": "update"}),
    "update": ("|", {",": "delete"}),
    "delete": ("|", {}),
}
_EMPTY = {"block": ")", "array": "]", "key": "}", "arguments": ")", "parameters": ")", "predicate": "]"}


class _Refused(Exception):  # it never leaves this module
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.fault = Fault(message, offset)


class _Operand:
    """The operand that was read last; its *name* is that of a variable, or of the one step of a path."""

    __slots__ = ("bare", "grouped", "kind", "name", "offset", "tail")

    def __init__(self, kind: str, offset: int, name: str = "", *, bare: bool = False) -> None:
        self.kind = kind
        self.offset = offset
        self.name = name
        self.bare = bare  # one word, nothing applied to it
        self.grouped = False
        self.tail = ""  # "[" or "^" when that was applied last


class _Frame:
    """What waits for an operand: an operator for its right side, a bracket for its content."""

    __slots__ = ("binding", "fresh", "kind", "left", "mark", "relative")

    def __init__(self, kind: str, binding: int, left: _Operand, *, relative: bool, mark: int = 0) -> None:
        self.kind = kind
        self.binding = binding
        self.left = left  # what stands left of it; of no kind when nothing does
        self.relative = relative  # names are fields of a value that the path leads to, not of the context
        self.fresh = True  # nothing has been read of it
        self.mark = mark  # the number of variables that were read before


_NOTHING = _Operand("", 0)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.after = 0  # where the operator ends that is being looked at
        self.left = _NOTHING
        self.frames = [_Frame("end", 0, _NOTHING, relative=False)]
        self.top_level: list[Reference] = []
        self.variables: list[Reference] = []
        self.functions: list[Reference] = []
        self.states: list[Reference] = []
        self.newer: list[Reference] = []
        self.bound: set[str] = set()

    def parse(self) -> References:
        while self.frames:
            if self._read_operand():
                while self._read_operator():
                    pass
        free = [found for found in self.variables if found.name not in self.bound]
        called = [found for found in self.functions if found.name not in self.bound]
        return References(tuple(self.top_level), tuple(free), tuple(called), tuple(self.states), tuple(self.newer))

    def _read_operand(self) -> bool:
        """Read a word where an operand is expected; return whether the operand is complete with it."""
        word = OPERAND.match(self.text, self.position)
        kind = word.lastgroup if word else None
        if word is None or kind is None:
            raise _Refused("the expression ends too early", len(self.text))
        start = word.start(kind)
        self.position = word.end()
        if kind == "variable":
            self._variable(word[kind], start)
        elif kind == "name":
            self._name(word[kind], start)
        elif kind == "symbol":
            return self._symbol(word[kind], start)
        elif kind == "quoted":
            self._field(word[kind][1:-1], start)
        elif kind == "unread":
            raise _Refused(*unread(self.text, start))
        elif kind == "number" and isinf(float(word[kind])):
            raise _Refused("the number is too large", start)
        else:
            self.left = _Operand(kind, start, word[kind][1:-1] if kind == "string" else "")
        return True

    def _variable(self, word: str, start: int) -> None:
        self.left = _Operand("variable", start, word[1:], bare=True)
        if word not in ("$", "$$"):
            self.variables.append(Reference(word[1:], start))
        elif not self.frames[-1].relative:
            self.top_level.append(Reference(word, start))

    def _name(self, word: str, start: int) -> None:
        if word in _CONSTANTS:
            self.left = _Operand("constant", start)
        else:
            self._field(word, start)

    def _field(self, name: str, start: int) -> None:
        self.left = _Operand("path", start, name, bare=True)
        if not self.frames[-1].relative:
            self.top_level.append(Reference(name, start))

    def _symbol(self, symbol: str, start: int) -> bool:
        """Read what opens with *symbol*, or ends with it while it is empty; return whether an operand is complete."""
        frame = self.frames[-1]
        if symbol in _OPENING:
            binding = _NEGATION if symbol == "-" else 0
            self.left = _Operand("", start)
            self._open(_OPENING[symbol], binding, relative=frame.relative or symbol == "|")
            return False
        if frame.fresh and symbol == _EMPTY.get(frame.kind):
            return self._close(frame, is_empty=True)
        if frame.fresh and frame.kind == "sort" and symbol in "<>":
            frame.fresh = False
            return False
        if symbol in ("*", "**", "%"):
            self.left = _Operand("wildcard", start)
        elif symbol == "?" and frame.kind == "arguments":
            self.left = _Operand("placeholder", start)
        elif symbol == "/":
            self.left = _Operand("regex", start)
            self.position = regex_end(self.text, start)
            if not self.position:
                raise _Refused("the regular expression is empty or not closed", start)
        else:
            raise _Refused(f'"{symbol}" cannot stand here', start)
        return True

    def _open(self, kind: str, binding: int, *, relative: bool) -> None:
        self.frames.append(_Frame(kind, binding, self.left, relative=relative, mark=len(self.variables)))

    def _read_operator(self) -> bool:
        """Read a word where an operator is expected; return whether another operator is to follow."""
        word = OPERATOR.match(self.text, self.position)
        symbol = (word and word[1]) or ""
        self.after = word.end() if word else self.position
        binding = _BINDING.get(symbol, 0)
        if self.left.kind == "placeholder" and symbol not in (",", ")"):
            raise self._expected(")")
        frame = self.frames[-1]
        while frame.binding and binding <= frame.binding:
            self.frames.pop()
            self._finish(frame)
            frame = self.frames[-1]
        if not binding:
            return self._end_or_go_on(frame, symbol)
        self.position = self.after
        special = _SPECIAL.get(symbol)
        if special:
            special(self, symbol, frame)
        else:
            self._open("infix", binding, relative=frame.relative)
        return False

    def _finish(self, frame: _Frame) -> None:
        """Make one operand of the operator of *frame* and what stands on its sides."""
        left, right = frame.left, self.left
        if frame.kind == ".":
            if left.kind in _NO_STEPS or right.kind in _NO_STEPS:
                raise _Refused("a number, true, false or null is no step of a path", right.offset)
            if left.bare and left.kind == "variable" and left.name == "states" and right.name:
                self.states.append(Reference(right.name, right.offset))
            self.left = _Operand("path", left.offset)
            self.left.grouped = left.kind == "path" and left.grouped
            self.left.tail = right.tail
        elif frame.kind == "bind":
            if not right.bare or right.kind != "variable":
                raise _Refused("@ and # are followed by a $variable", right.offset)
            if right.name not in ("", "$"):
                self._bind_last()
            self.left = _Operand(left.kind, left.offset, left.name)
            self.left.grouped, self.left.tail = left.grouped, left.tail
        elif frame.kind != "negation" or right.kind != "number":
            self.left = _Operand("infix", left.offset)

    def _bind_last(self) -> None:
        self.bound.add(self.variables.pop().name)

    def _end_or_go_on(self, frame: _Frame, symbol: str) -> bool:
        """Read what is no operator: the end of *frame*, or what stands between its parts."""
        if frame.kind == "end":
            if symbol or self.after < len(self.text):
                raise self._expected("an operator")
            self.frames.pop()
            return False
        if frame.kind in ("then", "else"):
            if frame.kind == "then" and symbol == ":":
                self.position = self.after
                frame.kind = "else"
                return False
            self.frames.pop()
            self.left = _Operand("condition", frame.left.offset)
            return True
        return self._in_brackets(frame, symbol)

    def _in_brackets(self, frame: _Frame, symbol: str) -> bool:
        closing, separators = _CONTENT[frame.kind]
        if frame.kind == "parameters" and not (self.left.bare and self.left.kind == "variable"):
            raise _Refused("the parameters of a function are $variables", self.left.offset)
        following = separators.get(symbol)
        if following:
            self.position = self.after
            frame.kind = following
            frame.fresh = symbol == ";" or following == "sort"
            return False
        if not closing or symbol != closing:
            raise self._expected(closing or next(iter(separators)))
        self.position = self.after
        return self._close(frame, is_empty=False)

    def _close(self, frame: _Frame, *, is_empty: bool) -> bool:
        """Make an operand of a bracket that has ended; return whether that is all: a function goes on."""
        self.frames.pop()
        if frame.kind == "parameters":
            self._function_head(frame)
            return False
        if frame.kind == "predicate":
            self.left = frame.left if is_empty else self._filtered(frame.left)
        elif frame.left.kind and frame.kind in ("key", "value"):
            self.left = _grouped(frame.left)
        elif frame.kind == "sort":
            left = frame.left
            self.left = _Operand(left.kind if left.kind in _NO_STEPS else "path", left.offset)
            self.left.grouped = left.kind == "path" and left.grouped
            self.left.tail = "^"
        else:
            self.left = _Operand("bracket", frame.left.offset)
        return True

    def _filtered(self, left: _Operand) -> _Operand:
        if left.grouped and left.kind != "path":
            raise _Refused("a predicate cannot follow a grouping", self.position - 1)
        found = _Operand(left.kind, left.offset, left.name)
        found.grouped, found.tail = left.grouped, "["
        return found

    def _function_head(self, frame: _Frame) -> None:
        """Read from after the parameters to the brace that opens the body."""
        self.bound.update(found.name for found in self.variables[frame.mark :])
        del self.variables[frame.mark :]
        end = signature_end(self.text, self.position)
        if not end:
            raise _Refused("the signature of the function is not closed", self.position)
        self.position = end
        self._require("{")
        self._open("lambda", 0, relative=frame.relative)

    def _require(self, symbol: str) -> None:
        word = OPERATOR.match(self.text, self.position)
        self.after = word.end() if word else self.position
        if word is None or word[1] != symbol:
            raise self._expected(symbol)
        self.position = self.after

    def _expected(self, what: str) -> _Refused:
        wanted = f'"{what}"' if len(what) == 1 else what
        word = OPERAND.match(self.text, self.position)
        kind = word.lastgroup if word else None
        if word is None or kind is None:
            return _Refused(f"the expression ends where {wanted} is expected", len(self.text))
        return _Refused(f'{wanted} is expected, not "{_short(word[kind])}"', word.start(kind))

    def _step(self, symbol: str, frame: _Frame) -> None:
        if self.left.kind == "string" and not frame.relative:
            self.top_level.append(Reference(self.left.name, self.left.offset))  # as a step of a path it is a name
        self._open(".", _BINDING[symbol], relative=True)

    def _predicate(self, symbol: str, frame: _Frame) -> None:
        self._open("predicate", 0, relative=True)

    def _grouping(self, symbol: str, frame: _Frame) -> None:
        if self.left.grouped:
            raise _Refused("a step is grouped only once", self.position - 1)
        self._open("key", 0, relative=True)

    def _call(self, symbol: str, frame: _Frame) -> None:
        callee = self.left
        kind = "arguments"
        if callee.bare and callee.kind == "variable" and callee.name not in ("", "$"):
            self.functions.append(self.variables.pop())
        elif callee.bare and callee.kind == "path" and callee.name in _FUNCTION:
            kind = "parameters"
            if not frame.relative:
                self.top_level.pop()
        self._open(kind, 0, relative=frame.relative)

    def _sort(self, symbol: str, frame: _Frame) -> None:
        self._require("(")
        self._open("sort", 0, relative=True)

    def _condition(self, symbol: str, frame: _Frame) -> None:
        if symbol != "?":
            self.newer.append(Reference(symbol, self.position - len(symbol)))
        self._open("then" if symbol == "?" else "else", 0, relative=frame.relative)

    def _assignment(self, symbol: str, frame: _Frame) -> None:
        if not self.left.bare or self.left.kind != "variable":
            raise _Refused("a value is assigned to a $variable only", self.left.offset)
        if self.left.name not in ("", "$"):
            self._bind_last()
        self._open("infix", _BINDING[symbol] - 1, relative=frame.relative)  # it groups from the right

    def _focus(self, symbol: str, frame: _Frame) -> None:
        if symbol == "@" and self.left.tail:
            raise _Refused("@ stands before predicates and sorting", self.position - 1)
        self._open("bind", _BINDING[symbol], relative=frame.relative)


_SPECIAL: dict[str, Callable[[_Parser, str, _Frame], None]] = {
    ".": _Parser._step,
    "[": _Parser._predicate,
    "{": _Parser._grouping,
    "(": _Parser._call,
    "^": _Parser._sort,
    "?": _Parser._condition,
    "?:": _Parser._condition,
    "??": _Parser._condition,
    ":=": _Parser._assignment,
    "@": _Parser._focus,
    "#": _Parser._focus,
}


def _grouped(left: _Operand) -> _Operand:
    found = _Operand(left.kind, left.offset, left.name)
    found.grouped = True
    return found


def _short(word: str) -> str:
    return word if len(word) <= 20 else f"{word[:19]}…"


def parse(text: str) -> References | Fault:
    """Return what the JSONata expression *text* refers to, or its first fault. Takes time with its length, no more."""
    try:
        return _Parser(text).parse()
    except _Refused as refused:
        return refused.fault
