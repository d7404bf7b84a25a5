"""A page's console blocks are read and compared as a person would."""

from __future__ import annotations

import pytest

from tests.transcripts.transcript import Step, agrees, steps

PAGE = """
```console
$ one
first
second
$ two \\
    --more
```
```json
$ not a command
```
```console
$ three
```
"""


def test_the_commands_of_a_page_come_in_order_with_what_they_print():
    assert list(steps(PAGE)) == [Step("one", ("first", "second")), Step("two \\\n    --more", ()), Step("three", ())]


@pytest.mark.parametrize(
    ("expected", "printed"),
    [([], []), (["a"], ["a "]), (["…"], []), (["a", "…", "d"], ["a", "b", "c", "d"]), (["a … c"], ["a b c"])],
)
def test_what_is_left_out_may_be_anything(expected, printed):
    assert agrees(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [([], ["a"]), (["a"], []), (["a", "…"], ["b"]), (["a.c"], ["abc"]), (["a … c"], ["a b\nc"])],
)
def test_what_is_not_left_out_must_be_there(expected, printed):
    assert not agrees(expected, printed)
