"""DefinitionSubstitutions, as CloudFormation's resource handler applies them."""

from __future__ import annotations

import re
from collections.abc import Mapping


class EndlessSubstitution(ValueError):
    """A value brings its own placeholder back."""


def substitute(text: str, values: Mapping[str, object]) -> str:
    """
    Return *text* with each `${name}` of *values* replaced, and again in the result until nothing is left to replace.

    So does the provider (Apache commons' replaceEachRepeatedly): no JSON escaping, values may bring placeholders,
    unknown placeholders stay.

    Raises:
        EndlessSubstitution: it would never end.
    """
    if not values:
        return text
    told = {f"${{{name}}}": _as_text(value) for name, value in values.items()}
    placeholder = re.compile("|".join(re.escape(name) for name in told))
    for _ in range(len(told) + 1):
        if not placeholder.search(text):
            return text
        text = placeholder.sub(lambda match: told[match.group()], text)
    raise EndlessSubstitution("DefinitionSubstitutions refer to one another without end")


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
