"""
Tokens of a template, with two things that jinja's own lexer does not do.

Their "line numbers" are offsets in the source. Jinja only carries these numbers around, into its syntax tree, its
errors and its tracebacks; so all of these tell line and column.

And `{% … %}` belongs to JSONata too: it is jinja's only when its first word is one of jinja's statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError
from jinja2.lexer import TOKEN_DATA, TOKEN_RAW_BEGIN, Lexer

from workflow_updater.core.nearest import nearest

STATEMENTS = (
    *("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "with", "endwith"),
    *("macro", "endmacro", "call", "endcall", "filter", "endfilter", "raw", "endraw", "print"),
    *("include", "import", "from", "extends", "block", "endblock", "autoescape", "endautoescape"),
)
_FENCE_WITH_WORD = re.compile(r"\{%[-+]?\s*([A-Za-z]+)\b(?!\s*\()")
_ALMOST = 0.7  # of 1 for equal words: elsif, inclde and fr are refused, function and not are none of jinja's
_FENCE_OF_JSONATA = re.compile(rf"\{{%(?![-+]?\s*(?:{'|'.join(STATEMENTS)})\b)")
_MASK = "\ue000\ue000"  # as long as a fence, and nothing to jinja; the text itself is taken from the source again


def masked(text: str) -> str:
    """Return *text* as jinja shall see it, of the same length: no JSONata fences, and lines that end in a line feed."""
    return _FENCE_OF_JSONATA.sub(_MASK, text.replace("\r", " "))


class OffsetLexer(Lexer):
    """Jinja's lexer, with offsets for line numbers; values of data tokens are masked text of the right length."""

    def tokeniter(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> Iterator[tuple[int, str, str]]:
        """Yield offset, kind and text of each token. Raises TemplateSyntaxError."""
        before = ""
        for offset, kind, value in self._with_offsets(source, name, filename, state):
            text = source[offset : offset + len(value)]
            if kind == TOKEN_DATA and before != TOKEN_RAW_BEGIN:
                _refuse_misspelt(text, offset, name)
            yield offset, kind, value if kind == TOKEN_DATA else text
            before = kind

    def _with_offsets(
        self, source: str, name: str | None, filename: str | None, state: str | None
    ) -> Iterator[tuple[int, str, str]]:
        seen = masked(source)
        offset = 0
        try:
            for _, kind, value in super().tokeniter(seen, name, filename, state):
                while not seen.startswith(value, offset):  # `{%-` has dropped the white space before it
                    offset += 1
                yield offset, kind, value
                offset += len(value)
        except TemplateSyntaxError as fault:
            fault.lineno = offset
            raise


def _refuse_misspelt(text: str, offset: int, name: str | None) -> None:
    """Raise TemplateSyntaxError for a fence in *text* that begins with almost a statement: JSONata's names have a $."""
    for fence in _FENCE_WITH_WORD.finditer(text):
        word = fence.group(1)
        likely = nearest(word, STATEMENTS, likeness=_ALMOST)
        if likely:
            message = f"{word} is no statement; did you mean {likely}? (a variable of JSONata begins with $)"
            raise TemplateSyntaxError(message, offset + fence.start(1), name)
