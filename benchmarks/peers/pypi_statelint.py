"""The statelint of PyPI: https://pypi.org/project/statelint/."""

from __future__ import annotations

import json

from rounds import measure
from statelint.linter import Linter


def accepts(text: bytes, _machine_type: str) -> bool:
    """Return whether *text* has no problem; what is no object it lets pass without a look."""
    value = json.loads(text)
    return isinstance(value, dict) and not Linter.validate(value)


if __name__ == "__main__":
    measure(accepts)
