"""W306: an intrinsic function that fails whatever it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflow_updater.core.definition.expressions.places import JSONPATH_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

if TYPE_CHECKING:
    from workflow_updater.core.definition.expressions.intrinsics import Call

_ALGORITHMS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")  # source: the page below, States.Hash
_FORMAT_PIECE = r"(?s)\\.|\{\}"


def _check(state: State) -> Iterator[Fault]:
    for expression, function in expressions(state).calls:
        for call in function.calls:
            what = _fault(call)
            if what:
                yield told(state, expression.way, f"always fails: {what}")


def _fault(call: Call) -> str:
    arguments = call.arguments
    if call.name == "Format" and arguments[0].kind == "text":
        places = sum(piece == "{}" for piece in re.findall(_FORMAT_PIECE, arguments[0].text))
        given = len(arguments) - 1
        return f"{places} {{}} in the text of States.Format, and {given} to put there" if places != given else ""
    if call.name == "Hash" and arguments[1].kind == "text" and arguments[1].text[1:-1] not in _ALGORITHMS:
        return f"States.Hash knows {', '.join(_ALGORITHMS)}"
    if call.name == "JsonMerge" and arguments[2].text == "true":
        return "States.JsonMerge cannot merge deeply, its last argument is false"
    return ""


RULE = StateRule(
    id="W306",
    title="A function can succeed",
    description=(
        "AWS takes the definition, and the execution fails with States.IntrinsicFailure: the {} of a format and its "
        "arguments differ in number, a hash is unknown, or a merge is to be deep."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html",
    hint="correct the arguments; a brace that is to stay has a backslash before it",
    types=ANY_TYPE,
    fields=JSONPATH_FIELDS,
    language="JSONPath",
    check=_check,
)
