"""
The words of JSONata 2, as its own tokenizer cuts them. Source: https://docs.jsonata.org/overview

What a slash means depends on where it stands, so there are two patterns: one where an operand is expected and one where
an operator is. Both take the blanks and comments before the word; neither ever looks back, so that reading is linear.
"""

from __future__ import annotations

import re

from workflow_updater.core.definition.expressions.fault import Fault

# A name goes on until one of these: quotes, dollars and backslashes may stand inside it.
_STOP = r" \t\n\r.\[\]{}(),@#;:?+\-*/|=<>^%&!~"
_SKIP = r"(?:[ \t\n\r]++|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+"
_NUMBER = r"(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[Ee][-+]?[0-9]++)?"
_ESCAPE = r"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4})"

OPERAND = re.compile(
    rf"""{_SKIP}(?:
        (?P<variable>\$[^{_STOP}]*+)
      | (?P<string>"(?:[^"\\]++|{_ESCAPE})*+"|'(?:[^'\\]++|{_ESCAPE})*+')
      | (?P<number>{_NUMBER})
      | (?P<quoted>`[^`]*+`)
      | (?P<unread>["'`]|/\*)
      | (?P<name>[^{_STOP}]++)
      | (?P<symbol>\*\*|[-.\[\]{{}}(),@\#;:?+*/|=<>^%&!~])
    )?""",
    re.VERBOSE,
)
OPERATOR = re.compile(
    rf"""{_SKIP}(
        \.\.|:=|!=|>=|<=|\*\*|~>|\?:|\?\?
      | [-.\[\]{{}}(),@\#;:?+*|=<>^%&!~]
      | /(?!\*)
      | (?:and|or|in)(?![^{_STOP}])
    )?""",
    re.VERBOSE,
)
_REGEX_PIECE = re.compile(r"[/()\[\]{}]")
_REGEX_FLAGS = re.compile(r"[im]*+")
_SIGNATURE_START = re.compile(rf"{_SKIP}<")
_SIGNATURE_PIECE = re.compile(r"[<>{]")
_VALID_STRING_START = {quote: re.compile(rf"{quote}(?:[^{quote}\\]++|{_ESCAPE})*+") for quote in ('"', "'")}


def regex_end(text: str, position: int) -> int:
    """
    Return where the regular expression whose slash is at *position* ends, flags included; 0 when it does not.

    JSONata's own rule: the first slash outside all brackets that no backslash escapes; the pattern itself is not read.
    """
    depth = 0
    for piece in _REGEX_PIECE.finditer(text, position + 1):
        start = piece.start()
        if piece[0] == "/":
            if not depth and _backslashes(text, start) % 2 == 0:
                flags = _REGEX_FLAGS.match(text, start + 1)
                return flags.end() if flags and start > position + 1 else 0
        elif text[start - 1] != "\\":
            depth += 1 if piece[0] in "([{" else -1
    return 0


def signature_end(text: str, position: int) -> int:
    """
    Return where the signature of a function that may stand at *position*, `<s-n:b>`, ends.

    *position* when there is none, 0 when it does not end. What it says is not read.
    """
    opening = _SIGNATURE_START.match(text, position)
    if opening is None:
        return position
    depth = 0
    for piece in _SIGNATURE_PIECE.finditer(text, opening.end() - 1):
        depth += {"<": 1, ">": -1}.get(piece[0], 0)
        if not depth:
            return piece.end()
        if piece[0] == "{":
            break
    return 0


def _backslashes(text: str, end: int) -> int:
    start = end
    while text[start - 1] == "\\":  # the slash that opens the expression ends this
        start -= 1
    return end - start


def unread(text: str, position: int) -> Fault:
    """Return what is wrong with the string, quoted name or comment that begins at *position* and could not be read."""
    opening = text[position]
    if opening == "/":
        return Fault("the comment is not closed", position)
    if opening == "`":
        return Fault("the quoted name is not closed", position)
    valid = _VALID_STRING_START[opening].match(text, position)
    end = valid.end() if valid else position
    if text.startswith("\\", end) and end + 1 < len(text):
        if text[end + 1] == "u":
            return Fault(r"\u is followed by four hexadecimal digits", end)
        return Fault(f'JSONata knows no escape "{text[end : end + 2]}"', end)
    return Fault("the text is not closed", position)
