from __future__ import annotations

import copy
import json

import pytest

from workflow_updater.core.frozen import FrozenDict, FrozenList, frozen

DOCUMENT = {"StartAt": "A", "States": {"A": {"Retry": [{"ErrorEquals": ["E"]}]}}}


def test_a_frozen_document_reads_like_the_one_it_was_made_from():
    value = frozen(DOCUMENT)

    assert DOCUMENT == value
    assert json.dumps(DOCUMENT) == json.dumps(value)
    assert ["E"] == value["States"]["A"]["Retry"][0]["ErrorEquals"]
    assert {**DOCUMENT, "x": 1} == {**value, "x": 1}


def test_what_it_was_made_from_can_still_be_changed():
    original = copy.deepcopy(DOCUMENT)
    value = frozen(original)

    original["States"]["A"]["Retry"].clear()

    assert DOCUMENT == value


# Every name with which dict or list changes itself; a name that Python adds is found by the next test.
CHANGING = {
    dict: {
        *("__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update"),
    },
    list: {
        *("__setitem__", "__delitem__", "__iadd__", "__imul__", "append", "clear", "extend", "insert"),
        *("pop", "remove", "reverse", "sort"),
    },
}
READING = {
    *("copy", "fromkeys", "get", "items", "keys", "values", "count", "index"),
    *("__class_getitem__", "__contains__", "__getitem__", "__iter__", "__len__", "__or__", "__ror__"),
    *("__reversed__", "__add__", "__mul__", "__rmul__"),
}


@pytest.mark.parametrize("kind", [FrozenDict, FrozenList])
def test_every_method_that_changes_refuses(kind):
    base = kind.__bases__[0]
    own = {name for name in vars(base) if callable(getattr(base, name)) and name not in vars(object)}

    assert own - READING == CHANGING[base]
    for name in CHANGING[base]:
        with pytest.raises(TypeError, match="frozen"):
            getattr(kind(), name)("a", 1)


def test_all_levels_are_frozen():
    value = frozen(DOCUMENT)

    with pytest.raises(TypeError):
        value["States"]["A"]["Retry"][0]["ErrorEquals"].append("F")
    with pytest.raises(TypeError):
        del value["States"]["A"]["Retry"][0]["ErrorEquals"]


def test_a_deep_copy_can_be_changed():
    value = copy.deepcopy(frozen(DOCUMENT))

    value["States"]["A"]["Retry"][0]["ErrorEquals"].append("F")

    assert ["E", "F"] == value["States"]["A"]["Retry"][0]["ErrorEquals"]


def test_scalars_are_what_they_are():
    assert [1, "a", None, True, 1.5] == [frozen(one) for one in (1, "a", None, True, 1.5)]
