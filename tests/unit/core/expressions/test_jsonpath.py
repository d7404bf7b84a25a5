"""JSONPath as AWS takes it: lenient where its samples are, and never slower than linear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonpath import JsonPath, parse_path

READ = {
    "$": ("$", ()),
    "$$": ("$$", ()),
    "$.a": ("$", ("a",)),
    " $.a ": ("$", ("a",)),
    "$$.Execution.Input": ("$$", ("Execution", "Input")),
    "$order.id": ("$order", ("id",)),
    "$grüße": ("$grüße", ()),
    "$.delivery-partner": ("$", ("delivery-partner",)),
    "$.test:a@b": ("$", ("test:a@b",)),
    "$.list.length()": ("$", ("list", "length()")),
    "$[0].a": ("$", (0, "a")),
    "$.[0]": ("$", (0,)),
    "$.a[-2]": ("$", ("a", -2)),
    "$['a b'].c": ("$", ("a b", "c")),
    '$["it\\"s"]': ("$", ('it"s',)),
    "$[ 'a' ]": ("$", ("a",)),
}
SEVERAL = [
    "$.a[*]",
    "$.*",
    "$..a",
    "$..[0]",
    "$.a[1:]",
    "$.a[:1]",
    "$.a[1:5].b",
    "$.a[0,1]",
    "$['a','b']",
    "$.[?(@.a == 'b')]",
    "$.a[?(@.b==Failure)]",
    "$.pets[?(@.species == 'cat' && @.age<5)].name",
    "$.a[?(@.b in ['x]', \"y)\"])]",
    "$.a[?(@.b =~ /[a(]/i)].c",
    "$.a[?@.b]",
    "$[(@.length-1)].bar",
]
REFUSED = {
    "": ("a path begins with $", 0),
    "a.b": ("a path begins with $", 0),
    ".guid": ("a path begins with $", 0),
    "()": ("a path begins with $", 0),
    "$.": ("a path does not end with a dot", 1),
    "$.a.": ("a path does not end with a dot", 3),
    "$..": ("a path does not end with a dot", 2),
    "$...": ('"." cannot stand here', 3),
    "$$a": ('"a" cannot stand here', 2),
    "$a-b": ('"-" cannot stand here', 2),
    "$.a b": ("a name with a blank is written in brackets: ['my name']", 3),
    "$. a": ("a name with a blank is written in brackets: ['my name']", 2),
    "$[a]": ("in brackets stands a quoted name, an index, a slice, * or a filter", 1),
    "$[": ("in brackets stands a quoted name, an index, a slice, * or a filter", 1),
    "$[]": ("in brackets stands a quoted name, an index, a slice, * or a filter", 1),
    "$.a[?(@.b == 1]": ("the bracket of a filter is not closed", 3),
    "$.a[?(@.b == 'x)]": ("the bracket of a filter is not closed", 3),
}


@pytest.mark.parametrize("text", READ)
def test_a_path_is_its_root_and_its_steps(text: str):
    root, steps = READ[text]

    assert parse_path(text) == JsonPath(root, steps, is_reference=True)


@pytest.mark.parametrize("text", SEVERAL)
def test_a_path_that_may_select_several_nodes_is_no_reference(text: str):
    path = parse_path(text)

    assert isinstance(path, JsonPath)
    assert not path.is_reference


@pytest.mark.parametrize("text", REFUSED)
def test_a_bad_path_is_refused_with_the_place(text: str):
    assert parse_path(text) == Fault(*REFUSED[text])


def test_a_path_names_its_variable():
    assert [parse_path(text).variable for text in ("$order.id", "$.id", "$$.Execution")] == ["order", "", ""]


@given(st.text(alphabet="$.[]'\"\\?()@*:,=~/ ab0-") | st.text())
def test_any_text_is_a_path_or_a_fault_in_it(text: str):
    for tried in (text, f"${text}"):
        found = parse_path(tried)

        assert isinstance(found, JsonPath) or 0 <= found.offset <= len(tried)


@pytest.mark.parametrize("piece", ["[", "[?(", "'", "\\'", "a.", "..", "['", "[?('", "\\", "[0]", "[?(@)]", "=~[", "]"])
def test_a_hundred_kilobytes_are_read_at_once(piece: str):
    """Quadratic time would be minutes here."""
    for prefix in ("$", "$.", "$[?(", "$[?('", "$['"):
        assert parse_path(prefix + piece * (100_000 // len(piece))) is not None
