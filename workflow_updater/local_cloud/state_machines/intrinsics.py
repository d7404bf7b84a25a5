"""
Intrinsic functions that moto's grammar does not understand are an error.

Replaces `IntrinsicParser.parse`, which leaves out what it does not understand (an escaped quotation mark, null, a
name in brackets), computes something else and says so only to the console.
"""

from __future__ import annotations

from typing import Any

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from moto.stepfunctions.parser.asl.parse.intrinsic import intrinsic_parser

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "intrinsic functions"


class NotUnderstood(ValueError):
    """An intrinsic function that is written in a way that the interpreter does not know."""


class _Refusing(ErrorListener):  # type: ignore[misc]  # antlr4 has no types
    def __init__(self, source: str) -> None:
        self._source = source

    def syntaxError(self, recognizer: Any, offending: Any, line: int, column: int, message: str, problem: Any) -> None:
        del recognizer, offending, line, problem
        raise NotUnderstood(f"the interpreter does not understand {self._source} at character {column + 1}: {message}")


def install() -> None:
    """Refuse what would be computed wrong."""
    lexer_class, parser_class, preprocessor = (
        private(intrinsic_parser, name, hook=HOOK)
        for name in ("ASLIntrinsicLexer", "ASLIntrinsicParser", "Preprocessor")
    )

    def parse(source: str) -> tuple[Any, Any]:
        lexer = lexer_class(InputStream(source))
        parser = parser_class(CommonTokenStream(lexer))
        for one in (lexer, parser):
            one.removeErrorListeners()
            one.addErrorListener(_Refusing(source))
        tree = parser.func_decl()
        return preprocessor().visit(tree), tree

    replace(intrinsic_parser.IntrinsicParser, "parse", staticmethod(parse), hook=HOOK)
