"""What hypothesis draws: JSON values, and definitions that are sound."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

PITFALLS = st.sampled_from(["{{", "{{x}}", "${Name}", "é/~", ""])
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | PITFALLS
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT


def json_values() -> st.SearchStrategy[Any]:
    """Return values of JSON, nested a few levels."""
    return st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
    )


def chains() -> st.SearchStrategy[dict[str, Any]]:
    """Return sound definitions: Pass states with any Result, one after the other."""
    return st.dictionaries(TEXT.filter(bool), json_values(), min_size=1, max_size=6).map(_chain)


def _chain(results: dict[str, Any]) -> dict[str, Any]:
    names = list(results)
    onward = [{"Next": name} for name in names[1:]] + [{"End": True}]
    states = {name: {"Type": "Pass", "Result": results[name], **way} for name, way in zip(names, onward, strict=True)}
    return {"StartAt": names[0], "States": states}
