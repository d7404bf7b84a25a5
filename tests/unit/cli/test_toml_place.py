from __future__ import annotations

import pytest

from workflow_updater.toml_place import Place, Source

TEXT = '''# what runs where
bucket = "all"

[workflows.orders]
definition = """
[workflows.orders]
stack = 'inside of a text'
"""
stack = "orders"   # stack =
ignore = [
  "W501",

  "W502",
]
"a.b".resource = "Orders"
place = {region = "eu", zones = [
  "a",
]}

[environments.test.variables]
stack = "other"
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("bucket",), 2),
        (("workflows",), 4),
        (("workflows", "orders"), 4),
        (("workflows", "orders", "definition"), 5),
        (("workflows", "orders", "stack"), 9),
        (("workflows", "orders", "ignore"), 10),
        (("workflows", "orders", "a.b", "resource"), 15),
        (("workflows", "orders", "place", "zones"), 16),
        (("environments",), 20),
        (("environments", "test", "variables", "stack"), 21),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_value_stands_where_its_key_does(keys: tuple[str, ...], line: int, end: str) -> None:
    place = Place(Source("workflows.toml", TEXT.replace("\n", end)), keys)

    assert f"workflows.toml:{line}: {'.'.join(keys)}" == str(place)


def test_a_line_is_what_editors_call_one() -> None:
    place = Place(Source("workflows.toml", 'bucket = "a\u2028b"\nregion = 3'), ("region",))

    assert place.line == "workflows.toml:2"
