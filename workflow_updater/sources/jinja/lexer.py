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
from jinja2.lexer import TOKEN_DATA, Lexer

STATEMENTS = (
    *("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "with", "endwith"),
    *("macro", "endmacro", "call", "endcall", "filter", "endfilter", "raw", "endraw", "print"),
    *("include", "import", "from", "extends", "block", "endblock", "autoescape", "endautoescape"),
)
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
        """Yield offset, kind and text of each token."""
        seen = masked(source)
        offset = 0
        try:
            for _, kind, value in super().tokeniter(seen, name, filename, state):
                while not seen.startswith(value, offset):  # `{%-` has dropped the white space before it
                    offset += 1
                yield offset, kind, value if kind == TOKEN_DATA else source[offset : offset + len(value)]
                offset += len(value)
        except TemplateSyntaxError as fault:
            fault.lineno = offset
            raise
