"""The jinja environment of one rendering: sandboxed, strict, limited, and with the origin of all that it puts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import partial, wraps
from typing import Any, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.lexer import Lexer
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from workflow_updater.sources.jinja.indent import indent
from workflow_updater.sources.jinja.lexer import OffsetLexer
from workflow_updater.sources.jinja.limits import (
    Limits,
    check_format,
    check_growth,
    check_power,
    check_product,
    check_widths,
)
from workflow_updater.sources.jinja.placed_text import PlacedText, Source, Stretch, joined
from workflow_updater.sources.jinja.put import put, to_json
from workflow_updater.sources.rendering import LookupFailed

_WITH_COUNTS = ("batch", "center", "indent", "slice")
_BY_CHANCE = ("lipsum", "random")  # what a definition becomes must not depend on chance


class DefinitionEnvironment(SandboxedEnvironment):
    """Renders the template that *read* returns for a name, and those that it includes."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, read: Callable[[str], Source], functions: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(
            loader=_PlacingLoader(),
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            optimized=False,  # a constant expression may be an endless one: it is computed under the limits
        )
        self.read = read
        self.limits = Limits()
        self.sources: list[Source] = []
        self.templates: list[Template] = []
        self.filters.update(tojson=to_json, indent=indent)
        self.globals.update(functions)
        for name in _WITH_COUNTS:
            self.filters[name] = _counting(self.filters[name])
        self.filters["format"] = _formatting(self.filters["format"])
        for name in _BY_CHANCE:
            self.globals.pop(name, None)
            self.filters.pop(name, None)
        self.filters = {name: self._limited(function) for name, function in self.filters.items()}

    @property
    def lexer(self) -> Lexer:
        """The lexer, whose line numbers are offsets."""
        return OffsetLexer(self)

    def concat(self, pieces: Iterable[str]) -> PlacedText:
        """Return *pieces* as one text; jinja asks this of all that a macro, a block or a whole template puts."""
        text = joined(pieces)
        self.limits.text(text)
        return text

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Return what a loop goes through, counted."""
        return self.limits.counted(items)

    def copied(self, source: int, offset: int, length: int) -> PlacedText:
        """Return a part of the source with that number."""
        origin = self.sources[source]
        return self._placed(origin.text[offset : offset + length], origin, offset, is_copy=True)

    def computed(self, source: int, offset: int, value: object) -> PlacedText:
        """Return the text of what the expression at *offset* yielded; what has an origin keeps it."""
        if isinstance(value, PlacedText):
            return value
        return self._placed(put(value), self.sources[source], offset, is_copy=False)

    def _placed(self, text: str, source: Source, offset: int, *, is_copy: bool) -> PlacedText:
        self.limits.text(text)
        return PlacedText(text, (Stretch(len(text), source, offset, is_copy),))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - jinja's
        """Return `left + right`, or what `*`, `**` or `%` makes of them. Raises LimitReached."""
        if operator in _CHECKS:
            _CHECKS[operator](left, right)
        self.limits.work(left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, function: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - jinja's
        """Return what *function* returns; those of texts and numbers take no huge widths. Raises LimitReached."""
        owner = getattr(function, "__self__", None)
        if isinstance(owner, str | int):
            check_widths(*arguments, *named.values())
        called = partial(super().call, context, function)
        return self._limited(called, owner)(*arguments, **named)

    def text_of(self, value: object) -> object:
        """Return *value*, a part of what `~` puts together, counted."""
        self.limits.work(value)
        return value

    def _limited(self, function: Callable[..., Any], *owner: object) -> Callable[..., Any]:
        """Return *function*, a method of *owner* if there is one, with its work counted."""

        @wraps(function)
        def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
            taken = (*owner, *arguments, *named.values())
            check_growth(*taken)
            self.limits.work(*taken)
            result = function(*arguments, **named)
            self.limits.work(result)
            return result

        return counted

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401 - jinja's
        """Return the sandbox's `str.format` for that of a text, which takes no huge widths; None for all else."""
        sandboxed = super().wrap_str_format(value)
        return sandboxed and _formatting(sandboxed, value.__self__)


_CHECKS: Mapping[str, Callable[[object, object], None]] = {"*": check_product, "**": check_power, "%": check_format}


def _counting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return *function* for widths and counts that are not huge."""

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        check_widths(*arguments, *named.values())
        return function(*arguments, **named)

    return checked


def _formatting(function: Callable[..., Any], *template: str) -> Callable[..., Any]:
    """Return *function*, which formats *template*, else its first argument, for formats that are not huge."""

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        texts = (*template, *arguments)
        check_format(texts[0], (*texts[1:], *named.values()))
        return function(*arguments, **named)

    return checked


class _PlacingLoader(BaseLoader):
    """Loads templates that put everything through `copied` and `computed`, and count the steps of their loops."""

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """Return the template called *name*. Raises TemplateNotFound and TemplateSyntaxError."""
        made = cast("DefinitionEnvironment", environment)
        try:
            source = made.read(name)
        except LookupFailed as fault:
            raise TemplateNotFound(name) from fault
        number = len(made.sources)
        made.sources.append(source)
        tree = environment.parse(source.text, name)
        for output in list(tree.find_all(nodes.Output)):
            output.nodes = [_placed(number, child) for child in output.nodes]
        for concat in list(tree.find_all(nodes.Concat)):
            concat.nodes = [_call("text_of", part, lineno=part.lineno) for part in concat.nodes]
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = _call("counted", cast("nodes.Expr", loop.iter), lineno=loop.iter.lineno)
        tree.set_environment(environment)
        code = environment.compile(tree, name, code_name(number))
        template = Template.from_code(environment, code, globals or {})
        made.templates.append(template)
        return template


def code_name(number: int) -> str:
    """Return the name of the code of the template with that number, in tracebacks."""
    return f"<template {number}>"


def _placed(number: int, child: nodes.Expr) -> nodes.Expr:
    where = nodes.Const(number)
    if isinstance(child, nodes.TemplateData):
        return _call("copied", where, nodes.Const(child.lineno), nodes.Const(len(child.data)), lineno=child.lineno)
    offset = min([child.lineno, *(part.lineno for part in child.find_all(nodes.Expr))])
    return _call("computed", where, nodes.Const(offset), child, lineno=offset)


def _call(method: str, *arguments: nodes.Expr, lineno: int) -> nodes.Call:
    function = nodes.EnvironmentAttribute(method, lineno=lineno)
    return nodes.Call(function, list(arguments), [], None, None, lineno=lineno)
